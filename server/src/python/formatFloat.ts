import { exactFraction } from "./numbers";

/** Floats as `%e`, `%f`, `%g` write them, exact for any precision (JavaScript's own stops at 100 digits and rounds halves otherwise). */

/** No float has more digits than this after its point; beyond there are only zeros. */
const MOST_DIGITS = 1100;

/** `value` is not negative. `letter` is one of eEfFgG. `alternate` keeps the point and, for g, the zeros. */
export function formatFloat(value: number, letter: string, precision: number, alternate = false): string {
  const upper = letter === letter.toUpperCase();
  const text = Number.isFinite(value) ? finite(value, letter.toLowerCase(), precision, alternate) : Number.isNaN(value) ? "nan" : "inf";
  return upper ? text.toUpperCase() : text;
}

function finite(value: number, letter: string, precision: number, alternate: boolean): string {
  if (letter === "f") return withPoint(fixed(value, precision), alternate);
  if (letter === "e") return exponential(value, precision, alternate);
  const digits = precision === 0 ? 1 : precision;
  const scientific = exponential(value, digits - 1, true);
  const exponent = Number(/e(.*)$/.exec(scientific)?.[1]);
  if (exponent >= -4 && exponent < digits) {
    const text = withPoint(fixed(value, digits - 1 - exponent), alternate);
    return alternate ? text : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }
  return alternate ? scientific : scientific.replace(/\.?0*e/, "e");
}

function withPoint(text: string, alternate: boolean): string {
  return alternate && !text.includes(".") ? `${text}.` : text;
}

/** Exactly `precision` digits after the point, halves to even on the exact value. */
function fixed(value: number, precision: number): string {
  const exact = Math.min(precision, MOST_DIGITS);
  const digits = scaled(value, exact)
    .toString()
    .padStart(exact + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -exact)}.${digits.slice(-exact)}${"0".repeat(precision - exact)}`;
}

function exponential(value: number, wanted: number, alternate: boolean): string {
  const precision = Math.min(wanted, MOST_DIGITS);
  let exponent = value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
  let digits = scaled(value, precision - exponent).toString();
  if (digits.length > precision + 1) {
    exponent++;
    digits = scaled(value, precision - exponent).toString();
  }
  digits = digits.padStart(precision + 1, "0");
  const mantissa = precision > 0 ? `${digits[0]}.${digits.slice(1)}${"0".repeat(wanted - precision)}` : withPoint(digits, alternate);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** round(value * 10**digits), half to even, exactly. */
function scaled(value: number, digits: number): bigint {
  const [numerator, denominator] = exactFraction(value);
  const factor = 10n ** BigInt(Math.abs(digits));
  const top = digits >= 0 ? numerator * factor : numerator;
  const bottom = digits >= 0 ? denominator : denominator * factor;
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** Puts a separator between groups of digits of the whole part; zeros fill up to `width` and are grouped too. */
export function groupThousands(text: string, separator: string, size: number, width: number): string {
  const match = (size === 3 ? /^([0-9]+)(.*)$/s : /^([0-9a-fA-F]+)(.*)$/s).exec(text);
  if (!match || /^(?:inf|nan)/i.test(text)) return text;
  let digits = match[1] as string;
  const rest = match[2] as string;
  while (digits.length + Math.floor((digits.length - 1) / size) + rest.length < width) digits = `0${digits}`;
  const head = digits.length % size || size;
  const groups = [digits.slice(0, head)];
  for (let i = head; i < digits.length; i += size) groups.push(digits.slice(i, i + size));
  return groups.join(separator) + rest;
}
