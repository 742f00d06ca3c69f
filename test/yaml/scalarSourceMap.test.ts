import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseYaml } from "../../server/src/yaml/parseYaml";
import { scalarSourceMap } from "../../server/src/yaml/scalarSourceMap";
import { contentOf, type ScalarNode, type YamlNode } from "../../server/src/yaml/yamlNode";

const BIT = fc.constantFrom(
  ..."a| |  |\n|\n\n|\n  |\n    |\n   \n  |\r\n  |''|\\n|\\x41|\\U0001F600|\\\n  |\\\n\n  |\\ |{{ x }}|é|😀|\t|\u2028  |\\\\|\\\"|: |# c|- |b".split(
    "|",
  ),
);
const BODY = fc.array(BIT, { maxLength: 12 }).map((bits) => bits.join(""));
const OPEN = fc.constantFrom(
  "",
  "'",
  '"',
  "|\n  ",
  "|\n    ",
  ">\n  ",
  ">-\n   ",
  "|+\n  ",
  ">2\n  ",
  "|1-\n   ",
  ">+\n\n  ",
  "|2\n    ",
  "!t '",
);
const WRAP = fc.constantFrom("k: ", "- ", "", "k:\n  - ", "k:\n  l: ", "[", "k:\n  - m: ");
const TEXT = fc
  .tuple(WRAP, OPEN, BODY, fc.constantFrom("", "\n", "\n\n\n", "\nz: 1\n"))
  .map(([wrap, open, body, end]) => wrap + open + body + (/['"]$/.test(open) ? open.at(-1) : "") + (wrap === "[" ? "]" : "") + end);

it("gives the value of every scalar and the way there and back", () => {
  let seen = 0;
  fc.assert(
    fc.property(TEXT, (text) => {
      const { documents, problems } = parseYaml(text);
      if (problems.length > 0) return;
      for (const node of documents.flatMap((root) => [...scalars(root)])) {
        seen++;
        const map = scalarSourceMap(text, node);
        expect(map.value).toBe(node.value);
        let before = -1;
        for (let i = 0; i <= node.value.length; i++) {
          const at = map.toSource(i);
          expect(at).toBeGreaterThanOrEqual(before);
          before = at;
          if (!isInsidePair(node.value, i)) expect(map.toValue(at)).toBe(i);
        }
        for (const [i, c] of [...node.value].entries()) {
          if (!/[a-z{}é]/.test(c)) continue;
          const offset = [...node.value].slice(0, i).join("").length;
          const at = map.spanToSource({ start: offset, end: offset + 1 });
          expect([c, "\\x41", "\\n"]).toContain(text.slice(at.start, at.end));
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(seen).toBeGreaterThan(1000);
});

describe("names in values", () => {
  test.each([
    ["a: {{ x }}x"],
    ['k: "\\t{{ name }}"'],
    ["k: 'it''s {{ name }}'"],
    ["k: >-\n  first\n  {{ name }}\n  last"],
    ["k: |2\n    {{ name }}\n"],
    ['k: "a \\\n   {{ name }}"'],
    ["k: a\n  b {{ name }}"],
  ])("%j", (text) => {
    for (const node of parseYaml(text).documents.flatMap((root) => [...scalars(root)])) {
      const at = node.value.indexOf("name");
      if (at < 0) continue;
      const found = scalarSourceMap(text, node).spanToSource({ start: at, end: at + 4 });
      expect(text.slice(found.start, found.end)).toBe("name");
    }
  });
});

test("a text whose quote is missing is read to its end", () => {
  const map = scalarSourceMap('k: "{{ na', { contentSpan: { start: 3, end: 9 }, style: "double" });
  expect([map.value, map.toSource(3), map.toValue(9)]).toEqual(["{{ na", 7, 5]);
});

function* scalars(node: YamlNode): Iterable<ScalarNode> {
  const content = contentOf(node);
  if (content.kind === "scalar") yield content;
  else if (content.kind === "sequence") for (const item of content.items) yield* scalars(item);
  else
    for (const { key, value } of content.pairs) {
      yield* scalars(key);
      yield* scalars(value);
    }
}

/** Both halves of what one escape stands for come from the same place. */
function isInsidePair(value: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(value[at] ?? "");
}
