/** Text that Ansible keeps as text (NativeJinjaText) is kept on every way that can be followed, and unknown on the others: never a dict. */
import { expect, it } from "vitest";
import { createEngine } from "../../../server/src/jinja/evaluate/createEngine";
import { Failure } from "../../../server/src/python/failure";
import { PyDict, typeName } from "../../../server/src/python/values";
import { rawVariables } from "../../support/rawVariables";

const variables = new PyDict([
  ["d", new PyDict([["a", 1n]])],
  ["js", "{{ d | to_json }}"],
  ["js2", "{{ js }}"],
  ["m", new PyDict([["k", "{{ js2 }}"]])],
  ["m2", "{{ m }}"],
  ["plain", '{"a": 1}'],
  ["sel", "{% if true %}{{ js }}{% endif %}"],
]);

it.each([
  ["{{ js }}", "str"],
  ["{{ js2 | default('x') }}", "str"],
  ["{{ m.k }}", "str"],
  ["{{ sel }}", "str"],
  ["{{ js if d else 1 }}", "str"],
  ["{% set q = js %}{% set q = q %}{{ q }}", "str"],
  ["{% set q %}{{ js }}{% endset %}{{ q }}", "str"],
  ["{{ plain }}", "dict"],
  ["{{ [plain] | first }}", "dict"],
  ["{{ m2.k }}", "dict"], // read back from the repr of a dict
  ["{{ js | trim }}", "dict"],
  ["{{ js ~ '' }}", "dict"],
  ["{{ js[0:] }}", "dict"],
  ["{{ [js] | first }}", "unknown"],
  ["{% for q in [js] %}{{ q }}{% endfor %}", "unknown"],
  ["{{ m.get('k') }}", "unknown"],
])("%s is %s", (template, expected) => {
  const engine = createEngine({ generation: "classic", variables: rawVariables(variables) });
  let got: string;
  try {
    got = typeName(engine.template(template));
  } catch (error) {
    got = error instanceof Failure ? error.kind : String(error);
  }
  expect(got).toBe(expected);
});
