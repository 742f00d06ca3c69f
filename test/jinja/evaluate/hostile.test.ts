/** No text reaches JavaScript's objects, hangs the program or fills its memory: each ends at once, with Ansible's answer or a Failure. */
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../server/src/jinja/evaluate/createEngine";
import { Failure } from "../../../server/src/python/failure";
import { repr } from "../../../server/src/python/text";
import { PyDict, type Value } from "../../../server/src/python/values";
import { rawVariables } from "../../support/rawVariables";

const variables: readonly (readonly [string, Value])[] = [
  ["x", new PyDict([["a", 1n]])],
  ["l", [1n]],
  ["loop1", "{{ loop2 }}"],
  ["loop2", "{{ loop1 }}"],
];

/** classic, native; `unknown`, `error` and `undefined` are failures of that kind. */
const CASES: readonly (readonly [template: string, classic: string, native: string])[] = [
  // nothing of JavaScript or Python's insides is reachable
  ["{{ {}.constructor }}", "undefined", "undefined"],
  ["{{ x.__proto__ }}", "undefined", "undefined"],
  ["{{ x['__proto__'] }}", "undefined", "undefined"],
  ["{{ x.constructor.constructor('return process')() }}", "undefined", "undefined"],
  ["{{ l.map }}", "undefined", "undefined"],
  ["{{ 'a'.length }}", "undefined", "undefined"],
  ["{{ l.__class__.__mro__ }}", "unknown", "undefined"],
  ["{{ ''.__class__.__base__.__subclasses__() }}", "unknown", "undefined"],
  ["{{ x.get.__globals__ }}", "undefined", "undefined"],
  ["{{ lookup.constructor }}", "undefined", "undefined"],
  ["{{ range.constructor }}", "undefined", "undefined"],
  ["{{ 'a'['constructor'] }}", "undefined", "undefined"],
  ["{{ l | map(attribute='constructor') | list }}", "undefined", "undefined"],
  ["{{ x | attr('constructor') }}", "undefined", "undefined"],
  ["{{ '{0.constructor}'.format(x) }}", "unknown", "unknown"],
  ["{% for k in x %}{{ loop.constructor }}{% endfor %}", "undefined", "undefined"],
  ["{% set ns = namespace() %}{{ ns.constructor }}", "undefined", "undefined"],
  ["{% set ns = namespace() %}{% set ns.__proto__ = x %}{{ ns.a }}", "undefined", "undefined"],
  ["{% macro m() %}{% endmacro %}{{ m.call }}", "undefined", "undefined"],
  ["{{ constructor }}{{ globalThis }}", "undefined", "undefined"],
  // sizes
  ["{{ range(10**12) }}", "unknown", "error"],
  ["{{ range(10**12) | list }}", "unknown", "unknown"],
  ["{{ range(10**12) | sum }}", "unknown", "unknown"],
  ["{% for i in range(10**12) %}{% endfor %}", "unknown", "unknown"],
  ["{% for i in range(10**12) %}{{ loop.last }}{% endfor %}", "unknown", "unknown"],
  ["{{ 'a' * 2**40 }}", "unknown", "unknown"],
  ["{{ [0] * 10**9 }}", "unknown", "unknown"],
  ["{{ 2 ** (2 ** 40) }}", "unknown", "unknown"],
  ["{{ 9 ** 9 ** 9 ** 9 ** 9 ** 9 ** 9 ** 9 }}", "unknown", "unknown"],
  ["{{ (10 ** 5000) | string }}", "error", "error"],
  ["{{ '%099999999999d' % 1 }}", "unknown", "unknown"],
  ["{{ '{:99999999999}'.format(1) }}", "unknown", "unknown"],
  ["{{ 'a'.ljust(10**11) }}", "unknown", "unknown"],
  ["{{ 'a'.zfill(10**18) }}", "unknown", "unknown"],
  ["{{ '\t'.expandtabs(10**12) }}", "unknown", "unknown"],
  ["{{ ('a' * 10**6).replace('', 'b' * 10**6) }}", "unknown", "unknown"],
  ["{{ ('a' * 10**6).join(['b'] * 10**6) }}", "unknown", "unknown"],
  ["{{ (' ' * 10**6 ~ 'x' ~ ' ' * 10**6).strip() }}", "'x'", "'x'"],
  // time and depth
  [
    "{% for a in range(3000) %}{% for b in range(3000) %}{% for c in range(3000) %}{% endfor %}{% endfor %}{% endfor %}",
    "unknown",
    "unknown",
  ],
  ["{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}", "unknown", "unknown"],
  ["{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}", "unknown", "unknown"],
  ["{% set ns = namespace(n=3) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}", "unknown", "unknown"],
  ["{% set s = 'a' * 9000000 %}{% for i in range(100000) %}{{ 'b' in s }}{% endfor %}", "unknown", "unknown"],
  ["{% set s = '\u{1f600}' * 4000000 %}{% for i in range(100000) %}{{ s | length }}{% endfor %}", "unknown", "unknown"],
  ["{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "unknown", "unknown"],
  ["{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}", "unknown", "unknown"],
  ["{% for i in [l] recursive %}{{ loop([l]) }}{% endfor %}", "unknown", "unknown"],
  ["{% set a = [] %}{% set _ = a.append(a) %}{{ a }}", "unknown", "unknown"],
  ["{% set a = [] %}{% set _ = a.append(a) %}{{ a == a and a | to_json }}", "unknown", "unknown"],
  ["{{ loop1 }}", "error", "error"],
  [`{{ ${"(".repeat(20000)}1${")".repeat(20000)} }}`, "error", "error"],
  [`{{ ${"1+".repeat(20000)}1 }}`, "error", "error"],
  [`{{ ${"-".repeat(20000)}1 }}`, "error", "error"],
  [`{{ '${"[".repeat(100000)}' }}`, `'${"[".repeat(100000)}'`, `'${"[".repeat(100000)}'`],
  [`{{ '[${"1,".repeat(100000)}' }}`, `'[${"1,".repeat(100000)}'`, `'[${"1,".repeat(100000)}'`],
  [`{{${" ".repeat(300000)}l l }}`, "error", "error"],
];

describe.each(["classic", "native"] as const)("hostile templates, %s", (generation) => {
  it.each(CASES.map((one) => [one[0].slice(0, 100), one] as const))("%s", (_name, [template, classic, native]) => {
    const engine = createEngine({ generation, variables: rawVariables(new PyDict(variables)) });
    const before = process.cpuUsage(); // the machine may be busy with other things
    let got: string;
    try {
      got = repr(engine.template(template));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      got = error.kind;
    }
    const expected = generation === "classic" ? classic : native;
    expect(got.slice(0, 200)).toBe(expected.slice(0, 200));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
