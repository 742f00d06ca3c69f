import { add } from "../../../python/add";
import { equal } from "../../../python/compare";
import { useUndefined } from "../../../python/convert";
import { IntegerSet } from "../../../python/setOrder";
import { contains } from "../../../python/subscript";
import { type KeyId, PyDict, PySet, PyView, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { elements, hashOf, isSequence } from "../elements";
import { filter } from "../signature";

/**
 * `union`, `intersect`, `difference`, `symmetric_difference`. Source: ansible filter/mathstuff.py. Classic: by equality, in order, unless both sides can be
 * hashed (text, tuples). Native: by hash wherever every item has one; Ansible's order is then that of a Python set, which for text
 * changes from run to run, so nothing can be known of it; small integers come in Python's order, the rest in order of appearance.
 */
export const setFilters: Readonly<Record<string, Filter>> = {
  union: filter("union", ["b"], (context, a, b) => combined(context, a, b, "union")),
  intersect: filter("intersect", ["b"], (context, a, b) => combined(context, a, b, "intersect")),
  difference: filter("difference", ["b"], (context, a, b) => combined(context, a, b, "difference")),
  symmetric_difference: filter("symmetric_difference", ["b"], (context, a, b) => combined(context, a, b, "symmetric_difference")),
};

type Operation = "union" | "intersect" | "difference" | "symmetric_difference";

function combined(context: EvaluationContext, a: Value, b: Value, operation: Operation): Value {
  if (a instanceof Undefined) useUndefined(a);
  if (b instanceof Undefined) useUndefined(b);
  if (context.generation === "native") {
    const [left, right] = [hashed(context, a), hashed(context, b)];
    if (left && right) return ordered(left, right, operation) ?? [...operate(left, right, operation).values()];
  } else if (isHashable(a) && isHashable(b)) {
    return new PySet(operate(hashedOrFail(context, a), hashedOrFail(context, b), operation).values());
  }
  return byEquality(context, a, b, operation);
}

/** In CPython's order, where it can be known. */
function ordered(a: Map<KeyId, Value>, b: Map<KeyId, Value>, operation: Operation): Value[] | undefined {
  const [left, right] = [IntegerSet.of(a), IntegerSet.of(b)];
  if (!left || !right) return undefined;
  if (operation === "union") return left.union(right).values();
  if (operation === "intersect") return left.intersection(right).values();
  if (operation === "difference") return left.difference(right).values();
  return left.symmetricDifference(right).values();
}

/** isinstance(value, Hashable): by type alone, so a tuple counts whatever is in it. */
function isHashable(value: Value): boolean {
  return !(
    Array.isArray(value) ||
    value instanceof PyDict ||
    value instanceof PySet ||
    (value instanceof PyView && value.kind !== "values")
  );
}

function hashed(context: EvaluationContext, value: Value): Map<KeyId, Value> | undefined {
  if (!isSequence(value) && typeof value !== "string" && !(value instanceof PyDict || value instanceof PySet || value instanceof PyView))
    return undefined;
  try {
    return hashedOrFail(context, value);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("unhashable type")) return undefined;
    throw error;
  }
}

function hashedOrFail(context: EvaluationContext, value: Value): Map<KeyId, Value> {
  const out = new Map<KeyId, Value>();
  for (const item of elements(context, value)) {
    const key = hashOf(item);
    if (!out.has(key)) out.set(key, item);
  }
  return out;
}

function operate(a: Map<KeyId, Value>, b: Map<KeyId, Value>, operation: Operation): Map<KeyId, Value> {
  switch (operation) {
    case "union":
      return new Map([...a, ...[...b].filter(([key]) => !a.has(key))]);
    case "intersect":
      return new Map([...a].filter(([key]) => b.has(key)));
    case "difference":
      return new Map([...a].filter(([key]) => !b.has(key)));
    case "symmetric_difference":
      return new Map([...[...a].filter(([key]) => !b.has(key)), ...[...b].filter(([key]) => !a.has(key))]);
  }
}

function byEquality(context: EvaluationContext, a: Value, b: Value, operation: Operation): Value {
  switch (operation) {
    case "union":
      return distinct(context, elements(context, add(a, b, context.budget)));
    case "intersect":
      return distinct(
        context,
        elements(context, a).filter((item) => contains(b, item, context.budget)),
      );
    case "difference":
      return distinct(
        context,
        elements(context, a).filter((item) => !contains(b, item, context.budget)),
      );
    case "symmetric_difference": {
      const shared = combined(context, a, b, "intersect");
      return elements(context, combined(context, a, b, "union")).filter((item) => !contains(shared, item, context.budget));
    }
  }
}

function distinct(context: EvaluationContext, items: readonly Value[]): Value[] {
  const kept: Value[] = [];
  const seen = new Set<KeyId>();
  for (const item of items) {
    const key = tryHash(item);
    if (key === undefined) {
      context.budget.step(kept.length);
      if (kept.some((other) => equal(other, item))) continue;
    } else if (seen.has(key)) continue;
    else seen.add(key);
    kept.push(item);
  }
  return kept;
}

function tryHash(item: Value): KeyId | undefined {
  try {
    return hashOf(item);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("unhashable type")) return undefined;
    throw error;
  }
}
