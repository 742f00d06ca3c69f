import type { Budget } from "../../python/budget";
import { iterate, useUndefined } from "../../python/convert";
import { fail, unknown } from "../../python/failure";
import { parseLiteral } from "../../python/literal";
import { str } from "../../python/text";
import {
  PyBytes,
  PyCallable,
  PyDict,
  PyIterator,
  PyObject,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TaggedText,
  typeName,
  Undefined,
  type Value,
} from "../../python/values";

/**
 * What becomes of the pieces that a template yields: classic templating writes them as text and reads text that looks like a list, dict
 * or bool back (ansible-core 2.14 template/native_helpers.py); native templating keeps a single piece as it is (2.19 _jinja_bits.py).
 */

/** template/__init__.py, _ansible_finalize: what `{{ }}` yields. None is '', generators are lists, an Undefined anywhere inside fails. */
export function classicFinalize(value: Value, budget: Budget): Value {
  if (typeof value !== "object") return value;
  if (value === null) return "";
  if (value instanceof PyIterator || value instanceof PyView || value instanceof PyRange) {
    const list: Value[] = [];
    for (const item of iterate(value)) {
      budget.step();
      budget.allocate(1);
      list.push(item);
    }
    failOnUndefined(list, budget);
    return list;
  }
  failOnUndefined(value, budget);
  return value;
}

/** Throws for an Undefined in a list, tuple or dict, however deep. */
export function failOnUndefined(value: Value, budget: Budget): void {
  if (typeof value !== "object" || value === null) return;
  budget.step();
  if (value instanceof Undefined) {
    if (!value.lenient) useUndefined(value);
  } else if (Array.isArray(value)) for (const item of value) failOnUndefined(item, budget);
  else if (value instanceof PyDict) for (const item of value.values()) failOnUndefined(item, budget);
  else if (value instanceof PyTuple) for (const item of value.items) failOnUndefined(item, budget);
}

/** Text that classic templating reads back as a value. */
export function looksLiteral(text: string): boolean {
  return text.startsWith("{") || text.startsWith("[") || text === "True" || text === "False";
}

/** native_helpers.py, ansible_eval_concat. `keepText`: asked when a single piece is text that looks like a literal. */
export function classicConcat(pieces: readonly Value[], budget: Budget, keepText: () => boolean): Value {
  if (pieces.length === 0) return "";
  let text: string;
  if (pieces.length === 1) {
    const only = pieces[0] as Value;
    if (typeof only === "boolean") return only;
    if (typeof only === "object" && readsBack(only, budget)) return only;
    text = toText(only);
    if (looksLiteral(text) && typeof only === "string" && keepText()) return text;
  } else text = joined(pieces, budget);
  if (!looksLiteral(text)) return text;
  return parseLiteral(text, budget) ?? text;
}

/** Integers below this are surely written and read back. */
const LARGE = 10n ** 1000n;

/** True for a list, dict or set whose repr is read back as the very same value. */
function readsBack(value: Value, budget: Budget): boolean {
  return (Array.isArray(value) || value instanceof PyDict || (value instanceof PySet && value.size > 0)) && isPlain(value, budget, 1);
}

function isPlain(value: Value, budget: Budget, depth: number): boolean {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value);
    case "bigint":
      return value < LARGE && value > -LARGE;
    case "object":
      break;
    default:
      return true;
  }
  if (value === null) return true;
  budget.step();
  if (depth > 200) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, budget, depth + 1));
  if (value instanceof PyTuple) return value.names === undefined && value.items.every((item) => isPlain(item, budget, depth + 1));
  if (value instanceof PyDict) {
    for (const [key, item] of value.entries()) if (!isPlain(key, budget, depth + 1) || !isPlain(item, budget, depth + 1)) return false;
    return true;
  }
  if (value instanceof PySet && value.size > 0) {
    for (const item of value.values()) if (!isPlain(item, budget, depth + 1)) return false;
    return true;
  }
  return false;
}

function joined(pieces: readonly Value[], budget: Budget): string {
  let out = "";
  for (const piece of pieces) {
    const text = typeof piece === "string" ? piece : toText(piece);
    budget.allocate(text.length);
    out += text;
  }
  return out;
}

/** ansible.module_utils._text.to_text */
function toText(value: Value): string {
  if (value instanceof PyBytes) return new TextDecoder("utf-8").decode(value.bytes);
  if (value instanceof PyCallable || (value instanceof PyObject && !value.text)) {
    return unknown(`The text of a ${typeName(value)} differs from run to run.`, "type");
  }
  return str(value);
}

// ── native ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `omit` in native templating (_utils.py, _OmitType). */
export function isOmit(value: Value): boolean {
  return value instanceof PyObject && value.typeName === "_OmitType";
}

/** AnsibleEnvironment.concat: nothing is None, one piece is itself, several are text. */
export function nativeConcat(pieces: readonly Value[], budget: Budget): Value {
  let only: Value = null;
  let count = 0;
  for (const piece of pieces) {
    if (piece === null) continue;
    only = piece;
    count++;
  }
  if (count < 2) return only;
  const kept: Value[] = [];
  for (const piece of pieces) if (piece !== null && !isOmit(piece)) kept.push(nativeFinalize(piece, budget, false));
  return joined(kept, budget);
}

/**
 * _finalize_template_result: tuples and the like are lists, omitted items drop out, an Undefined anywhere inside fails. At the top level
 * a type that variables cannot hold fails.
 */
export function nativeFinalize(value: Value, budget: Budget, top: boolean): Value {
  if (typeof value !== "object" || value === null) return value;
  budget.step();
  if (Array.isArray(value)) return finalizeItems(value, budget, top);
  if (value instanceof PyTuple) return finalizeItems(value.items, budget, top);
  if (value instanceof PyDict) {
    let out: PyDict | undefined;
    let place = 0;
    for (const [key, item] of value.entries()) {
      const omitted = isOmit(item);
      const [name, done] = [nativeFinalize(key, budget, top), omitted ? item : nativeFinalize(item, budget, top)];
      if (out === undefined && (omitted || done !== item || name !== key)) out = firstEntries(value, place);
      if (out !== undefined && !omitted) out.set(name, done);
      place++;
    }
    return out ?? value;
  }
  if (value instanceof Undefined && !value.lenient) useUndefined(value);
  if (value instanceof TaggedText) return value.text;
  if (!top || isOmit(value)) return value;
  if (value instanceof PySet || value instanceof PyView || value instanceof PyIterator) {
    const items = finalizeItems([...iterate(value)], budget, top);
    return items;
  }
  if (value instanceof PyRange || value instanceof PyCallable || value instanceof PyObject || value instanceof Undefined) {
    return fail(`Type '${typeName(value)}' is unsupported for variable storage.`);
  }
  return value;
}

/** The same list where nothing changes. */
function finalizeItems(items: readonly Value[], budget: Budget, top: boolean): Value[] {
  let out: Value[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value;
    const omitted = isOmit(item);
    const done = omitted ? item : nativeFinalize(item, budget, top);
    if (out === undefined && (omitted || done !== item)) out = items.slice(0, i);
    if (!omitted) out?.push(done);
  }
  return out ?? (items as Value[]);
}

function firstEntries(dict: PyDict, count: number): PyDict {
  const out = new PyDict();
  let place = 0;
  for (const [key, value] of dict.entries()) {
    if (place++ >= count) break;
    out.set(key, value);
  }
  return out;
}
