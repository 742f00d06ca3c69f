import { Failure } from "./failure";
import { PyDict, PyIterator, PyRange, PySet, PyTuple, PyView, TaggedText, typeName, Undefined, type Value } from "./values";

/** Throws what Python throws when an Undefined is used. */
export function useUndefined(value: Undefined): never {
  throw value.failure ?? new Failure("undefined", value.message, value.name);
}

/** bool(value). An Undefined throws, as under Ansible's StrictUndefined. */
export function truthy(value: Value): boolean {
  switch (typeof value) {
    case "string":
      return value !== "";
    case "boolean":
      return value;
    case "number":
      return value !== 0; // NaN is true in Python, and NaN !== 0
    case "bigint":
      return value !== 0n;
  }
  if (value === null) return false;
  if (value instanceof Undefined) return value.lenient ? false : useUndefined(value);
  const size = sizeOf(value);
  return size === undefined || size > 0;
}

/** len(value), or undefined where Python has none. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === "string") return codePointLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof PyView) return value.dict.size;
  if (value instanceof PyRange) return rangeSize(value);
  if (value instanceof TaggedText) return sizeOf(value.text);
  if (value instanceof Undefined) return value.lenient ? 0 : useUndefined(value);
  return undefined;
}

export function rangeSize(range: PyRange): number {
  const { start, stop, step } = range;
  const n = step > 0n ? (stop - start + step - 1n) / step : (start - stop - step - 1n) / -step;
  return n > 0n ? Number(n) : 0;
}

/** iter(value): text by code points, a dict by its keys. Throws Python's TypeError text for what cannot be walked. */
export function* iterate(value: Value): IterableIterator<Value> {
  if (typeof value === "string") yield* value;
  else if (Array.isArray(value)) yield* value;
  else if (value instanceof PyTuple) yield* value.items;
  else if (value instanceof PyDict) yield* value.keys();
  else if (value instanceof PySet) yield* value.values();
  else if (value instanceof PyRange) {
    for (let i = value.start; value.step > 0n ? i < value.stop : i > value.stop; i += value.step) yield i;
  } else if (value instanceof PyView) yield* viewItems(value);
  else if (value instanceof PyIterator) {
    for (let next = value.iterator.next(); !next.done; next = value.iterator.next()) yield next.value;
  } else if (value instanceof TaggedText) yield* value.text;
  else if (value instanceof Undefined) {
    if (!value.lenient) useUndefined(value);
  } else throw new Failure("error", `'${typeName(value)}' object is not iterable`);
}

function* viewItems(view: PyView): IterableIterator<Value> {
  if (view.kind === "keys") yield* view.dict.keys();
  else if (view.kind === "values") yield* view.dict.values();
  else for (const entry of view.dict.entries()) yield new PyTuple(entry);
}

/** list(value). */
export function toList(value: Value): Value[] {
  return Array.isArray(value) ? value : [...iterate(value)];
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** len(text): a surrogate pair is one character. */
function codePointLength(text: string): number {
  if (text.length < 2 || !PAIR.test(text)) return text.length;
  let pairs = 0;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) pairs++;
  }
  return text.length - pairs;
}
