import { PyDict, TaggedText, type Value } from "../python/values";

const MAXIMUM_LENGTH = 2000;

/**
 * A text that is equal for equal raw values, types told apart; undefined for what is too large or too strange to compare. With it hosts
 * that define the same value each for itself are seen to be alike.
 */
export function signatureOf(value: Value): string | undefined {
  const parts: string[] = [];
  return write(value, parts, { left: MAXIMUM_LENGTH }) ? parts.join("") : undefined;
}

function write(value: Value, parts: string[], budget: { left: number }): boolean {
  if (--budget.left < 0) return false;
  if (typeof value === "string") return text(`s${value.length}:`, value, parts, budget);
  if (typeof value === "bigint") return text("i", String(value), parts, budget);
  if (typeof value === "number") return text("f", Object.is(value, -0) ? "-0" : String(value), parts, budget);
  if (value === null || typeof value === "boolean") return text("", String(value), parts, budget);
  if (value instanceof TaggedText) return text(`${value.tag}${value.text.length}:`, value.text, parts, budget);
  if (Array.isArray(value)) {
    parts.push("[");
    if (!value.every((item) => write(item, parts, budget))) return false;
    parts.push("]");
    return true;
  }
  // Subclasses work their values out when asked: not here.
  if (!(value instanceof PyDict) || value.constructor !== PyDict) return false;
  parts.push("{");
  for (const [key, item] of value.entries()) if (!write(key, parts, budget) || !write(item, parts, budget)) return false;
  parts.push("}");
  return true;
}

function text(prefix: string, written: string, parts: string[], budget: { left: number }): boolean {
  budget.left -= written.length;
  if (budget.left < 0) return false;
  parts.push(prefix, written, ",");
  return true;
}
