import { fail } from "./failure";

/** Python's int(), float() and round() on text and numbers, where they differ from JavaScript's. */

/** int(text, base), or undefined where Python raises ValueError. Base 0 reads the prefix. */
export function parseIntText(text: string, base = 10): bigint | undefined {
  const match = /^([+-]?)(.*)$/s.exec(asciiDigits(trimSpace(text)));
  let digits = (match?.[2] ?? "").toLowerCase();
  let radix = base;
  const prefix = { "0x": 16, "0o": 8, "0b": 2 }[digits.slice(0, 2)];
  if (prefix !== undefined && (base === 0 || base === prefix)) {
    radix = prefix;
    digits = digits.slice(2).replace(/^_(?=[0-9a-z])/, "");
  } else if (base === 0) {
    if (/^0[0_]*[1-9]/.test(digits)) return undefined;
    radix = 10;
  }
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/.test(digits)) return undefined;
  digits = digits.replaceAll("_", "");
  if (digits.length > 4300 && (radix & (radix - 1)) !== 0) return undefined; // sys.set_int_max_str_digits
  const value = readDigits(digits, radix);
  return value === undefined ? undefined : match?.[1] === "-" ? -value : value;
}

function readDigits(digits: string, radix: number): bigint | undefined {
  for (const digit of digits) if (Number.parseInt(digit, 36) >= radix) return undefined;
  if (radix === 10) return BigInt(digits);
  if (radix === 16) return BigInt(`0x${digits}`);
  if (radix === 8) return BigInt(`0o${digits}`);
  if (radix === 2) return BigInt(`0b${digits}`);
  if (digits.length > 4300) return undefined;
  let value = 0n;
  for (const digit of digits) value = value * BigInt(radix) + BigInt(Number.parseInt(digit, 36));
  return value;
}

/** float(text), or undefined where Python raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = asciiDigits(trimSpace(text)).toLowerCase();
  const named = /^([+-]?)(inf(?:inity)?|nan)$/.exec(trimmed);
  if (named) return named[2] === "nan" ? Number.NaN : named[1] === "-" ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/.test(trimmed)) return undefined;
  return Number(trimmed.replaceAll("_", ""));
}

/** int(number) of a float. */
export function truncateFloat(value: number): bigint {
  if (Number.isNaN(value)) return fail("cannot convert float NaN to integer");
  if (!Number.isFinite(value)) return fail("cannot convert float infinity to integer");
  return BigInt(Math.trunc(value));
}

/** round(value, digits): halves to even, on the exact binary value as Python does. An int stays one. */
export function roundHalfEven(value: bigint | number, digits: number): bigint | number {
  if (typeof value === "bigint") return digits >= 0 ? value : roundInteger(value, 10n ** BigInt(-digits));
  if (!Number.isFinite(value) || value === 0) return value;
  if (digits > 323) return value;
  if (digits < -309) return value < 0 ? -0 : 0;
  const [numerator, denominator] = exactFraction(value);
  const scale = 10n ** BigInt(Math.abs(digits));
  const [top, bottom] = digits >= 0 ? [numerator * scale, denominator] : [numerator, denominator * scale];
  const rounded = divideHalfEven(top < 0n ? -top : top, bottom);
  const text = digits >= 0 ? `${rounded}e-${digits}` : `${rounded}e${-digits}`;
  const result = Number(text);
  if (!Number.isFinite(result)) return fail("rounded value too large to represent");
  return value < 0 ? -result : result;
}

function roundInteger(value: bigint, unit: bigint): bigint {
  const size = divideHalfEven(value < 0n ? -value : value, unit) * unit;
  return value < 0n ? -size : size;
}

function divideHalfEven(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** The value of a float as a fraction of integers, exactly. */
export function exactFraction(value: number): [numerator: bigint, denominator: bigint] {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return [BigInt(mantissa), 2n ** BigInt(exponent)];
}

/** Python reads decimal digits of any script. */
function asciiDigits(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? text.replace(/\p{Nd}/gu, (digit) => String(decimalValue(digit))) : text;
}

function decimalValue(digit: string): number {
  let code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code--;
    value++;
  }
  return value;
}

/** str.strip(): what Python takes for white space, which is not JavaScript's set. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  if (code >= 0x2000 && code <= 0x200a) return true;
  return [0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(code);
}
