import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childrenOf, type Node } from "../../../server/src/jinja/parse/children";
import { freeNames } from "../../../server/src/jinja/parse/names";
import { nodeAt } from "../../../server/src/jinja/parse/nodeAt";
import { parseExpression, parseTemplate } from "../../../server/src/jinja/parse/parseTemplate";

/** Nothing that a file may hold makes the parser throw, hang or overflow the stack. */

const MANY = 10_000;
const times = (text: string) => text.repeat(MANY);

test.each([
  ["parentheses", `{{ ${times("(")}a${times(")")} }}`],
  ["brackets", `{{ ${times("[")}${times("]")} }}`],
  ["braces", `{{ ${times("{1:")}`],
  ["not", `{{ ${times("not ")}a }}`],
  ["signs", `{{ ${times("-")}a }}`],
  ["filters", `{{ a${times("|f")} }}`],
  ["attributes", `{{ a${times(".b")} }}`],
  ["sums", `{{ a${times("+a")} }}`],
  ["conditionals", `{{ ${times("a if b else ")}c }}`],
  ["open blocks", times("{% if a %}")],
  ["closed blocks", times("{% for a in b %}") + times("{% endfor %}")],
  ["targets", `{% for ${times("(")}a in b %}{% endfor %}`],
])("10,000 nested %s are refused", (_, source) => {
  const { template, problems } = parseTemplate(source);
  expect(problems.some((problem) => problem.code === "jinja-depth" || problem.code === "jinja-syntax")).toBe(true);
  expect(freeNames(template).length).toBeLessThanOrEqual(1000);
  const { problems: alone } = parseExpression(source.slice(3));
  expect(alone.length).toBeGreaterThan(0);
});

test("197 levels are read, as Python would compile them", () => {
  const refused = (source: string) => parseTemplate(source).problems.length > 0;
  expect(refused(`{{ a${"|f".repeat(197)} }}`)).toBe(false);
  expect(refused(`{{ a${"|f".repeat(198)} }}`)).toBe(true);
  expect(refused("{% if a %}".repeat(98) + "{% endif %}".repeat(98))).toBe(false);
  expect(refused("{% if a %}".repeat(99) + "{% endif %}".repeat(99))).toBe(true);
});

describe("time grows with the text", () => {
  test.each([
    ["open tags", "{{ "],
    ["open strings", "{{ '"],
    ["odd strings", "{{ 'a }} "],
    ["open comments", "{#"],
    ["open raw", "{% raw %}{%      "],
    ["endraw", "{% raw %}{% endraw "],
    ["braces", "{{ {{"],
    ["escapes", "{{ 'a\\d' }}"],
    ["blanks", "   \n"],
    ["blanks before tags", "    {%- set a = 1 -%}    "],
    ["line ends", "a\r\n{{ b }}\r\n"],
    ["quotes", "\"'"],
    ["mixed", "{{ [ ( { ' \" %} }} {% if #} "],
  ])("%s", (_, unit) => {
    const cost = (size: number) => {
      const before = process.cpuUsage();
      parseTemplate(unit.repeat(size / unit.length), { ansibleEscapes: true });
      return process.cpuUsage(before).user / 1000;
    };
    cost(20_000);
    // Quadratic time would take a hundred times as long.
    expect(cost(1_000_000)).toBeLessThan(Math.max(50, cost(100_000)) * 40);
  });
});

test("five million characters", () => {
  const before = process.cpuUsage();
  const { template, problems } = parseTemplate("# plain text of a template\n{{ name | default('x') }}\n".repeat(100_000));
  expect(problems).toEqual([]);
  expect(template.body.length).toBe(200_000);
  expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(20);
});

test("numbers too long for Python are refused, not converted", () => {
  expect(parseTemplate(`{{ ${"9".repeat(4300)} }}`).problems).toEqual([]);
  expect(parseTemplate(`{{ ${"9".repeat(1_000_000)} }}`).problems.map((problem) => problem.code)).toEqual(["jinja-compile"]);
});

const PIECES = [
  ..."{{ }} {% %} {# #} {{- -}} {%- +%} ( ) [ ] { } , : . | ~ + - ** // % == <= = ; ' \" \\ $ é ² \ud800".split(" "),
  ..."if else elif endif for in endfor set endset macro endmacro call endcall filter endfilter with endwith raw endraw".split(" "),
  ..."block endblock include import from as extends print do not is and or a b loop true 1 2.5 0x1f 'a' \"b\" 'a\\'b' #jinja2:".split(" "),
  " ",
  "\n",
  "\r\n",
  "\t",
  "text",
  "{% if a %}",
  "{% endif %}",
  "{{ x }}",
];

test("any soup of tokens gives a tree whose spans are nested", () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));
  const spaced = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(" "));
  const options = fc.record({
    ansibleEscapes: fc.boolean(),
    generation: fc.constantFrom("classic" as const, "native" as const),
    keepTrailingNewline: fc.boolean(),
    trimBlocks: fc.boolean(),
    lstripBlocks: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.oneof(soup, spaced, fc.string({ maxLength: 60 })), options, fc.nat(), (source, chosen, somewhere) => {
      const { template, problems } = parseTemplate(source, chosen);
      checkSpans(template, source.length);
      for (const { span } of problems) {
        expect(span && 0 <= span.start && span.start <= span.end && span.end <= source.length, JSON.stringify(span)).toBe(true);
      }
      expect(nodeAt(template, somewhere % (source.length + 1))).toBeDefined();
      for (const use of freeNames(template)) expect(use.span.end).toBeLessThanOrEqual(source.length);
      const holes = count(template);
      if (problems.length === 0) expect(holes).toBe(0);
      const bare = parseExpression(source, { ...chosen, as: chosen.trimBlocks ? "condition" : "output" });
      checkSpans(bare.expression, source.length);
    }),
    { numRuns: 1500 },
  );
});

function checkSpans(node: Node, end: number): void {
  expect(node.span.start, node.kind).toBeLessThanOrEqual(node.span.end);
  expect(node.span.end, node.kind).toBeLessThanOrEqual(end);
  for (const child of childrenOf(node)) {
    const inside = node.span.start <= child.span.start && child.span.end <= node.span.end;
    expect(inside, `${child.kind} ${JSON.stringify(child.span)} in ${node.kind} ${JSON.stringify(node.span)}`).toBe(true);
    checkSpans(child, end);
  }
}

function count(node: Node): number {
  return (node.kind === "missing" ? 1 : 0) + childrenOf(node).reduce((sum, child) => sum + count(child), 0);
}
