import { expect, test } from "vitest";
import type { Expression } from "../../../server/src/jinja/ast";
import { parseExpression, parseTemplate } from "../../../server/src/jinja/parse/parseTemplate";
import { show, showTemplate } from "./show";

/** The grammar of jinja2/parser.py, as trees written in brackets; each was compared with what jinja2 3.1.2 parses. */
test.each([
  // precedence
  ["a + b * c", "(+ a (* b c))"],
  ["a ~ b + c", "(+ (~ a b) c)"],
  ["a ~ b * c ~ d", "(~ a (* b c) d)"],
  ["a ** b ** c", "(** (** a b) c)"],
  ["-1 ** 2", "(** (- 1) 2)"],
  ["-x | abs", "(| abs (- x))"],
  ["-x.y", "(- (. x y))"],
  ["a // b % c", "(% (// a b) c)"],
  ["not a in b", "(not (cmp a in b))"],
  ["a not in b == c", "(cmp a not in b == c)"],
  ["a < b <= c", "(cmp a < b <= c)"],
  ["a or b and not c", "(or a (and b (not c)))"],
  ["a + b | length", "(+ a (| length b))"],
  ["a if b else c if d else e", "(if b a (if d c e))"],
  ["a if b if c", "(if c (if b a))"],
  // postfix
  ["x.0.y[1:2].z", "(. ([] (. ([] x 0) y) (: 1 2 _)) z)"],
  ["x[::2]", "([] x (: _ _ 2))"],
  ["x[]", "([] x (tuple))"],
  ["x[a, b]", "([] x (tuple a b))"],
  ["f(a, b=1, *c, **d)", "(call f a b=1 *c **d)"],
  ["x | f(a)(b)", "(call (| f x a) b)"],
  ["x | community.general.json_query('a')", "(| community.general.json_query x 'a')"],
  // tests
  ["x is not version('1', '>=') | f", "(| f (is not version x '1' '>='))"],
  ["x is divisibleby 3 and y", "(and (is divisibleby x 3) y)"],
  ["x is sameas y.z", "(is sameas x (. y z))"],
  ["not x is defined", "(not (is defined x))"],
  ["a == b is defined", "(cmp a == (is defined b))"],
  ["-a is number", "(is number (- a))"],
  // literals
  ["'a' \"b\" 'c'", "'abc'"],
  ["1_000 + 0x1F + 0b11 + 0o17", "(+ (+ (+ 1000 31) 3) 15)"],
  ["1e3 ~ 1.50 ~ 12345678901234567890", "(~ 1000f 1.5f 12345678901234567890)"],
  ["[1, 2,] + [none, True, false]", "(+ (list 1 2) (list null true false))"],
  ["{'a': {'b': 1},}", "(dict 'a':(dict 'b':1))"],
  ["(1,)", "(tuple 1)"],
  ["()", "(tuple)"],
  ["(a)", "a"],
  // words are names where the grammar wants one
  ["x.if.in | in", "(| in (. (. x if) in))"],
])("%s", (source, tree) => {
  const { expression, problems } = parseExpression(source, { as: "output" });
  expect(problems).toEqual([]);
  expect(show(expression)).toBe(tree);
});

test.each([
  ["{% if a %}1{% elif b %}2{% else %}3{% endif %}", "(if a [1] b [2] else [3])"],
  ["{% for k, (a, b) in x if a recursive %}{{ k }}{% else %}e{% endfor %}", "(for (tuple k (tuple a b)) x if a recursive [{k}] else [e])"],
  ["{% set ns.x = 1, 2 %}{% set y | upper %}z{% endset %}", "(set ns.x (tuple 1 2))(set y (| upper _) [z])"],
  ["{% macro m(a, b=1) %}{{ a }}{% endmacro %}", "(macro m a b=1 [{a}])"],
  ["{% call(u) f(1) %}{{ u }}{% endcall %}", "(call u (call f 1) [{u}])"],
  ["{% filter f|g(1) %}x{% endfilter %}", "(filter (| g (| f _) 1) [x])"],
  ["{% with a = 1, b = c %}{{ a }}{% endwith %}", "(with a=1 b=c [{a}])"],
  ["{% raw %}{{ x }}{% endraw %}{# c #}y", "{{ x }}y"],
  ["{% print a, b %}", "{a}{b}"],
  ["{% from 'a' import b as c with context %}{% block q %}z{% endblock q %}", "(from 'a')(block [z])"],
  // white space
  ["a {{- x -}} b", "a{x}b"],
  ["a\n{% if x %}\nb\n{% endif %}\nc\n", "a\n(if x [b\n])c"],
  ["a {%+ if x +%}\nb{% endif %}", "a (if x [\nb])"],
  ["a \r\n {#- c -#}\r\n b", "ab"],
])("%j", (source, tree) => {
  const { template, problems } = parseTemplate(source);
  expect(problems).toEqual([]);
  expect(showTemplate(template)).toBe(tree);
});

test("white space options, and the header that sets them", () => {
  const source = "  {% if a %}\n  b\n  {% endif %}\n\n";
  const tree = (options: object) => showTemplate(parseTemplate(source, options).template);
  expect(tree({})).toBe("  (if a [  b\n  ])");
  expect(tree({ trimBlocks: false, keepTrailingNewline: true })).toBe("  (if a [\n  b\n  ])\n\n");
  expect(tree({ lstripBlocks: true })).toBe("(if a [  b\n])");
  const header = "#jinja2: trim_blocks: False, lstrip_blocks: True\r\n";
  const { template, problems } = parseTemplate(header + source);
  expect(problems).toEqual([]);
  expect(showTemplate(template)).toBe("(if a [\n  b\n])\n");
  expect(template.body[0]?.span.start).toBe(header.length + 2);
});

const text = (source: string, options: object) => {
  const { template, problems } = parseTemplate(source, options);
  const output = template.body[0];
  const value = output?.kind === "output" && output.expression.kind === "constant" ? output.expression.value : undefined;
  return problems.length > 0 ? "invalid" : value;
};

test.each([
  // source, template file, classic YAML value, native YAML value (measured with ansible-core 2.14 and 2.19)
  [String.raw`{{ '\d' }}`, "\\d", "\\d", "\\d"],
  [String.raw`{{ 'a\nb' }}`, "a\nb", "a\\nb", "a\\nb"],
  [String.raw`{{ 'it\'s' }}`, "it's", "invalid", "it\\'s"],
  [String.raw`{{ 'a\\b' }}`, "a\\b", "a\\\\b", "a\\\\b"],
  [String.raw`{{ '\x41\u00e9\101' }}`, "Aé" + "A", "\\x41\\u00e9\\101", "\\x41\\u00e9\\101"],
  [String.raw`{{ '\x4' }}`, "invalid", "\\x4", "\\x4"],
  [String.raw`{{ '\é' }}`, "\\xe9", "\\é", "\\é"],
  ["{{ 'a\\\nb' }}", "ab", "a\\\nb", "a\\\nb"],
])("backslashes: %s", (source, file, classic, native) => {
  expect(text(source, {})).toBe(file);
  expect(text(source, { ansibleEscapes: true })).toBe(classic);
  expect(text(source, { ansibleEscapes: true, generation: "native" })).toBe(native);
});

test("classic escapes leave block tags alone and spans in the original text", () => {
  const source = String.raw`{{ '\\a' }}{% set x = '\\b' %}` + "\r\n{{ name }}";
  const { template } = parseTemplate(source, { ansibleEscapes: true });
  expect(showTemplate(template)).toBe(String.raw`{'\\a'}(set x '\b'){name}`);
  const last = template.body.at(-1);
  expect(last && source.slice(last.span.start, last.span.end)).toBe("{{ name }}");
});

test.each([
  ["a if b else c", false, true],
  ["a, b", true, false],
  ["a:", true, false],
  ["x is defined", true, true],
  ["{{ x }}", false, false],
  ["", false, false],
] as const)("condition %s: classic %s, native %s", (source, classic, native) => {
  expect(parseExpression(source).problems.length === 0).toBe(classic);
  expect(parseExpression(source, { generation: "native" }).problems.length === 0).toBe(native);
});

test("native templating assigns to several namespaces", () => {
  expect(parseTemplate("{% set n.a, n.b = 1, 2 %}").problems).toHaveLength(1);
  expect(parseTemplate("{% set n.a, n.b = 1, 2 %}", { generation: "native" }).problems).toEqual([]);
});

test.each([
  ["{{ f(a=1, a=2) }}", "jinja-compile"],
  ["{% macro m(a, a) %}{% endmacro %}", "jinja-compile"],
  ["{{ x[a, 1:2] }}", "jinja-compile"],
  ["{% block a %}{% endblock %}{% block a %}{% endblock %}", "jinja-syntax"],
  ["{% for a in b %}{% set loop = 1 %}{% endfor %}", "jinja-syntax"],
  ["{% with %}{% extends 'a' %}{% endwith %}", "jinja-syntax"],
  ["{% macro m(caller) %}{{ caller() }}{% endmacro %}", "jinja-syntax"],
  ["{% for i, in x %}{% endfor %}", "jinja-syntax"],
  ["{% set [a] = 1 %}", "jinja-syntax"],
  [`{{ ${"(".repeat(300)}a${")".repeat(300)} }}`, "jinja-depth"],
])("refused when compiled: %s", (source, code) => {
  expect(parseTemplate(source).problems.map((problem) => problem.code)).toEqual([code]);
});

test("every name of the source is found at its span", () => {
  const source = "{{ (alpha.beta | gamma(delta=1)) is epsilon }}";
  const names: string[] = [];
  const visit = (node: Expression): void => {
    const at = (start: number, end: number) => names.push(source.slice(start, end));
    at(node.span.start, node.span.end);
    if (node.kind === "test" || node.kind === "filter" || node.kind === "attribute") at(node.nameSpan.start, node.nameSpan.end);
    if (node.kind === "test") visit(node.input);
    if (node.kind === "filter" && node.input) visit(node.input);
    if (node.kind === "attribute") visit(node.object);
  };
  const output = parseTemplate(source).template.body[0];
  if (output?.kind === "output") visit(output.expression);
  expect(names).toEqual([
    "(alpha.beta | gamma(delta=1)) is epsilon",
    "epsilon",
    "alpha.beta | gamma(delta=1)",
    "gamma",
    "alpha.beta",
    "beta",
    "alpha",
  ]);
});
