import { expect, test } from "vitest";
import { freeNames } from "../../../server/src/jinja/parse/names";
import { parseTemplate } from "../../../server/src/jinja/parse/parseTemplate";

/** Names that Ansible is asked for, in the order of the text; those that stand as text or attribute with where they were found. */
test.each([
  ["{{ a.b[c] | d(e, f=g) is h(i) }}", "a c e g i"],
  ["{{ a }}{% set a = a + b %}{{ a }}", "a a b"],
  ["{% for a in b if a.c and d %}{{ a }}{{ loop.index }}{{ e }}{% else %}{{ a }}{% endfor %}{{ a }}{{ loop }}", "b d e a a loop"],
  ["{% for k, (l, m) in n %}{{ k }}{{ l }}{{ m }}{% endfor %}", "n"],
  ["{% for a in b %}{% set c = 1 %}{% endfor %}{{ c }}", "b c"],
  ["{% if a %}{% set b = 1 %}{% endif %}{{ b }}", "a b"],
  ["{% if a %}{% set b = 1 %}{% else %}{% set b = 2 %}{% endif %}{{ b }}", "a"],
  ["{% set n = namespace(a=b) %}{% set n.a = c %}{% set o.a = 1 %}", "namespace b c o"],
  ["{% macro m(a, b=c) %}{{ a }}{{ b }}{{ caller() }}{{ varargs }}{{ d }}{{ m }}{% endmacro %}{{ m(e) }}", "c d e"],
  ["{% call(u) m(a) %}{{ u }}{{ b }}{% endcall %}", "m a b"],
  ["{% with a = b, c = a %}{{ a }}{{ c }}{% endwith %}{{ a }}", "b a a"],
  ["{% set a | f(b) %}{{ c }}{% endset %}{{ a }}", "b c"],
  ["{% from 'x' import a as b, c %}{% import y as d %}{{ a }}{{ b }}{{ c }}{{ d }}", "y a"],
  ["{{ true ~ none ~ kube_", "kube_"],
  ["{{ lookup('vars', 'a', 'b' ~ c) }}{{ query('file', 'd') }}", "lookup lookup:a c query"],
  [
    "{{ hostvars[h].a }}{{ hostvars[h]['b'] }}{{ hostvars['h'].get('c', d) }}",
    "hostvars h hostvars:a hostvars h hostvars:b hostvars hostvars:c d",
  ],
  ["{{ g | map('extract', hostvars, ['a', 'b']) }}{{ h | extract(hostvars, 'c') }}", "g hostvars hostvars:a h hostvars hostvars:c"],
  ["{{ vars['a'] }}{{ 'b' in hostvars[h] }}{% set vars = 1 %}{{ vars['c'] }}", "vars vars:a hostvars:b hostvars h"],
])("%j", (source, names) => {
  const uses = freeNames(parseTemplate(source).template);
  expect(uses.map((use) => (use.kind === "name" ? use.name : `${use.kind}:${use.name}`)).join(" ")).toBe(names);
  for (const use of uses) expect(source.slice(use.span.start, use.span.end)).toBe(use.name);
});
