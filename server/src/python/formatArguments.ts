import { fail } from "./failure";
import { typeName, type Value } from "./values";

/** What `%` and str.format() share: how they take characters and floats, and ASCII alone. */

export function character(value: Value): string {
  if (typeof value === "string" && [...value].length === 1) return value;
  if (typeof value !== "bigint" && typeof value !== "boolean") return fail("%c requires int or char");
  const code = Number(value);
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : fail("%c arg not in range(0x110000)");
}

export function realArgument(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "bigint") return fail(`must be real number, not ${typeName(value)}`);
  const real = Number(value);
  return Number.isFinite(real) ? real : fail("int too large to convert to float");
}

export function escapeNonAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (c) => {
    const code = c.codePointAt(0) as number;
    if (code < 256) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 65536 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}
