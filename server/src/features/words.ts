import type { LayerKind } from "../ansible/model";

/** The words of the features in English and Simplified Chinese. */
export interface Words {
  readonly allHosts: string;
  more(count: number): string;
  readonly hidden: string;
  readonly unknown: string;
  readonly undefined: string;
  readonly failed: string;
  notDefined(name: string): string;
  /** Other hosts have it. */
  notSetFor(name: string, hosts: string): string;
  readonly setForOthers: string;
  readonly setIn: string;
  readonly overrides: string;
  readonly leadsTo: string;
  readonly switches: string;
  downloadedAs(key: string): string;
  readonly off: string;
  moreDownloads(count: number): string;
  otherValues(count: number): string;
  loopVariable(name: string, source: string): string;
  setHere(name: string): string;
  parameter(name: string, macro: string): string;
  readonly loopObject: string;
  group(name: string): string;
  host(name: string): string;
  hosts(count: number): string;
  readonly inGroups: string;
  readonly madeOf: string;
  variables(count: number): string;
  architecture(name: string): string;
  downloads(files: number, images: number): string;
  filesAndImages(files: number, images: number): string;
  filesAndImagesFor(files: number, images: number, hosts: number): string;
  adds(files: number, images: number, isOn: boolean): string;
  readonly noDownloads: string;
  readonly addsNothing: string;
  readonly filter: string;
  readonly test: string;
  readonly lookup: string;
  readonly function: string;
  readonly layer: Readonly<Record<LayerKind, (owner: string) => string>>;
  /** As `layer`, for those that have no place in a file: what is overridden, or stands among places. */
  readonly value: Readonly<Partial<Record<LayerKind, (owner: string) => string>>>;
  /** Refusals of rename. */
  readonly notAName: string;
  kubesprays(name: string): string;
  ansibles(name: string): string;
  notYours(name: string): string;
  invalidName(name: string): string;
  taken(name: string): string;
  usedAsText(name: string, place: string): string;
}

export function wordsFor(locale: string): Words {
  return locale.toLowerCase().startsWith("zh") ? CHINESE : ENGLISH;
}

const ENGLISH: Words = {
  allHosts: "all hosts",
  more: (count) => `${count} more`,
  hidden: "not shown: it may hold a secret",
  unknown: "not known before the run",
  undefined: "undefined",
  failed: "Ansible fails",
  notDefined: (name) => `${name} is set neither in this inventory nor by kubespray's defaults.`,
  notSetFor: (name, hosts) => `${name} is not set for ${hosts}.`,
  setForOthers: "For other hosts it is set in",
  setIn: "Set in",
  overrides: "Overrides",
  leadsTo: "Leads to",
  switches: "Switches",
  downloadedAs: (key) => `Downloaded as ${key}`,
  off: "switched off",
  moreDownloads: (count) => `${count} more of kubespray's downloads`,
  otherValues: (count) => `${count} other values`,
  loopVariable: (name, source) => `${name} takes each item of ${source} in turn.`,
  setHere: (name) => `${name} is set in this template.`,
  parameter: (name, macro) => `${name} is a parameter of ${macro}.`,
  loopObject: "The loop itself: `index`, `index0`, `first`, `last`, `length`, ...",
  group: (name) => `Group ${name}`,
  host: (name) => `Host ${name}`,
  hosts: (count) => plural(count, "host"),
  inGroups: "In groups",
  madeOf: "Hosts",
  variables: (count) => `${plural(count, "variable")} set by this inventory`,
  architecture: (name) => `Architecture ${name}`,
  downloads: (files, images) => `Downloads ${plural(files, "file")} and ${plural(images, "image")}`,
  filesAndImages: (files, images) => `${plural(files, "file")}, ${plural(images, "image")}`,
  filesAndImagesFor: (files, images, hosts) => `${plural(files, "file")}, ${plural(images, "image")} for ${plural(hosts, "host")}`,
  adds: (files, images, isOn) =>
    `${isOn ? "adds" : "would add"} ${[...(images ? [plural(images, "image")] : []), ...(files ? [plural(files, "file")] : [])].join(", ")}`,
  noDownloads: "Downloads nothing",
  addsNothing: "adds no files or images",
  filter: "filter",
  test: "test",
  lookup: "lookup",
  function: "function",
  layer: {
    "role-defaults": (owner) => `default of role ${owner}`,
    "inventory-all": () => "hosts file, all",
    "inventory-group": (owner) => `hosts file, group ${owner}`,
    "group-vars-all": () => "group_vars of all",
    "group-vars": (owner) => `group_vars of ${owner}`,
    "inventory-host": (owner) => `hosts file, host ${owner}`,
    "host-vars": (owner) => `host_vars of ${owner}`,
    facts: (owner) =>
      owner === "assumed facts" ? "An assumed fact" : owner === "gathered facts" ? "A gathered fact" : `A fact of ${owner}`,
    "role-vars": (owner) => `vars of role ${owner}, which beat the inventory`,
    "set-fact": () => "Set by kubespray at run time",
    "extra-vars": () => "-e",
    magic: () => "Set by Ansible",
  },
  value: {
    facts: (owner) =>
      owner === "assumed facts" ? "the assumed fact" : owner === "gathered facts" ? "the gathered fact" : `the fact of ${owner}`,
    "set-fact": () => "what kubespray sets at run time",
    magic: () => "Ansible's own value",
  },
  notAName: "There is no variable here that could be renamed.",
  kubesprays: (name) => `${name} is kubespray's own name: kubespray reads it under this name alone.`,
  ansibles: (name) => `${name} is Ansible's own name.`,
  notYours: (name) => `${name} is not set in this inventory.`,
  invalidName: (name) =>
    `${JSON.stringify(name)} cannot be the name of a variable: letters, digits and underscores, no digit first, no word of Python or Jinja2.`,
  taken: (name) => `${name} exists already.`,
  usedAsText: (name, place) => `${name} is named by a text that is put together at run time (${place}): rename it by hand.`,
};

const CHINESE: Words = {
  allHosts: "所有主机",
  more: (count) => `另外 ${count} 个`,
  hidden: "不显示：可能含有机密",
  unknown: "运行前无法得知",
  undefined: "未定义",
  failed: "Ansible 会报错",
  notDefined: (name) => `${name} 既未在此 inventory 中设置，也没有 kubespray 默认值。`,
  notSetFor: (name, hosts) => `${hosts} 没有设置 ${name}。`,
  setForOthers: "其他主机的值设置于",
  setIn: "设置于",
  overrides: "覆盖",
  leadsTo: "决定",
  switches: "开关",
  downloadedAs: (key) => `作为 ${key} 下载`,
  off: "未启用",
  moreDownloads: (count) => `另有 ${count} 项 kubespray 下载`,
  otherValues: (count) => `另有 ${count} 个不同的值`,
  loopVariable: (name, source) => `${name} 依次取 ${source} 的每一项。`,
  setHere: (name) => `${name} 在此模板中设置。`,
  parameter: (name, macro) => `${name} 是 ${macro} 的参数。`,
  loopObject: "循环本身：`index`、`index0`、`first`、`last`、`length` 等。",
  group: (name) => `组 ${name}`,
  host: (name) => `主机 ${name}`,
  hosts: (count) => `${count} 台主机`,
  inGroups: "所属组",
  madeOf: "主机",
  variables: (count) => `此 inventory 设置了 ${count} 个变量`,
  architecture: (name) => `架构 ${name}`,
  downloads: (files, images) => `下载 ${files} 个文件和 ${images} 个镜像`,
  filesAndImages: (files, images) => `${files} 个文件，${images} 个镜像`,
  filesAndImagesFor: (files, images, hosts) => `${hosts} 台主机共 ${files} 个文件、${images} 个镜像`,
  adds: (files, images, isOn) =>
    `${isOn ? "增加" : "启用后增加"} ${[...(images ? [`${images} 个镜像`] : []), ...(files ? [`${files} 个文件`] : [])].join("、")}`,
  noDownloads: "不下载任何内容",
  addsNothing: "不增加文件或镜像",
  filter: "过滤器",
  test: "测试",
  lookup: "查找插件",
  function: "函数",
  layer: {
    "role-defaults": (owner) => `role ${owner} 的默认值`,
    "inventory-all": () => "主机清单文件，all",
    "inventory-group": (owner) => `主机清单文件，组 ${owner}`,
    "group-vars-all": () => "all 的 group_vars",
    "group-vars": (owner) => `${owner} 的 group_vars`,
    "inventory-host": (owner) => `主机清单文件，主机 ${owner}`,
    "host-vars": (owner) => `${owner} 的 host_vars`,
    facts: (owner) => (owner === "assumed facts" ? "假定的 fact" : owner === "gathered facts" ? "收集到的 fact" : `${owner} 的 fact`),
    "role-vars": (owner) => `role ${owner} 的 vars，优先于 inventory`,
    "set-fact": () => "由 kubespray 在运行时设置",
    "extra-vars": () => "-e",
    magic: () => "由 Ansible 设置",
  },
  value: {
    "set-fact": () => "kubespray 在运行时设置的值",
    magic: () => "Ansible 自己的值",
  },
  notAName: "此处没有可以重命名的变量。",
  kubesprays: (name) => `${name} 是 kubespray 自己的名称：kubespray 只按此名称读取。`,
  ansibles: (name) => `${name} 是 Ansible 自己的名称。`,
  notYours: (name) => `${name} 未在此 inventory 中设置。`,
  invalidName: (name) =>
    `${JSON.stringify(name)} 不能作为变量名：只能用字母、数字和下划线，不能以数字开头，也不能是 Python 或 Jinja2 的关键字。`,
  taken: (name) => `${name} 已存在。`,
  usedAsText: (name, place) => `${name} 由运行时拼接的文本引用（${place}）：请手动重命名。`,
};

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
