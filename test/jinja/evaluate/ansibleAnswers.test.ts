/** Operators, methods, scopes, conversions, undefined values and conditions: the answers of real Ansible to templates of our own. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Engine } from "../../../server/src/jinja/engine";
import { createEngine } from "../../../server/src/jinja/evaluate/createEngine";
import { Failure } from "../../../server/src/python/failure";
import { repr } from "../../../server/src/python/text";
import { PyDict, type Value } from "../../../server/src/python/values";
import { parsePyJson } from "../../support/pyJson";
import { rawVariables } from "../../support/rawVariables";

const table = parsePyJson(readFileSync(new URL("ansibleAnswers.json", import.meta.url), "utf8")) as PyDict;

it.each(["classic", "native"] as const)("%s templating answers as Ansible does", (generation) => {
  const wrong: string[] = [];
  const check = (rows: Value, ask: (engine: Engine, text: string) => Value) => {
    for (const row of rows as string[][]) {
      const [text, classic, native = classic] = row as [string, string, string?];
      const engine = createEngine({ generation, variables: rawVariables(table.get("vars") as PyDict), outside: { env: () => undefined } });
      const expected = generation === "classic" ? classic : native;
      const got = outcome(() => ask(engine, text));
      if (got !== expected) wrong.push(`${text}\n    expected ${expected}\n    got      ${got}`);
    }
  };
  check(table.get("templates") as Value, (engine, text) => engine.template(text));
  check(table.get("conditions") as Value, (engine, text) => engine.condition(text));
  expect(wrong.join("\n")).toBe("");
});

/** A result that we say is unknown where Ansible has an answer counts as wrong too. */
function outcome(body: () => Value): string {
  try {
    return repr(body());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.kind === "unknown" ? `unknown: ${error.message}` : error.kind;
  }
}

it("allows conditions of any type where asked to, as ALLOW_BROKEN_CONDITIONALS does", () => {
  const variables = rawVariables(new PyDict([["s", "false"]]));
  const strict = createEngine({ generation: "native", variables });
  const lenient = createEngine({ generation: "native", variables, allowBrokenConditionals: true });
  expect(() => strict.condition("s")).toThrow("must have a boolean result");
  expect([lenient.condition("s"), lenient.condition(""), lenient.condition("''")]).toEqual([true, true, false]);
});
