/** Every template of the two expression tables gives the type and repr, or the kind of error, that Ansible gave. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createEngine } from "../../server/src/jinja/evaluate/createEngine";
import { builtinPlugins } from "../../server/src/jinja/plugins/builtinPlugins";
import { Failure, fail } from "../../server/src/python/failure";
import { repr } from "../../server/src/python/text";
import { type PyDict, PyObject, typeName, type Value } from "../../server/src/python/values";
import { parsePyJson } from "../support/pyJson";
import { rawVariables } from "../support/rawVariables";
import { describeShared, shared } from "../support/shared";

describeShared("expressions", "conformance/expressions.json", () => {
  for (const [generation, file] of [
    ["classic", "expressions.json"],
    ["native", "expressions-native.json"],
  ] as const) {
    it(`${generation}: as Ansible evaluates them`, () => {
      const table = parsePyJson(readFileSync(shared(`conformance/${file}`) as string, "utf8")) as PyDict;
      const wrong: string[] = [];
      let count = 0;
      for (const one of table.get("cases") as Value[]) {
        const test = one as PyDict;
        const template = test.get("template") as string;
        const expected = test.has("error") ? String(test.get("error")) : `${test.get("type")} ${test.get("repr")}`;
        const raw = (table.get("vars") as PyDict).copy();
        raw.set("omit", generation === "classic" ? "__omit_place_holder__" : new PyObject("_OmitType", () => undefined));
        const plugins = generation === "classic" ? builtinPlugins : withoutCollections;
        const engine = createEngine({ generation, variables: rawVariables(raw), plugins, outside: { env: () => undefined } });
        const got = outcome(() => engine.template(template));
        if (got !== expected) wrong.push(`${template}\n    expected ${expected}\n    got      ${got}`);
        count++;
      }
      expect(wrong.join("\n")).toBe("");
      expect(count).toBeGreaterThan(300);
    });
  }
});

/** The native table was made where no collection was installed. */
const withoutCollections = {
  ...builtinPlugins,
  filters: new Map(
    [...builtinPlugins.filters].map(([name, filter]) =>
      /^(?!ansible\.(?:builtin|legacy)\.)\w+\.\w+\./.test(name) ? [name, () => fail(`No filter named '${name}'.`)] : [name, filter],
    ),
  ),
};

function outcome(body: () => Value): string {
  try {
    const value = body();
    return `${typeName(value)} ${repr(value)}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.kind === "unknown" ? `unknown: ${error.message}` : error.kind;
  }
}
