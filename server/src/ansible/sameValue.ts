import { Failure } from "../python/failure";
import { PyDict, TaggedText, Undefined, type Value } from "../python/values";

/** How many values and characters are looked at: what is larger counts as different, or as no data. */
const MOST = 50_000;

/**
 * Whether two values are the same data to every template: types told apart, dicts with their order. False as well for what is too large or
 * too strange to compare.
 */
export function isSameValue(a: Value, b: Value): boolean {
  return same(a, b, { left: MOST });
}

/** How much a value takes, where it is nothing but data: all of it there, nothing worked out later. undefined: it is not, or too large. */
export function dataSize(value: Value): number | undefined {
  const budget = { left: MOST };
  return isData(value, budget) ? MOST - budget.left : undefined;
}

function same(a: Value, b: Value, budget: { left: number }): boolean {
  if (--budget.left < 0) return false;
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i] as Value, budget));
  if (a instanceof TaggedText) return b instanceof TaggedText && a.tag === b.tag && a.text === b.text;
  if (a instanceof Undefined) {
    if (!(b instanceof Undefined) || a.message !== b.message || a.name !== b.name || a.lenient !== b.lenient) return false;
    return a.failure === b.failure || (a.failure instanceof Failure && b.failure instanceof Failure && isSameFailure(a.failure, b.failure));
  }
  // Subclasses work their values out when asked.
  if (a.constructor !== PyDict || b.constructor !== PyDict || a.size !== b.size) return false;
  const others = (b as PyDict).entries();
  for (const [key, item] of (a as PyDict).entries()) {
    const [otherKey, other] = others.next().value as [Value, Value];
    if (!same(key, otherKey, budget) || !same(item, other, budget)) return false;
  }
  return true;
}

function isSameFailure(a: Failure, b: Failure): boolean {
  return a.kind === b.kind && a.message === b.message && a.subject === b.subject;
}

function isData(value: Value, budget: { left: number }): boolean {
  budget.left -= typeof value === "string" ? 1 + value.length : 1;
  if (budget.left < 0) return false;
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isData(item, budget));
  if (value instanceof TaggedText) return isData(value.text, budget);
  if (value instanceof Undefined) return value.failure === undefined || value.failure instanceof Failure;
  if (value.constructor !== PyDict) return false;
  for (const [key, item] of (value as PyDict).entries()) if (!isData(key, budget) || !isData(item, budget)) return false;
  return true;
}
