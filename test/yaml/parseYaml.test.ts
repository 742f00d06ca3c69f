import { expect, it } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { contentOf, type YamlNode } from "../../server/src/yaml/yamlNode";

/** The tree on one line, each node as `[kind or style|source]`. */
function outline(text: string): string {
  const show = (node: YamlNode): string => {
    const source = text.slice(node.span.start, node.span.end).replaceAll("\n", "⏎");
    if (node.kind === "alias") return `alias(${source}→${contentOf(node).anchor?.name})`;
    if (node.kind === "scalar") return `${node.style}(${source}${node.writtenTag ? ` tag ${node.writtenTag.text}` : ""})`;
    if (node.kind === "sequence") return `${node.style}[${node.items.map(show).join(" ")}]`;
    return `${node.style}{${node.pairs.map(({ key, value }) => `${show(key)}=${show(value)}`).join(" ")}}`;
  };
  const { documents, problems } = parseYaml(text);
  return [...documents.map(show), ...problems.map(({ code, span: at }) => `${code}@${at?.start}`)].join(" ");
}

it.each([
  ["a: 1.10\nb: '1.10'", "block{plain(a)=plain(1.10) plain(b)=single('1.10')}"],
  ["a: {{ x }}", "block{plain(a)=flow{flow{plain(x)=plain()}=plain()}}"],
  ['a: "{{ x }}" # c', 'block{plain(a)=double("{{ x }}")}'],
  ["a: |\n  x\n  y\n\nb: >-\n  z\n", "block{plain(a)=literal(|⏎  x⏎  y) plain(b)=folded(>-⏎  z)}"],
  ["a: &x !t [b]\nc: *x", "block{plain(a)=flow[plain(b)] plain(c)=alias(*x→x)}"],
  ["a: !vault |\n  1\n", "block{plain(a)=literal(!vault |⏎  1 tag !vault)}"],
  ["a:\n- b\n-\n", "block{plain(a)=block[plain(b) plain()]}"],
  ["a:\nb: ~", "block{plain(a)=plain() plain(b)=plain(~)}"],
  ["\ufeffa: b\r\nc:  d \r\n", "block{plain(a)=plain(b) plain(c)=plain(d)}"],
  ["[a: b, ? c]", "flow[flow{plain(a)=plain(b)} flow{plain(c)=plain()}]"],
  ["a: b\n---\nc: d", "block{plain(a)=plain(b)} block{plain(c)=plain(d)} yaml-documents@5"],
  // What stands before an error is kept
  ["a: b\nc: [d, {e: f\n", "block{plain(a)=plain(b) plain(c)=flow[plain(d) flow{plain(e)=plain(f)}]} yaml-parser@18"],
  ["a: b\nc\n", "block{plain(a)=plain(b)} yaml-scanner@7"],
  ["a: b\nc: *d", "block{plain(a)=plain(b)} yaml-composer@8"],
  ["a: \0", "yaml-reader@3"],
  ["", ""],
])("%j", (text, wanted) => {
  expect(outline(text)).toBe(wanted);
});

it("reads a part of a text with the whole text's offsets", () => {
  const text = "a: 1\nb: [2]\nc: 3\n";
  const { documents, problems } = parseYaml(text, { start: 5, end: 12 });
  expect(problems).toEqual([]);
  expect(documents.map((node) => text.slice(node.span.start, node.span.end))).toEqual(["b: [2]"]);
});
