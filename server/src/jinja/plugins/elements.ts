import { order } from "../../python/compare";
import { iterate, rangeSize, useUndefined } from "../../python/convert";
import { fail } from "../../python/failure";
import { type KeyId, keyId, PyRange, PyTuple, typeName, Undefined, UnhashableError, type Value } from "../../python/values";
import type { EvaluationContext } from "../context";

/**
 * Walking, keying and sorting of values, as the filters over sequences share them. Everything here counts its work against the budget.
 */

/**
 * list(value), a fresh array. In native templating a plugin that does not accept undefined elements fails when it meets one
 * (ansible-core 2.19 _lazy_containers.py); `keepUndefined` is for those that accept them.
 */
export function elements(context: EvaluationContext, value: Value, keepUndefined = false): Value[] {
  const refuse = context.generation === "native" && !keepUndefined;
  const out: Value[] = [];
  if (value instanceof PyRange) context.budget.allocate(rangeSize(value));
  for (const item of iterate(value)) {
    context.budget.step();
    if (refuse && item instanceof Undefined) useUndefined(item);
    out.push(item);
  }
  context.budget.allocate(out.length);
  return out;
}

/** ansible.module_utils.common.collections.is_sequence: a list, tuple or range. */
export function isSequence(value: Value): boolean {
  return Array.isArray(value) || value instanceof PyTuple || value instanceof PyRange;
}

/** str.lower() of text, anything else as it is (jinja2/filters.py, ignore_case). */
export function ignoreCase(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/**
 * jinja2/filters.py, make_attrgetter: follows a dotted path; an undefined step becomes `fallback` where one is given. In native templating
 * a missing attribute fails at once, fallback or not, but for the filters that accept undefined elements.
 */
export function attributeGetter(
  context: EvaluationContext,
  attribute: Value,
  fallback: Value = null,
  keepUndefined = false,
): (item: Value) => Value {
  const parts = attributeParts(attribute);
  const refuse = context.generation === "native" && !keepUndefined;
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = context.item(value, part);
      if (refuse && value instanceof Undefined) useUndefined(value);
      if (fallback !== null && value instanceof Undefined) value = fallback;
    }
    return value;
  };
}

/** jinja2/filters.py, make_multi_attrgetter: "a,b.c" gives a list of two keys. */
export function multiAttributeGetter(
  context: EvaluationContext,
  attribute: Value,
  post: (value: Value) => Value,
): (item: Value) => Value[] {
  const paths = typeof attribute === "string" ? attribute.split(",") : [attribute];
  const getters = paths.map((path) => attributeGetter(context, path));
  return (item) => getters.map((get) => post(get(item)));
}

function attributeParts(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  if (attribute instanceof Undefined) useUndefined(attribute);
  if (typeof attribute !== "string") return [attribute];
  return attribute.split(".").map((part) => (/^\p{Nd}+$/u.test(part) && /^[0-9]+$/.test(part) ? BigInt(part) : part));
}

/** sorted(items, key=..., reverse=...): stable, by `<`. */
export function sortedBy(context: EvaluationContext, items: readonly Value[], key: (item: Value) => Value, reverse = false): Value[] {
  context.budget.step(items.length * Math.ceil(Math.log2(items.length + 2)));
  const keyed = items.map((item) => ({ item, key: key(item) }));
  // As sorted() does, a single item is compared with nothing.
  if (reverse) keyed.sort((a, b) => order(b.key, a.key));
  else keyed.sort((a, b) => order(a.key, b.key));
  return keyed.map(({ item }) => item);
}

/** hash(value): throws Python's TypeError text for what has none, and as use of an undefined for an undefined. */
export function hashOf(value: Value): KeyId {
  if (value instanceof Undefined && !value.lenient) useUndefined(value);
  try {
    return keyId(value);
  } catch (error) {
    if (error instanceof UnhashableError) fail(error.message);
    throw error;
  }
}

/** int() of an argument that Python uses as an index or a count: floats and text are refused. */
export function asIndex(value: Value): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value instanceof Undefined) useUndefined(value);
  return fail(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** A count that is small enough to be a JavaScript number, negative ones included. */
export function asCount(value: Value): number {
  const count = asIndex(value);
  const limit = 2n ** 53n;
  return Number(count > limit ? limit : count < -limit ? -limit : count);
}
