import { expect, test } from "vitest";
import { nodeAt } from "../../../server/src/jinja/parse/nodeAt";
import { parseTemplate } from "../../../server/src/jinja/parse/parseTemplate";
import { showTemplate } from "./show";

/** Half-typed text: one problem where it is, a tree with holes (`?`), and the rest of the text as if nothing had happened. */
test.each([
  ["{{ kube_^ \n {{ b }} {{ c }}", "{kube_}{b} {c}"],
  ["{{ a | ^}} {{ b }}", "{(|  a)} {b}"],
  ["{{ a |^| b }}", "{(| b (|  a))}"],
  ["{{ a. ^}} {{ b }}", "{(. a )} {b}"],
  ["{{ [1, ^", "{(list 1 ?)}"],
  ["{{ [1, ^}} {{ b }}", "{(list 1 ?)} {b}"],
  ["{{ {'a': {'b': 1}} |^ ", "{(|  (dict 'a':(dict 'b':1)))}"],
  ["{{ {'a': 1 ^}} {{ b }}", "{(dict 'a':1)} {b}"],
  ["{{ a.b[ ^}} {{ c }}", "{([] (. a b) ?)} {c}"],
  ["{{ f(a, k=^}} {{ b }}", "{(call f a k=?)} {b}"],
  ["{{ ^'abc", "{'abc'}"],
  ["{{ ^'abc }} and {{ f('x') }} it's", "{'abc '} and {(call f 'x')} it's"],
  ["{{ a if b else ^}} {{ c }}", "{(if b a ?)} {c}"],
  ["{{ a is not ^}}", "{(is not  a)}"],
  ["{{ a b^ c }} {{ d }}", "{a} {d}", -1],
  ["{{ a ^$ b }} {{ d }}", "{a} {d}"],
  ["{{ x ^%} y {{ z }}", "{x} y {z}"],
  ["{% if x^ ", "(if x [])"],
  ["^{% if x %}a {{ b }}", "(if x [a {b}])"],
  ["{% if x^ \n {{ a }}{% endif %}", "(if x [{a}])"],
  ["{% if a %}{% for b in c %}{% ^endif %}{{ d }}", "(if a [(for b c [])]){d}"],
  ["{% ^endif %}{{ d }}", "(endif){d}"],
  ["{% ^do x.append(y) %}{{ z }}", "(do (call (. x append) y)){z}"],
  ["{% set x = ^%}{{ y }}", "(set x ?){y}"],
  ["{% ^%}{{ y }}", "(){y}"],
  ["{{ a }}^{% raw %}{{ b }}", "{a}{{ b }}"],
  ["{{ a }}^{# {{ b }}", "{a}"],
])("%j", (marked, tree, shift = 0) => {
  const offset = marked.indexOf("^") + shift;
  const { template, problems } = parseTemplate(marked.replace("^", ""));
  expect(showTemplate(template)).toBe(tree);
  expect(problems.map((problem) => problem.span?.start)).toEqual([offset]);
});

test.each([
  // cursor at ^; the innermost node, then its parents
  ["{{ kube_^", "name output template"],
  ["{{ a | ^", "filter output template"],
  ["{{ a | ^}}", "filter output template"],
  ["{{ a | de^fault(b) }}", "filter output template"],
  ["{{ a.^ }}", "attribute output template"],
  ["{{ a.b^ | c }}", "attribute filter output template"],
  ["{{ a^.b }}", "name attribute output template"],
  ["{{ f(a, ^", "missing call output template"],
  ["{{ f(x=b^) }}", "name call output template"],
  ["{% if ^ %}b{% endif %}", "missing if template"],
  ["{% for a in b %}{{ c[^0] }}{% endfor %}", "constant item output for template"],
  ["te^xt {{ a }}", "text template"],
  ["{{ ^ }}", "missing output template"],
])("node at %j", (marked, path) => {
  const offset = marked.indexOf("^");
  const found = nodeAt(parseTemplate(marked.replace("^", "")).template, offset);
  expect(found && [found.node, ...found.ancestors].map((node) => node.kind).join(" ")).toBe(path);
});
