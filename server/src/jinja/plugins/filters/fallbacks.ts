import { truthy, useUndefined } from "../../../python/convert";
import { Failure, fail } from "../../../python/failure";
import { repr, str } from "../../../python/text";
import { PyTuple, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { filter } from "../signature";

/** Filters about what is missing: `default`, `mandatory`, `ternary`, and `type_debug`. Sources: jinja2/filters.py, ansible filter/core.py. */
export const fallbackFilters: Readonly<Record<string, Filter>> = {
  default: filter(
    "do_default",
    [
      ["default_value", ""],
      ["boolean", false],
    ],
    applyDefault,
  ),
  d: filter(
    "do_default",
    [
      ["default_value", ""],
      ["boolean", false],
    ],
    applyDefault,
  ),
  mandatory: filter("mandatory", [["msg", null]], (context, value, message) => {
    if (!isMissing(context, value)) return value;
    if (message !== null) return fail(str(message));
    const name = (value as Undefined).name;
    if (context.generation === "native") return fail(`Mandatory variable ${name === undefined ? "" : `${repr(name)} `}not defined.`);
    return fail(`Mandatory variable ${name === undefined ? "" : `'${name}' `} not defined.`);
  }),
  ternary: filter("ternary", ["true_val", "false_val", ["none_val", null]], (_context, value, yes, no, none) => {
    if (value === null && none !== null) return none;
    return truthy(value) ? yes : no;
  }),
  type_debug: filter("type_debug", [], (context, value) => typeDebug(context, value)),
};

/** True where `default` and `defined` see an undefined: in native templating a failure of another kind passes through them. */
export function isMissing(context: EvaluationContext, value: Value): boolean {
  if (!(value instanceof Undefined)) return false;
  if (value.lenient) return true;
  if (context.generation === "classic" || value.failure === undefined) {
    if (value.failure instanceof Failure && value.failure.kind === "unknown") throw value.failure;
    return true;
  }
  return value.failure instanceof Failure && value.failure.kind === "undefined";
}

function applyDefault(context: EvaluationContext, value: Value, fallback: Value, boolean: Value): Value {
  if (context.generation === "native" && typeof boolean !== "boolean") {
    if (boolean instanceof Undefined) useUndefined(boolean);
    fail(`The 'boolean' argument must be of type 'bool', not '${typeName(boolean)}'.`);
  }
  // Native templating knows its own markers alone, not the plain Undefined of an `if` without `else`.
  if (context.generation === "native" && value instanceof Undefined && value.lenient) return truthy(boolean) ? fallback : value;
  if (isMissing(context, value)) return fallback;
  if (value instanceof Undefined) return value;
  return truthy(boolean) && !truthy(value) ? fallback : value;
}

function typeDebug(context: EvaluationContext, value: Value): string {
  if (value instanceof Undefined) return context.generation === "native" ? "UndefinedMarker" : "AnsibleUndefined";
  if (value instanceof PyTuple && value.names) return context.generation === "native" ? "GroupTuple" : "_GroupTuple";
  return typeName(value);
}
