import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExpression } from "../../../server/src/jinja/parse/parseTemplate";
import { unparse } from "../../../server/src/jinja/parse/unparse";
import { show } from "./show";

test.each([
  ["a|default( 'x' )|bool", "a | default('x') | bool"],
  ["(((a)))+(b*c)", "a + b * c"],
  ["(a+b)*-(c|abs)", "(a + b) * -(c | abs)"],
  ["(a if b) if (c is d) else (e if f else g)", "(a if b) if c is d else e if f else g"],
  ["(a is b) if c else d", "(a is b) if c else d"],
  ["(a is b) in c", "(a is b) in c"],
  ["not (a and not b)", "not (a and not b)"],
  ["1,'it\\'s', 5.0, x.0[1:][::2]", '(1, "it\'s", 5.0, x[0][1:][::2])'],
  ["{'a' : f(*b, **c)}", "{'a': f(*b, **c)}"],
  ["'\\n\\\\d'", "'\\n\\\\d'"],
])("%s", (source, text) => {
  expect(unparse(parseExpression(source, { as: "output" }).expression)).toBe(text);
});

test("without escapes, or not at all", () => {
  const constant = (value: string) => unparse({ kind: "constant", value, span: { start: 0, end: 0 } }, { ansibleEscapes: true });
  expect(constant("^v(\\d+)$")).toBe("'^v(\\d+)$'");
  expect(constant("it's")).toBe('"it\'s"');
  expect(constant('it\'s "so"')).toBeUndefined();
  expect(constant("a\\")).toBeUndefined();
  expect(unparse(parseExpression("a +", { as: "output" }).expression)).toBeUndefined();
});

test("what is written parses to the same tree", () => {
  const leaf = fc.constantFrom(
    "a",
    "b.c",
    "'s'",
    "'\\\\\\''",
    "1",
    "2.5",
    "1e300",
    "true",
    "none",
    "x[0]",
    "[]",
    "(1,)",
    "{}",
    "f(a, k=1)",
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc
        .tuple(tie("tree"), fc.constantFrom(..."+ - * / // % ** ~ and or == < in".split(" "), "not in"), tie("tree"))
        .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
      fc.tuple(fc.constantFrom("not ", "-", "+"), tie("tree")).map(([sign, a]) => `${sign}(${a})`),
      fc
        .tuple(tie("tree"), fc.constantFrom(" is t", " is not t(1)", " | f", " | g.h(2)", ".x", "[1:]", "()"))
        .map(([a, end]) => `(${a})${end}`),
      fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(([a, b, c]) => `(${a}) if (${b}) else (${c})`),
      fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => `(${a}) if (${b})`),
      fc.array(tie("tree"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    ),
  }));
  fc.assert(
    fc.property(tree, (source) => {
      const { expression } = parseExpression(source, { as: "output" });
      const written = unparse(expression) as string;
      const again = parseExpression(written, { as: "output" });
      expect(again.problems, written).toEqual([]);
      expect(show(again.expression)).toBe(show(expression));
      expect(unparse(again.expression)).toBe(written);
    }),
    { numRuns: 1000 },
  );
});
