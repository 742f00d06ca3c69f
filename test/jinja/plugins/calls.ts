import type { Generation, Outside } from "../../../server/src/jinja/context";
import { createEngine } from "../../../server/src/jinja/evaluate/createEngine";
import { builtinPlugins } from "../../../server/src/jinja/plugins/builtinPlugins";
import { parseJson } from "../../../server/src/jinja/plugins/filters/jsonReader";
import { Budget } from "../../../server/src/python/budget";
import { Failure } from "../../../server/src/python/failure";
import { repr } from "../../../server/src/python/text";
import { PyCallable, PyDict, PyRange, PySet, PyTuple, Undefined, type Value } from "../../../server/src/python/values";

/** Evaluates expressions and shows what they give the way the tables of these tests write it. */

/** What the expressions of the tables name. */
const VARIABLES = `{"i": 7, "f": 2.5, "t": true, "n": null, "s": "abc", "es": "", "l": [3, 1, 2], "el": [], "d": {"b": 1, "a": 2}, "ed": {}, "uni": "é☃ß",
 "users": [{"n": "bob", "g": "x", "age": 3, "h": {"k": [1, 2]}}, {"n": "al", "g": "y", "age": 1, "h": {"k": []}}, {"n": "Cy", "g": "X", "age": 2, "h": {"k": [3]}}],
 "ml": "line1\\nline2\\n  line3\\n", "words": "The quick brown fox jumps over the lazy dog", "mixed": [1, "a", null, true, 2.5, [1], {"k": 1}],
 "ver": "v1.30.4", "path": "/a/b/c.tar.gz", "url": "https://user:pw@Host.example:8443/p/a/t?q=1&r=2#frag", "nested": [[1, [2, 3]], [], null, "x"], "big": 9007199254740993,
 "json_s": "{\\"a\\": [1, 2.0, null, true], \\"b\\": {\\"c\\": \\"é\\"}}", "dd": {"x": {"y": 1, "z": [1, 2]}, "w": 3}, "dk": {"1": "one", "k": "v"}}`;

export type Evaluate = (expression: string) => string;

/** Python's repr of the result, "!undefined" or "!error" where it fails, "?" where it is unknown. */
export function evaluator(generation: Generation, outside: Outside = {}): Evaluate {
  const variables = parseJson(VARIABLES, new Budget()) as PyDict;
  let captured: Value = null;
  const capture = () =>
    new PyCallable("capture", (args) => {
      captured = args.positional[0] as Value;
      return "";
    });
  const engine = createEngine({
    generation,
    outside: { env: () => undefined, ...outside },
    plugins: { ...builtinPlugins, globals: new Map([...builtinPlugins.globals, ["capture__", capture]]) },
    variables: {
      resolve: (name) => variables.get(name) ?? (variables.has(name) ? null : new Undefined(`'${name}' is undefined`, name)),
      has: (name) => variables.has(name),
      names: () => [...variables.keys()] as string[],
    },
  });
  return (expression) => {
    try {
      // In a block, where backslashes mean what they mean in Python.
      if (generation === "classic") {
        engine.template(`{% set r = capture__(${expression}) %}`);
        return show(captured, false);
      }
      return show(engine.template(`{% set r = [${expression}] %}{{ r }}`), true).slice(1, -1);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.kind === "unknown" ? "?" : `!${error.kind}`;
    }
  };
}

/** Native templating ends with lists where there were tuples. */
function show(value: Value, native: boolean): string {
  const all = (items: Iterable<Value>) => Array.from(items, (item) => show(item, native));
  if (value instanceof Undefined) return "<undefined>";
  if (value instanceof PyRange) return `<range> ${repr(value)}`;
  if (value instanceof PySet) return `set(${all(value.values()).sort().join(", ")})`;
  if (value instanceof PyDict) return `{${[...value.entries()].map(([key, item]) => all([key, item]).join(": ")).join(", ")}}`;
  if (Array.isArray(value)) return `[${all(value).join(", ")}]`;
  if (!(value instanceof PyTuple)) return repr(value);
  const items = all(value.items);
  return native ? `[${items.join(", ")}]` : `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}
