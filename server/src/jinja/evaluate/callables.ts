import type { Budget } from "../../python/budget";
import { unknown } from "../../python/failure";
import { LazyDict } from "../../python/lazyDict";
import { type CallArgs, PyCallable, PyDict, PyTuple, type Value } from "../../python/values";

/** A macro or a call block's `caller`: in native templating it is given Undefined arguments as they are. */
export class Macro extends PyCallable {
  constructor(name: string, call: (args: CallArgs) => Value) {
    super(name, call, (attribute) =>
      ATTRIBUTES.has(attribute) ? unknown(`'${attribute}' of a macro is not evaluated.`, "attribute") : undefined,
    );
  }
}

const ATTRIBUTES: ReadonlySet<string> = new Set(["name", "arguments", "catch_kwargs", "catch_varargs", "caller", "explicit_caller"]);

export const NO_ARGUMENTS: CallArgs = { positional: [], keyword: new Map() };

/** A copy, containers inside included, so that a method that changes it cannot reach the value that is remembered. */
export function deepCopy(value: Value, budget: Budget): Value {
  if (typeof value !== "object" || value === null) return value;
  budget.allocate(1);
  if (Array.isArray(value)) return value.map((item) => deepCopy(item, budget));
  if (value instanceof PyTuple)
    return new PyTuple(
      value.items.map((item) => deepCopy(item, budget)),
      value.names,
    );
  if (!(value instanceof PyDict) || value instanceof LazyDict) return value;
  const dict = new PyDict();
  for (const [key, item] of value.entries()) dict.set(key, deepCopy(item, budget));
  return dict;
}
