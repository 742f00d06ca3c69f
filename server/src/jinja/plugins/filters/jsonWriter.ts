import { order, orderText } from "../../../python/compare";
import { iterate, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { reprFloat } from "../../../python/text";
import {
  PyBytes,
  PyDate,
  PyDict,
  PyIterator,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TaggedText,
  typeName,
  Undefined,
  type Value,
} from "../../../python/values";
import type { EvaluationContext } from "../../context";

/** json.dumps as Ansible's encoder makes it: spaces after separators, ASCII only unless told, NaN and Infinity bare. */

export interface JsonWriting {
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  readonly asciiOnly?: boolean;
  readonly skipKeys?: boolean;
  readonly allowNan?: boolean;
  readonly itemSeparator?: string;
  readonly keySeparator?: string;
  /** Ansible's encoder takes dates and sets too; plain json does not. */
  readonly ansible: boolean;
}

export function writeJson(value: Value, style: JsonWriting, context: EvaluationContext): string {
  const itemSeparator = style.itemSeparator ?? (style.indent === undefined ? ", " : ",");
  const keySeparator = style.keySeparator ?? ": ";
  const write = (item: Value, level: number): string => {
    context.budget.step();
    const plain = scalar(item, style);
    if (plain !== undefined) {
      context.budget.allocate(plain.length);
      return plain;
    }
    return context.budget.deeper(() => {
      if (item instanceof PyDict) {
        const parts: string[] = [];
        for (const [key, inner] of entries(item, style, context)) parts.push(`${key}${keySeparator}${write(inner, level + 1)}`);
        return enclose("{", parts, "}", level);
      }
      return enclose(
        "[",
        [...items(item, style, context)].map((inner) => write(inner, level + 1)),
        "]",
        level,
      );
    });
  };
  const enclose = (open: string, parts: readonly string[], close: string, level: number): string => {
    if (parts.length === 0) return open + close;
    if (style.indent === undefined) return open + parts.join(itemSeparator) + close;
    const inner = `\n${style.indent.repeat(level + 1)}`;
    context.budget.allocate((parts.length + 1) * inner.length);
    return `${open}${inner}${parts.join(itemSeparator + inner)}\n${style.indent.repeat(level)}${close}`;
  };
  return write(value, 0);
}

function scalar(value: Value, style: JsonWriting): string | undefined {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return realText(value, style);
  if (typeof value === "string") return quoted(value, style.asciiOnly !== false);
  if (value instanceof Undefined) return useUndefined(value);
  if (value instanceof TaggedText) {
    if (value.tag === "vault") return unknown("The value is vaulted.", "vault");
    return quoted(value.text, style.asciiOnly !== false);
  }
  if (value instanceof PyDate && style.ansible) return quoted(value.iso.replace(" ", "T"), true);
  return undefined;
}

function realText(value: number, style: JsonWriting): string {
  if (Number.isFinite(value)) return reprFloat(value);
  if (style.allowNan === false) return fail(`Out of range float values are not JSON compliant`);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function* items(value: Value, style: JsonWriting, context: EvaluationContext): Iterable<Value> {
  if (value instanceof PyBytes && style.ansible) unknown("Bytes are not written as JSON here.", "type");
  // The encoder of ansible-core 2.14 takes lists and tuples alone.
  const native = style.ansible && context.generation === "native";
  const more = value instanceof PySet || value instanceof PyView || value instanceof PyRange || value instanceof PyIterator;
  if (!(Array.isArray(value) || value instanceof PyTuple || (native && more)))
    return fail(`Object of type ${typeName(value)} is not JSON serializable`);
  yield* iterate(value);
}

function entries(dict: PyDict, style: JsonWriting, context: EvaluationContext): [string, Value][] {
  const pairs = [...dict.entries()];
  const native = style.ansible && context.generation === "native";
  // Native makes text of the keys first, classic sorts them as they are.
  if (style.sortKeys && !native) pairs.sort(([a], [b]) => order(a, b));
  const out: [string, Value][] = [];
  for (const [key, value] of pairs) {
    const name = keyText(key, style);
    if (name === undefined) {
      if (style.skipKeys) continue;
      return fail(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
    }
    out.push([name, value]);
  }
  if (style.sortKeys && native) out.sort(([a], [b]) => orderText(a, b));
  return out.map(([name, value]) => [quoted(name, style.asciiOnly !== false), value]);
}

function keyText(key: Value, style: JsonWriting): string | undefined {
  if (typeof key === "string") return key;
  if (key instanceof TaggedText) return key.text;
  if (key === null) return "null";
  if (typeof key === "boolean" || typeof key === "bigint") return String(key);
  return typeof key === "number" ? realText(key, style) : undefined;
}

/** json.encoder.py_encode_basestring: DEL and beyond ASCII as \u escapes where asked. */
function quoted(text: string, asciiOnly: boolean): string {
  const escaped = text.replace(/["\\\x00-\x1f]/g, (c) => SHORT.get(c) ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (!asciiOnly) return `"${escaped}"`;
  return `"${escaped.replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\f", "\\f"],
  ["\b", "\\b"],
]);
