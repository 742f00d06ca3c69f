import { useUndefined } from "./convert";
import { fail } from "./failure";
import { keyId, PyBytes, PyDate, PyDict, PyRange, PySet, PyTuple, PyView, TaggedText, typeName, Undefined, type Value } from "./values";

/** a == b. Numbers compare by value whatever their type (True == 1 == 1.0); a list never equals a tuple. */
export function equal(a: Value, b: Value): boolean {
  if (a instanceof Undefined || b instanceof Undefined) {
    if (a instanceof Undefined && !a.lenient) useUndefined(a);
    if (b instanceof Undefined && !b.lenient) useUndefined(b);
    return a instanceof Undefined && b instanceof Undefined;
  }
  if (a instanceof TaggedText) return equal(a.text, b);
  if (b instanceof TaggedText) return equal(a, b.text);
  const left = asNumber(a);
  if (left !== undefined) {
    const right = asNumber(b);
    return right !== undefined && left <= right && left >= right; // === never holds between bigint and number
  }
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof PyTuple) return b instanceof PyTuple && sameItems(a.items, b.items);
  if (a instanceof PyDict) return b instanceof PyDict && sameEntries(a, b);
  if (a instanceof PySet || (a instanceof PyView && a.kind === "keys")) return sameMembers(a, b);
  if (a instanceof PyDate) return b instanceof PyDate && a.kind === b.kind && a.iso === b.iso;
  if (a instanceof PyBytes || a instanceof PyRange) return typeName(a) === typeName(b) && keyId(a) === keyId(b);
  return false;
}

function asNumber(value: Value): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return undefined;
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => equal(item, b[i] as Value));
}

function sameEntries(a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false;
  for (const [key, item] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !equal(item, other)) return false;
  }
  return true;
}

function sameMembers(a: PySet | PyView, b: Value): boolean {
  if (!(b instanceof PySet || (b instanceof PyView && b.kind === "keys"))) return false;
  const left = a instanceof PySet ? a : new PySet(a.dict.keys());
  const right = b instanceof PySet ? b : new PySet(b.dict.keys());
  return left.size === right.size && [...left.values()].every((item) => right.has(item));
}

/**
 * The sign of a against b for `<`, `<=`, `>`, `>=` and sorting; NaN where either is NaN. `operator` names the operation in Python's
 * complaint ("'<' not supported between instances of 'str' and 'int'").
 */
export function order(a: Value, b: Value, operator = "<"): number {
  if (a instanceof Undefined) useUndefined(a);
  if (b instanceof Undefined) useUndefined(b);
  if (a instanceof TaggedText) return order(a.text, b, operator);
  if (b instanceof TaggedText) return order(a, b.text, operator);
  const left = asNumber(a);
  const right = asNumber(b);
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : left >= right ? 0 : Number.NaN;
  if (typeof a === "string" && typeof b === "string") return orderText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return orderItems(a, b, operator);
  if (a instanceof PyTuple && b instanceof PyTuple) return orderItems(a.items, b.items, operator);
  if (a instanceof PyDate && b instanceof PyDate && a.kind === b.kind) return orderText(a.iso, b.iso);
  return fail(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** Python orders text by code point, JavaScript by UTF-16 unit. */
export function orderText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return aboveSurrogates(x) - aboveSurrogates(y);
  }
  return a.length - b.length;
}

/** Moves surrogates above U+E000..U+FFFF, where the code points that they make up belong. */
function aboveSurrogates(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function orderItems(a: readonly Value[], b: readonly Value[], operator: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (!equal(a[i] as Value, b[i] as Value)) return order(a[i] as Value, b[i] as Value, operator);
  }
  return a.length - b.length;
}
