/**
 * What filters, tests, lookups and functions of templates do, in a sentence of ours in English and Chinese. Names that mean the same share
 * one. Those that are missing here are shown by their name alone.
 */
export interface PluginWords {
  /** How it is written. */
  readonly usage: string;
  readonly text: string;
}

export type PluginKind = "filter" | "test" | "lookup" | "function";

/** Undefined for one that is not described. Names of collections (`ansible.builtin.x`) are known by their last part. */
export function pluginWords(kind: PluginKind, name: string, locale: string): PluginWords | undefined {
  const table = TABLES[kind];
  const short = name.slice(name.lastIndexOf(".") + 1);
  const row = table.get(short) ?? table.get(SAME[kind]?.get(short) ?? "");
  if (row === undefined) return undefined;
  const [, usage, english, chinese] = row;
  return { usage, text: locale.toLowerCase().startsWith("zh") ? chinese : english };
}

type Row = readonly [name: string, usage: string, english: string, chinese: string];

const FILTERS: readonly Row[] = [
  ["abs", "x | abs", "The number without its sign.", "数的绝对值。"],
  ["attr", "x | attr('name')", "The attribute of that name.", "取该名称的属性。"],
  ["b64decode", "x | b64decode", "Decodes Base64 to text.", "将 Base64 解码为文本。"],
  ["b64encode", "x | b64encode", "Encodes text as Base64.", "将文本编码为 Base64。"],
  ["basename", "path | basename", "The last part of a path.", "路径的最后一段。"],
  ["batch", "list | batch(n)", "Cuts a list into lists of n items.", "把列表切成每 n 项一组。"],
  ["bool", "x | bool", "True for yes, on, true and 1, else false.", "yes、on、true、1 为真，其余为假。"],
  ["capitalize", "x | capitalize", "First letter large, the others small.", "首字母大写，其余小写。"],
  ["checksum", "x | checksum", "The SHA-1 sum of a text.", "文本的 SHA-1 校验和。"],
  ["combinations", "list | combinations(n)", "All choices of n items.", "任取 n 项的所有组合。"],
  [
    "combine",
    "dict | combine(other)",
    "A dictionary with the keys of the others over it; `recursive=true` merges nested ones.",
    "用其他字典覆盖同名键；`recursive=true` 时递归合并。",
  ],
  ["count", "list | length", "How many items, keys or characters there are.", "项、键或字符的个数。"],
  [
    "default",
    "x | default(value, boolean)",
    "The value where x is undefined; with `true` as second argument also where it is empty or false.",
    "x 未定义时取该值；第二个参数为 `true` 时，空值或假值也取它。",
  ],
  [
    "dict2items",
    "dict | dict2items",
    "A list of `{key, value}` from a dictionary, in its order.",
    "把字典按顺序变成 `{key, value}` 列表。",
  ],
  ["dictsort", "dict | dictsort", "Pairs of a dictionary, sorted by key.", "按键排序的键值对。"],
  ["difference", "a | difference(b)", "Items of a that are not in b, each once.", "在 a 中而不在 b 中的项（去重）。"],
  ["dirname", "path | dirname", "The folder of a path.", "路径所在的目录。"],
  ["escape", "x | escape", "Makes text safe for HTML.", "转义 HTML 特殊字符。"],
  ["extract", "key | extract(container, more)", "What the container holds under the key.", "取容器中该键对应的值。"],
  [
    "fileglob",
    "pattern | fileglob",
    "Files on the controller that match; not known here.",
    "运行 Ansible 的机器上匹配的文件；此处无法得知。",
  ],
  ["first", "list | first", "The first item.", "第一项。"],
  ["flatten", "list | flatten(levels)", "Takes lists out of lists.", "展开嵌套列表。"],
  ["float", "x | float(default)", "The number as a float; 0.0 or the default for what is none.", "转换为浮点数；不是数时为 0.0 或默认值。"],
  ["format", "text | format(values)", "Fills `%s` and the like with values.", "用值填充 `%s` 等占位符。"],
  ["from_json", "text | from_json", "Reads JSON.", "解析 JSON。"],
  ["from_yaml", "text | from_yaml", "Reads YAML.", "解析 YAML。"],
  ["groupby", "list | groupby('key')", "Items grouped by an attribute.", "按属性分组。"],
  ["hash", "text | hash('sha256')", "The checksum of a text.", "文本的哈希值。"],
  ["human_readable", "n | human_readable", "Bytes as `1.5 MB`.", "把字节数写成 `1.5 MB`。"],
  ["human_to_bytes", "text | human_to_bytes", "`1.5 MB` as a number of bytes.", "把 `1.5 MB` 换算成字节数。"],
  ["indent", "text | indent(width)", "Indents all lines but the first.", "除首行外缩进各行。"],
  ["int", "x | int(default, base)", "The number as an integer; 0 or the default for what is none.", "转换为整数；不是数时为 0 或默认值。"],
  ["intersect", "a | intersect(b)", "Items that are in both, each once.", "两者共有的项（去重）。"],
  [
    "ipaddr",
    "x | ipaddr('query')",
    "Addresses and networks that are valid, or what the query asks of them.",
    "有效的地址或网段，或按查询取其部分。",
  ],
  ["ipv4", "x | ipv4", "As `ipaddr`, for IPv4 alone.", "同 `ipaddr`，仅限 IPv4。"],
  ["ipv6", "x | ipv6", "As `ipaddr`, for IPv6 alone.", "同 `ipaddr`，仅限 IPv6。"],
  ["ipwrap", "x | ipwrap", "Puts IPv6 addresses in brackets.", "给 IPv6 地址加方括号。"],
  ["items", "dict | items", "Pairs of key and value.", "键值对。"],
  ["items2dict", "list | items2dict", "A dictionary from a list of `{key, value}`.", "由 `{key, value}` 列表生成字典。"],
  ["join", "list | join(', ')", "The items as one text, with the separator between.", "用分隔符连接各项成文本。"],
  ["last", "list | last", "The last item.", "最后一项。"],
  ["list", "x | list", "A list of what x gives; of a text its characters.", "转换为列表；文本则为其字符。"],
  ["log", "x | log(base)", "The logarithm.", "对数。"],
  ["lower", "x | lower", "In small letters.", "转换为小写。"],
  ["mandatory", "x | mandatory", "Fails where x is undefined.", "x 未定义时报错。"],
  [
    "map",
    "list | map('filter') or map(attribute='name')",
    "Each item through a filter, or one attribute of each.",
    "对每项应用过滤器，或取每项的某个属性。",
  ],
  ["max", "list | max", "The largest item.", "最大的项。"],
  ["md5", "text | md5", "The MD5 sum of a text.", "文本的 MD5。"],
  ["min", "list | min", "The smallest item.", "最小的项。"],
  ["nthhost", "network | nthhost(n)", "The nth address of a network.", "网段中的第 n 个地址。"],
  ["password_hash", "text | password_hash('sha512')", "A salted hash; made at run time.", "加盐的哈希；运行时生成。"],
  ["path_join", "list | path_join", "Joins parts of a path.", "连接路径各段。"],
  ["permutations", "list | permutations(n)", "All orders of n items.", "取 n 项的所有排列。"],
  ["pow", "x | pow(y)", "x to the power of y.", "x 的 y 次幂。"],
  ["product", "a | product(b)", "All pairs of an item of each.", "两个列表的所有配对。"],
  ["quote", "text | quote", "Quotes text for a shell.", "为 shell 加引号。"],
  ["random", "list | random", "One of them at random; not known before the run.", "随机取一项；运行前无法得知。"],
  ["realpath", "path | realpath", "The path with links followed; needs the machine.", "解析链接后的路径；需要实际机器。"],
  ["regex_escape", "text | regex_escape", "Makes text safe within a regular expression.", "转义正则表达式特殊字符。"],
  ["regex_findall", "text | regex_findall('pattern')", "All matches.", "所有匹配。"],
  ["regex_replace", "text | regex_replace('pattern', 'by')", "Replaces what matches.", "替换匹配的部分。"],
  ["regex_search", "text | regex_search('pattern')", "The first match, or nothing.", "第一个匹配，没有则为空。"],
  ["reject", "list | reject('test')", "Items for which the test does not hold.", "去掉满足测试的项。"],
  ["rejectattr", "list | rejectattr('name', 'test')", "Items whose attribute does not pass the test.", "去掉其属性满足测试的项。"],
  ["replace", "text | replace('a', 'b')", "Replaces one text by another.", "把一段文本替换为另一段。"],
  ["reverse", "list | reverse", "In reverse order.", "倒序。"],
  ["round", "x | round(digits)", "The number rounded.", "四舍五入。"],
  ["select", "list | select('test')", "Items for which the test holds.", "满足测试的项。"],
  ["selectattr", "list | selectattr('name', 'test')", "Items whose attribute passes the test.", "其属性满足测试的项。"],
  ["sha1", "text | sha1", "The SHA-1 sum of a text.", "文本的 SHA-1。"],
  ["shuffle", "list | shuffle", "In random order; not known before the run.", "随机排序；运行前无法得知。"],
  ["sort", "list | sort(attribute='name')", "Sorted; `reverse=true` turns it around.", "排序；`reverse=true` 倒序。"],
  ["split", "text | split(',')", "The parts between separators.", "按分隔符拆分。"],
  ["splitext", "path | splitext", "A path and its ending.", "拆出路径与扩展名。"],
  ["string", "x | string", "As text.", "转换为文本。"],
  ["strftime", "format | strftime(seconds)", "A time in the given format.", "按格式输出时间。"],
  ["subelements", "list | subelements('name')", "Each item with each element of a list in it.", "每项与其内部列表各元素的配对。"],
  ["sum", "list | sum(start=0)", "The sum; `start=[]` joins lists.", "求和；`start=[]` 可拼接列表。"],
  ["symmetric_difference", "a | symmetric_difference(b)", "Items that are in one of both only.", "只在其中一方出现的项。"],
  ["ternary", "x | ternary(yes, no)", "The first value where x is true, else the second.", "x 为真取第一个值，否则取第二个。"],
  ["title", "text | title", "Each word with a large letter.", "每个单词首字母大写。"],
  ["to_json", "x | to_json", "As JSON.", "转换为 JSON。"],
  ["to_nice_json", "x | to_nice_json", "As indented JSON.", "转换为带缩进的 JSON。"],
  ["to_yaml", "x | to_yaml", "As YAML.", "转换为 YAML。"],
  ["to_nice_yaml", "x | to_nice_yaml(indent=2)", "As indented YAML.", "转换为带缩进的 YAML。"],
  ["to_uuid", "text | to_uuid", "A UUID made of the text, always the same.", "由文本生成的固定 UUID。"],
  ["trim", "text | trim", "Without blanks at both ends.", "去掉首尾空白。"],
  ["truncate", "text | truncate(n)", "Cut to n characters.", "截断为 n 个字符。"],
  ["type_debug", "x | type_debug", "The name of the value's type.", "值的类型名。"],
  ["union", "a | union(b)", "Items of both, each once.", "两者的并集。"],
  ["unique", "list | unique", "Each item once.", "去重。"],
  ["upper", "x | upper", "In capitals.", "转换为大写。"],
  ["urlencode", "x | urlencode", "Makes text safe within a URL.", "URL 编码。"],
  ["urlsplit", "url | urlsplit('hostname')", "The parts of a URL, or one of them.", "拆分 URL 或取其中一部分。"],
  ["wordcount", "text | wordcount", "How many words there are.", "单词数。"],
  ["zip", "a | zip(b)", "Pairs of the items at the same place.", "按位置配对。"],
];

const TESTS: readonly Row[] = [
  ["all", "list is all", "All items are true.", "所有项都为真。"],
  ["any", "list is any", "One of the items is true.", "至少一项为真。"],
  ["boolean", "x is boolean", "Is true or false, not text.", "是布尔值而非文本。"],
  ["contains", "list is contains(x)", "The list holds x.", "列表包含 x。"],
  ["defined", "x is defined", "Some definition gives x a value.", "x 已定义。"],
  ["divisibleby", "n is divisibleby(m)", "n can be divided by m.", "n 能被 m 整除。"],
  ["eq", "a is eq(b)", "Both are equal.", "两者相等。"],
  ["even", "n is even", "The number is even.", "是偶数。"],
  ["exists", "path is exists", "The file exists on the controller; not known here.", "运行 Ansible 的机器上存在该文件；此处无法得知。"],
  ["failed", "result is failed", "The task failed; known at run time only.", "task 失败；仅运行时可知。"],
  ["false", "x is false", "Is the value false.", "值为 false。"],
  ["falsy", "x is falsy", "Is false, empty or zero.", "为假、空或零。"],
  ["file", "path is file", "Is a file on the controller; not known here.", "是运行 Ansible 的机器上的文件；此处无法得知。"],
  ["float", "x is float", "Is a float.", "是浮点数。"],
  ["ge", "a is ge(b)", "a is b or larger.", "a 大于或等于 b。"],
  ["gt", "a is gt(b)", "a is larger than b.", "a 大于 b。"],
  ["in", "x is in(list)", "The list holds x.", "x 在列表中。"],
  ["integer", "x is integer", "Is an integer, not text.", "是整数而非文本。"],
  ["iterable", "x is iterable", "Can be walked: lists, dictionaries and texts.", "可迭代：列表、字典、文本。"],
  ["le", "a is le(b)", "a is b or smaller.", "a 小于或等于 b。"],
  ["lower", "text is lower", "All letters are small.", "全为小写。"],
  ["lt", "a is lt(b)", "a is smaller than b.", "a 小于 b。"],
  ["mapping", "x is mapping", "Is a dictionary.", "是字典。"],
  ["match", "text is match('pattern')", "The pattern matches at the beginning.", "从开头匹配该模式。"],
  ["ne", "a is ne(b)", "Both differ.", "两者不等。"],
  ["none", "x is none", "Is null.", "为 null。"],
  ["number", "x is number", "Is a number, not text.", "是数而非文本。"],
  ["odd", "n is odd", "The number is odd.", "是奇数。"],
  ["regex", "text is regex('pattern')", "The pattern matches somewhere.", "某处匹配该模式。"],
  ["sameas", "a is sameas(b)", "Both are the same object.", "是同一对象。"],
  ["search", "text is search('pattern')", "The pattern matches somewhere.", "某处匹配该模式。"],
  ["sequence", "x is sequence", "Is a list or something like it; texts are, too.", "是序列；文本也是。"],
  ["skipped", "result is skipped", "The task was skipped; known at run time only.", "task 被跳过；仅运行时可知。"],
  ["string", "x is string", "Is text.", "是文本。"],
  ["subset", "a is subset(b)", "b holds all items of a.", "a 的各项都在 b 中。"],
  ["succeeded", "result is succeeded", "The task did not fail; known at run time only.", "task 未失败；仅运行时可知。"],
  ["superset", "a is superset(b)", "a holds all items of b.", "b 的各项都在 a 中。"],
  ["true", "x is true", "Is the value true.", "值为 true。"],
  ["truthy", "x is truthy", "Is neither false, empty nor zero.", "不为假、空或零。"],
  ["undefined", "x is undefined", "No definition gives x a value.", "x 未定义。"],
  ["upper", "text is upper", "All letters are capitals.", "全为大写。"],
  [
    "version",
    "a is version('1.2', '>=')",
    "Compares versions; loosely, unless `version_type` says otherwise.",
    "比较版本号；默认宽松比较，可用 `version_type` 指定。",
  ],
];

const LOOKUPS: readonly Row[] = [
  ["dict", "lookup('dict', d)", "Pairs of a dictionary.", "字典的键值对。"],
  [
    "env",
    "lookup('env', 'NAME')",
    "An environment variable of the controller; not known here.",
    "运行 Ansible 的机器的环境变量；此处无法得知。",
  ],
  ["file", "lookup('file', 'path')", "The content of a file on the controller.", "运行 Ansible 的机器上文件的内容。"],
  ["first_found", "lookup('first_found', list)", "The first of the files that exists.", "第一个存在的文件。"],
  ["password", "lookup('password', 'path')", "A password that is made at run time and kept in a file.", "运行时生成并保存在文件中的密码。"],
  ["pipe", "lookup('pipe', 'command')", "What a command prints; never run here.", "命令的输出；此处绝不执行。"],
  ["template", "lookup('template', 'path')", "A template file filled in.", "渲染后的模板文件。"],
  ["url", "lookup('url', 'address')", "The content of an address; never fetched here.", "网址的内容；此处绝不访问。"],
  ["varnames", "lookup('varnames', 'pattern')", "Names of variables that match.", "匹配的变量名。"],
  ["vars", "lookup('vars', 'name')", "The value of the variable of that name.", "该名称变量的值。"],
];

const FUNCTIONS: readonly Row[] = [
  ["cycler", "cycler(a, b)", "Gives its values in turn.", "轮流给出各值。"],
  ["dict", "dict(a=1)", "A dictionary of its arguments.", "由参数构成的字典。"],
  ["joiner", "joiner(', ')", "Nothing at first, then the separator.", "首次为空，之后为分隔符。"],
  ["lookup", "lookup('plugin', ...)", "Asks a lookup plugin; several answers are joined by commas.", "调用查找插件；多个结果以逗号连接。"],
  ["namespace", "namespace(a=1)", "An object whose attributes `set` can change inside loops.", "可在循环内用 `set` 修改属性的对象。"],
  ["now", "now()", "The time of the run; not known before.", "运行时的时间；事先无法得知。"],
  ["query", "query('plugin', ...)", "Asks a lookup plugin and gives a list.", "调用查找插件并返回列表。"],
  ["range", "range(start, stop, step)", "Integers up to stop, without it.", "直到 stop（不含）的整数。"],
];

const TABLES: Readonly<Record<PluginKind, ReadonlyMap<string, Row>>> = {
  filter: byName(FILTERS),
  test: byName(TESTS),
  lookup: byName(LOOKUPS),
  function: byName(FUNCTIONS),
};

/** Other names of the same. */
const SAME: Readonly<Partial<Record<PluginKind, ReadonlyMap<string, string>>>> = {
  filter: new Map([
    ["d", "default"],
    ["e", "escape"],
    ["length", "count"],
    ["tojson", "to_json"],
    ["zip_longest", "zip"],
    ["from_yaml_all", "from_yaml"],
  ]),
  test: new Map([
    ["==", "eq"],
    ["equalto", "eq"],
    ["!=", "ne"],
    [">", "gt"],
    ["greaterthan", "gt"],
    [">=", "ge"],
    ["<", "lt"],
    ["lessthan", "lt"],
    ["<=", "le"],
    ["version_compare", "version"],
    ["issubset", "subset"],
    ["issuperset", "superset"],
    ["failure", "failed"],
    ["success", "succeeded"],
    ["skip", "skipped"],
    ["is_file", "file"],
  ]),
  function: new Map([["q", "query"]]),
};

function byName(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row[0], row]));
}
