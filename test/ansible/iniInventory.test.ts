import { describe, expect, it } from "vitest";
import { shortName, splitPort } from "../../server/src/ansible/inventory/hostAddress";
import { expandRange } from "../../server/src/ansible/inventory/hostRange";
import { parseIniInventory } from "../../server/src/ansible/inventory/iniInventory";
import { shellWords } from "../../server/src/ansible/inventory/shellWords";
import { Budget } from "../../server/src/python/budget";
import { iniLiteral } from "../../server/src/python/literal";
import { repr } from "../../server/src/python/text";
import { Undefined } from "../../server/src/python/values";

const parse = (text: string, generation: "classic" | "native" = "classic") => parseIniInventory(text, { generation });

/** What Python 3.11's ast.literal_eval made of each; undefined where Ansible keeps the text. */
describe("values on host lines", () => {
  it.each([
    ["1", "1"],
    ["-1", "-1"],
    ["(1)", "1"],
    ["1_000", "1000"],
    ["0o17", "15"],
    ["0755", undefined],
    ["00", "0"],
    ["1.", "1.0"],
    [".5", "0.5"],
    ["1e3", "1000.0"],
    ["--1", undefined],
    ["1+2", undefined],
    ["true", undefined],
    ["True", "True"],
    ["None", "None"],
    ["'a' \"b\"", "'ab'"],
    [String.raw`'\d\x41\u00e9\101'`, String.raw`'\\dAéA'`],
    [String.raw`'\x4'`, undefined],
    [String.raw`r'\n'`, String.raw`'\\n'`],
    ["b'a'", "b'a'"],
    ["'a' b'c'", undefined],
    ["1,", "(1,)"],
    ["1,'x'", "(1, 'x')"],
    ["[1, [2], ]", "[1, [2]]"],
    ["[,]", undefined],
    ["{'a': 1, 'b': [True]}", "{'a': 1, 'b': [True]}"],
    ["{1, 2}", "{1, 2}"],
    ["set()", "set()"],
    ["{1: 2, 3}", undefined],
    ["1 # comment", "1"],
    ["'open", undefined],
    ["{{ foo }}", undefined],
    ["[".repeat(300), undefined],
  ])("%s is %s", (text, wanted) => {
    const literal = iniLiteral(text, new Budget());
    expect(literal.kind === "value" ? repr(literal.value) : undefined).toBe(wanted);
  });

  it("says what it has no value for, and refuses what Ansible refuses", () => {
    expect(iniLiteral("1+2j", new Budget()).kind).toBe("unsupported");
    expect(iniLiteral("...", new Budget()).kind).toBe("unsupported");
    expect(() => iniLiteral("{{ 'x' }}", new Budget())).toThrow("unhashable type: 'set'");
    expect(() => iniLiteral("{[1]: 2}", new Budget())).toThrow("unhashable type: 'list'");
  });

  it("differ between the generations", () => {
    const value = (text: string, generation: "classic" | "native") => {
      const entry = parse(`[a:vars]\nx=${text}`, generation).entries[1];
      return entry?.kind === "variable" ? entry.value : undefined;
    };
    expect([repr(value("(1, 2)", "classic") ?? null), repr(value("(1, 2)", "native") ?? null)]).toEqual(["(1, 2)", "[1, 2]"]);
    expect([value("b'a'", "classic"), value("b'a'", "native")]).toEqual(["a", "a"]);
    expect(value("{1, 2}", "native")).toBeInstanceOf(Undefined);
  });
});

it.each([
  ["a b=1 # c", ["a", "b=1"]],
  ["a#b c", ["a"]],
  ["k='a b'c\"d\"", ["k=a bcd"]],
  [String.raw`k="a\"b\c" x\ y '\'`, ['k=a"b\\c', "x y", "\\"]],
  ["'' a", ["", "a"]],
])("%s is split as by shlex", (line, words) => {
  const split = shellWords(line);
  expect(split.ok && split.words.map((word) => word.text)).toEqual(words);
});

describe("host patterns", () => {
  it.each([
    ["n[01:03]", ["n01", "n02", "n03"]],
    ["n[1:9:4].x", ["n1.x", "n5.x", "n9.x"]],
    ["[a:c]-[1:2]", ["a-1", "a-2", "b-1", "b-2", "c-1", "c-2"]],
    ["n[:2]", ["n0", "n1", "n2"]],
    ["n[3:1]", []],
    ["n[9:5:-2]", ["n9", "n7"]],
    ["n[ab:cd]", ["na", "nb", "nc"]],
  ])("%s", (pattern, hosts) => expect(expandRange(pattern)).toEqual(hosts));

  it.each(["n[1:]", "n[c:a]", "n[1:3:0]", "n[01:3]", "n[1]", "n[1:2", "n[1:1000000000]", "n[1:1000][1:1000]", "n[a:b:x]"])(
    "%s is refused",
    (pattern) => expect(() => expandRange(pattern)).toThrow(),
  );

  it.each([
    ["h:22", "h", 22n],
    ["[::1]:22", "::1", 22n],
    ["2001:db8::1", "2001:db8::1", undefined],
    ["host:x", "host:x", undefined],
    ["n[1:3]:22", "n[1:3]", 22n],
    ["h_:22", "h_:22", undefined],
  ])("%s has the port %s", (written, pattern, port) => expect(splitPort(written, "native")).toEqual({ pattern, port }));

  it("have short names unless they are addresses", () => {
    expect(["a.b.c", "10.0.0.1", "fe80::1", ".a"].map((host) => shortName(host, "native"))).toEqual(["a", "10.0.0.1", "fe80::1", ""]);
  });
});

describe("a hosts file", () => {
  it("has a place for everything", () => {
    const text =
      "# c\r\n[kube_node] # x\r\n  n[1:2]  ip=10.0.0.1 'a b'=\"c d\"\r\n[all:vars]\r\n k = v w \r\n[x:children]\r\nkube_node\r\n";
    const at = ({ start, end }: { readonly start: number; readonly end: number }) => text.slice(start, end);
    const shown = parse(text).entries.map((entry) => {
      if (entry.kind === "host") {
        return [entry.line, entry.hosts.join("+"), at(entry.span), ...entry.variables.map((v) => `${at(v.keySpan)} ${at(v.valueSpan)}`)];
      }
      if (entry.kind === "variable") return [entry.line, entry.group, at(entry.keySpan), at(entry.valueSpan)];
      return [entry.line, entry.kind, at(entry.span)];
    });
    expect(shown).toEqual([
      [2, "group", "kube_node"],
      [3, "n1+n2", "n[1:2]", "ip 10.0.0.1", "'a b' \"c d\""],
      [4, "group", "all"],
      [5, "all", "k", "v w"],
      [6, "group", "x"],
      [7, "child", "kube_node"],
    ]);
  });

  it.each([
    ["[a]\nx k", 2, "Expected key=value host variable assignment, got: k"],
    ["[a]\nx k='", 2, "Error parsing host definition 'x k='': No closing quotation"],
    ["[a]\nx\\", 2, "Error parsing host definition 'x\\': No escaped character"],
    ["[a]\nx:", 2, "Invalid host pattern 'x:' supplied, ending in ':' is not allowed, this character is reserved to provide a port."],
    ["---\n", 1, "Invalid host pattern '---' supplied, '---' is normally a sign this is a YAML file."],
    [
      "[a b]\n",
      1,
      "Invalid section entry: '[a b]'. Please make sure that there are no spaces in the section entry, and that there are no other invalid characters",
    ],
    ["[a:b]\n", 1, "Section [a:b] has unknown type: b"],
    ["[a:vars]\nfoo", 2, "Expected key=value, got: foo"],
    ["[a:children]\nfoo bar", 2, "Expected group name, got: foo bar"],
    ["[a]\nx v={{ 'y' }}", 2, undefined],
  ])("%j is refused in line %i, and the rest is read", (text, line, message) => {
    const document = parse(`${text}\n[later]\nz\n`);
    expect(document.rejected).toMatchObject({ line, ...(message !== undefined && { message }) });
    expect(document.entries.at(-1)).toMatchObject({ kind: "host", group: "later", hosts: ["z"] });
  });
});
