import { PyBytes, PyDate, type Value } from "../python/values";
import { BINARY_TAG, BOOLEAN_TAG, FLOAT_TAG, INTEGER_TAG, NULL_TAG, STRING_TAG, TIMESTAMP_TAG } from "./implicitTag";

/**
 * The value of a scalar with one of the tags that `isScalarTag` knows, as PyYAML's SafeConstructor makes it, with Python's int(), float()
 * and datetime behind it, or its complaint. A text tagged explicitly (`!!int "x"`) can be anything.
 */
export function convertScalar(tag: string, text: string): { readonly value: Value } | { readonly complaint: string } {
  try {
    switch (tag) {
      case NULL_TAG:
        return { value: null };
      case BOOLEAN_TAG:
        return { value: toBoolean(text) };
      case INTEGER_TAG:
        return { value: toInteger(text) };
      case FLOAT_TAG:
        return { value: toFloat(text) };
      case TIMESTAMP_TAG:
        return { value: toDate(text) };
      case BINARY_TAG:
        return { value: new PyBytes(decodeBase64(text)) };
      default:
        return { value: text };
    }
  } catch (error) {
    if (error instanceof Complaint) return { complaint: error.message };
    throw error;
  }
}

const SCALAR_TAGS: ReadonlySet<string> = new Set([STRING_TAG, NULL_TAG, BOOLEAN_TAG, INTEGER_TAG, FLOAT_TAG, TIMESTAMP_TAG, BINARY_TAG]);

export function isScalarTag(tag: string): boolean {
  return SCALAR_TAGS.has(tag);
}

class Complaint extends Error {}

function complain(message: string): never {
  throw new Complaint(message);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["no", false],
  ["true", true],
  ["false", false],
  ["on", true],
  ["off", false],
]);

function toBoolean(text: string): boolean {
  return BOOLEANS.get(text.toLowerCase()) ?? complain(`${JSON.stringify(text)} is no boolean.`);
}

function toInteger(source: string): bigint {
  const { negative, text } = splitSign(source.replaceAll("_", ""));
  const value = unsignedInteger(text);
  return negative ? -value : value;
}

function unsignedInteger(text: string): bigint {
  if (text.startsWith("0b")) return pythonInt(text.slice(2), 2);
  if (text.startsWith("0x")) return pythonInt(text.slice(2), 16);
  if (text === "0") return 0n;
  if (text.startsWith("0")) return pythonInt(text, 8);
  if (!text.includes(":")) return pythonInt(text, 10);
  let value = 0n;
  const parts = text.split(":");
  if (parts.length > 1000) complain("The number has too many parts.");
  for (const part of parts) value = value * 60n + pythonInt(part, 10);
  return value;
}

function splitSign(text: string): { negative: boolean; text: string } {
  if (text === "") complain("A number is empty.");
  const signed = text.startsWith("-") || text.startsWith("+");
  return { negative: text.startsWith("-"), text: signed ? text.slice(1) : text };
}

const DIGITS = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/, 16: /^[0-9a-fA-F]+$/ } as const;
const PREFIXES = { 2: /^0[bB]/, 8: /^0[oO]/, 10: /^(?!)/, 16: /^0[xX]/ } as const;
const LITERALS = { 2: "0b", 8: "0o", 10: "", 16: "0x" } as const;
/** sys.int_info.default_max_str_digits */
const MAXIMUM_DIGITS = 4300;

/** int(text, base) */
function pythonInt(text: string, base: 2 | 8 | 10 | 16): bigint {
  const sign = /^([+-]?)(.*)$/s.exec(text.trim()) as RegExpExecArray;
  const digits = (sign[2] as string).replace(PREFIXES[base], "");
  if (!DIGITS[base].test(digits)) complain(`${JSON.stringify(text)} is no integer of base ${base}.`);
  if (base === 10 && digits.length > MAXIMUM_DIGITS) complain(`A number of more than ${MAXIMUM_DIGITS} digits.`);
  const value = BigInt(LITERALS[base] + digits);
  return sign[1] === "-" ? -value : value;
}

function toFloat(source: string): number {
  const { negative, text } = splitSign(source.replaceAll("_", "").toLowerCase());
  const value = unsignedFloat(text);
  return negative ? -value : value;
}

function unsignedFloat(text: string): number {
  if (text === ".inf") return Number.POSITIVE_INFINITY;
  if (text === ".nan") return Number.NaN;
  if (!text.includes(":")) return pythonFloat(text);
  let value = 0;
  let base = 1n;
  for (const part of text.split(":").reverse()) {
    if (base > 1n << 1023n) complain("The number has too many parts.");
    value += pythonFloat(part) * Number(base);
    base *= 60n;
  }
  return value;
}

/** float(text) of lower-case text without underscores */
function pythonFloat(text: string): number {
  const trimmed = text.trim();
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?$/.test(trimmed)) return Number(trimmed);
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (!special) return complain(`${JSON.stringify(text)} is no number.`);
  if (special[2] === "nan") return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const TIMESTAMP =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(?:(Z)|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?\n?$/;

function toDate(text: string): PyDate {
  const match = TIMESTAMP.exec(text) ?? complain(`${JSON.stringify(text)} is no date.`);
  const number = (group: number) => Number(match[group] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    complain(`There is no day ${text}: quote it if it is text.`);
  const date = `${match[1]}-${pad(month)}-${pad(day)}`;
  if (match[4] === undefined) return new PyDate("date", date);
  const [hour, minute, second] = [number(4), number(5), number(6)];
  if (hour > 23 || minute > 59 || second > 59) complain(`There is no time ${text}: quote it if it is text.`);
  const fraction = (match[7] ?? "").slice(0, 6).padEnd(6, "0");
  const zone = match[8] ? "+00:00" : match[9] ? zoneOffset(match[9], number(10), number(11)) : "";
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction === "000000" ? "" : `.${fraction}`}`;
  return new PyDate("datetime", `${date} ${time}${zone}`);
}

function zoneOffset(sign: string, hours: number, minutes: number): string {
  const total = hours * 60 + minutes;
  if (total >= 24 * 60) complain("A time zone is at most 24 hours away.");
  return `${total === 0 ? "+" : sign}${pad(Math.floor(total / 60))}:${pad(total % 60)}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** base64.decodebytes: what is not of the alphabet is passed over, the padding ends the data. */
function decodeBase64(text: string): Uint8Array {
  if (/[^\0-\x7f]/.test(text)) complain("Binary data must be ASCII.");
  const bytes: number[] = [];
  let quad = 0;
  let left = 0;
  let pads = 0;
  for (const character of text) {
    if (character === "=") {
      if (quad >= 2 && quad + ++pads >= 4) return new Uint8Array(bytes);
      continue;
    }
    const bits = BASE64.indexOf(character);
    if (bits < 0) continue;
    pads = 0;
    if (quad > 0) bytes.push(((left << (quad * 2)) | (bits >> (6 - quad * 2))) & 0xff);
    left = bits;
    quad = (quad + 1) % 4;
  }
  if (quad !== 0) complain("Binary data ends in the middle: its padding (`=`) is missing.");
  return new Uint8Array(bytes);
}
