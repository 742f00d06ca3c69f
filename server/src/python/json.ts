import { iterate, useUndefined } from "./convert";
import { str } from "./text";
import { PyBytes, PyCallable, PyDate, PyDict, PyObject, TaggedText, Undefined, type Value } from "./values";

/** How values are written as JSON for people and programs: order of keys kept, integers exact. */
export interface JsonStyle {
  /** Spaces per level; absent: compact, without any space. */
  readonly indent?: number;
  /** How a key that is not text is written; its str() unless told. */
  readonly key?: (key: Value) => string;
  /** What stands for a vaulted text. */
  readonly vaulted?: string;
}

/**
 * The value as JSON text. A JavaScript object would move keys such as "20240305" to the front and round large integers, so the text is
 * written directly. Tuples, sets and views become arrays; nan and inf, which JSON lacks, become text.
 */
export function toJson(value: Value, style: JsonStyle = {}, level = 0): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      return Number.isFinite(value) ? jsonFloat(value) : JSON.stringify(str(value));
  }
  if (value === null) return "null";
  if (value instanceof Undefined) useUndefined(value);
  if (value instanceof TaggedText) return JSON.stringify(value.tag === "vault" ? (style.vaulted ?? "<vaulted>") : value.text);
  if (value instanceof PyDate || value instanceof PyBytes || value instanceof PyCallable || value instanceof PyObject) {
    return JSON.stringify(str(value));
  }
  const parts: string[] = [];
  if (value instanceof PyDict) {
    for (const [key, item] of value.entries()) {
      const name = typeof key === "string" ? key : (style.key ?? str)(key);
      parts.push(`${JSON.stringify(name)}:${style.indent ? " " : ""}${toJson(item, style, level + 1)}`);
    }
    return enclose("{", parts, "}", style, level);
  }
  for (const item of iterate(value)) parts.push(toJson(item, style, level + 1));
  return enclose("[", parts, "]", style, level);
}

/** Python writes 1.0 where JavaScript writes 1: the difference between a float and an int stays visible. */
function jsonFloat(value: number): string {
  return str(value);
}

function enclose(open: string, parts: readonly string[], close: string, style: JsonStyle, level: number): string {
  if (parts.length === 0) return open + close;
  if (!style.indent) return open + parts.join(",") + close;
  const inner = `\n${" ".repeat(style.indent * (level + 1))}`;
  return open + inner + parts.join(`,${inner}`) + `\n${" ".repeat(style.indent * level)}` + close;
}
