import type { EvaluationContext, Variables } from "../../server/src/jinja/context";
import type { Engine } from "../../server/src/jinja/engine";
import type { PyDict, Value } from "../../server/src/python/values";

/** Raw variables over a dict, resolved through the engine that asks and remembered: the least that an engine needs around it. */
export function rawVariables(raw: PyDict): Variables {
  const held = new Map<string, Value>();
  return {
    has: (name) => raw.has(name),
    names: () => [...raw.keys()] as string[],
    raw: (name) => raw.get(name),
    resolve(name: string, context: EvaluationContext): Value {
      const known = held.get(name);
      if (known !== undefined) return known;
      const value = (context as Engine).resolveVariable(name, raw.get(name) as Value);
      held.set(name, value);
      return value;
    },
  };
}
