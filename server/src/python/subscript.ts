import type { Budget } from "./budget";
import { equal } from "./compare";
import { iterate, rangeSize, useUndefined } from "./convert";
import { fail, unknown } from "./failure";
import {
  keyId,
  PyBytes,
  PyDict,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TaggedText,
  typeName,
  Undefined,
  UnhashableError,
  type Value,
} from "./values";

/** Python's `x[key]`, `x[a:b:c]` and `in`. Text is indexed by code points. */

/** `object[key]`, or undefined where Python raises TypeError or LookupError, which Jinja2 answers with an Undefined. */
export function subscript(object: Value, key: Value): Value | undefined {
  if (object instanceof PyDict) return hasId(key) ? object.get(key) : undefined;
  if (typeof key !== "bigint" && typeof key !== "boolean") return undefined;
  const index = BigInt(key);
  if (Array.isArray(object)) return at(object, index);
  if (typeof object === "string") return hasSurrogates(object) ? at([...object], index) : at(object, index);
  if (object instanceof PyTuple) return at(object.items, index);
  if (object instanceof PyRange) {
    const size = BigInt(rangeSize(object));
    const place = index < 0n ? index + size : index;
    return place >= 0n && place < size ? object.start + place * object.step : undefined;
  }
  if (object instanceof PyBytes) {
    const place = index < 0n ? index + BigInt(object.bytes.length) : index;
    const byte = object.bytes[Number(place)];
    return byte === undefined ? undefined : BigInt(byte);
  }
  if (object instanceof TaggedText) return subscript(object.text, key);
  return undefined;
}

function at<T>(items: ArrayLike<T>, index: bigint): T | undefined {
  return items[Number(index < 0n ? index + BigInt(items.length) : index)];
}

/** False where Python raises TypeError for the key; throws for an undefined key, as its hash does. */
function hasId(key: Value): boolean {
  if (typeof key !== "object" || key === null) return true;
  if (key instanceof Undefined && !key.lenient) useUndefined(key);
  try {
    keyId(key);
    return true;
  } catch (error) {
    if (error instanceof UnhashableError) return false;
    throw error;
  }
}

export function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}

/** `object[start:stop:step]`; null stands for what is left out. Throws Python's complaints. */
export function slice(object: Value, start: Value, stop: Value, step: Value, budget: Budget): Value {
  if (object instanceof Undefined && !object.lenient) return object;
  if (object instanceof TaggedText) return slice(object.text, start, stop, step, budget);
  const items = sliceable(object);
  const by = bound(step) ?? 1n;
  if (by === 0n) return fail("slice step cannot be zero");
  const [from, to] = sliceBounds(bound(start), bound(stop), by < 0n, items.length);
  const stride = Number(by);
  if (typeof items === "string" && stride === 1) {
    budget.allocate(Math.max(0, to - from));
    return items.slice(from, Math.max(from, to));
  }
  const out: Value[] = [];
  for (let i = from; stride > 0 ? i < to : i > to; i += stride) {
    budget.step();
    out.push(items[i] as Value);
  }
  budget.allocate(out.length);
  if (typeof object === "string") return out.join("");
  return Array.isArray(object) ? out : new PyTuple(out);
}

function sliceable(object: Value): string | readonly Value[] {
  if (typeof object === "string") return hasSurrogates(object) ? [...object] : object;
  if (Array.isArray(object)) return object;
  if (object instanceof PyTuple) return object.items;
  if (object instanceof PyDict) return fail("unhashable type: 'slice'");
  if (object instanceof PyRange || object instanceof PyBytes) return unknown(`A slice of a ${typeName(object)} is not evaluated.`, "type");
  return fail(`'${typeName(object)}' object is not subscriptable`);
}

function bound(value: Value): bigint | undefined {
  if (value === null) return undefined;
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value instanceof Undefined) useUndefined(value);
  return fail("slice indices must be integers or None or have an __index__ method");
}

/** CPython Objects/sliceobject.c, PySlice_AdjustIndices. */
function sliceBounds(start: bigint | undefined, stop: bigint | undefined, backwards: boolean, length: number): [number, number] {
  const lowest = backwards ? -1 : 0;
  const highest = backwards ? length - 1 : length;
  const clamp = (value: bigint) => {
    const place = value < 0n ? value + BigInt(length) : value;
    return place < BigInt(lowest) ? lowest : place > BigInt(highest) ? highest : Number(place);
  };
  const from = start === undefined ? (backwards ? highest : lowest) : clamp(start);
  const to = stop === undefined ? (backwards ? lowest : highest) : clamp(stop);
  return [from, to];
}

/** `item in container`. */
export function contains(container: Value, item: Value, budget: Budget): boolean {
  if (container instanceof Undefined) {
    if (container.lenient) return false;
    useUndefined(container);
  }
  if (container instanceof TaggedText) return contains(container.text, item, budget);
  if (typeof container === "string") {
    budget.step(1 + (container.length >> 10));
    if (item instanceof TaggedText) return container.includes(item.text);
    if (item instanceof Undefined) useUndefined(item);
    return typeof item === "string"
      ? container.includes(item)
      : fail(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof PyDict || container instanceof PySet) return hashed(item, () => container.has(item));
  if (container instanceof PyView && container.kind === "keys") return hashed(item, () => container.dict.has(item));
  if (container instanceof PyRange && typeof item === "bigint") {
    const { start, stop, step } = container;
    return (step > 0n ? item >= start && item < stop : item <= start && item > stop) && (item - start) % step === 0n;
  }
  if (Array.isArray(container)) return among(container, item, budget);
  if (container instanceof PyTuple) return among(container.items, item, budget);
  return among(walk(container), item, budget);
}

function walk(container: Value): Iterable<Value> {
  if (
    container instanceof PyView ||
    container instanceof PyRange ||
    (typeof container === "object" && container !== null && "iterator" in container)
  ) {
    return iterate(container);
  }
  return fail(`argument of type '${typeName(container)}' is not iterable`);
}

function hashed(item: Value, has: () => boolean): boolean {
  return hasId(item) ? has() : fail(`unhashable type: '${typeName(item)}'`);
}

function among(items: Iterable<Value>, item: Value, budget: Budget): boolean {
  for (const other of items) {
    budget.step();
    if (equal(other, item)) return true;
  }
  return false;
}
