import type { Budget } from "./budget";
import { useUndefined } from "./convert";
import { fail } from "./failure";
import { character, escapeNonAscii, realArgument } from "./formatArguments";
import { formatFloat } from "./formatFloat";
import { truncateFloat } from "./numbers";
import { repr, str } from "./text";
import { PyBytes, PyDict, PyTuple, typeName, Undefined, type Value } from "./values";

/**
 * `format % value`. Sizes are checked against the budget before anything is made. Source: CPython's Objects/unicodeobject.c
 * (unicode_format). str.format() is in formatBraces.ts.
 */

/** `format % value`. */
export function percentFormat(format: string, value: Value, budget: Budget): string {
  if (value instanceof Undefined) useUndefined(value);
  const args = value instanceof PyTuple ? value.items : [value];
  let next = 0;
  let mapped = false;
  const take = (): Value => (next < args.length ? (args[next++] as Value) : fail("not enough arguments for format string"));
  let out = "";
  let at = 0;
  for (;;) {
    const percent = format.indexOf("%", at);
    if (percent < 0) break;
    out += format.slice(at, percent);
    at = percent + 1;
    let argument: Value | undefined;
    if (format[at] === "(") {
      const end = closing(format, at);
      if (!(value instanceof PyDict)) return fail("format requires a mapping");
      mapped = true;
      const key = format.slice(at + 1, end);
      argument = value.get(key) ?? fail(repr(key));
      at = end + 1;
    }
    const match = /^([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?/.exec(format.slice(at, at + 64)) as RegExpExecArray;
    at += match[0].length;
    const flags = match[1] as string;
    let left = flags.includes("-");
    let width = match[2] === "*" ? starArgument(take()) : Number(match[2] ?? 0);
    if (width < 0) {
      left = true;
      width = -width;
    }
    const precision = match[3] === undefined ? undefined : match[3] === "*" ? Math.max(0, starArgument(take())) : Number(match[3]);
    const letter = format[at];
    if (letter === undefined) return fail("incomplete format");
    at++;
    if (width > 2 ** 53 || (precision ?? 0) > 2 ** 31) return fail("width too big");
    budget.allocate(width + (precision ?? 0));
    if (letter === "%") {
      out += "%";
      continue;
    }
    const spec: PercentSpec = { flags, left, width, precision, letter, index: at - 1 };
    out += percentPiece(argument ?? take(), spec, budget);
    budget.allocate(out.length >> 6);
  }
  const surplus = next < args.length && !mapped && !(value instanceof PyDict && next === 0) && !isMapping(value, args);
  if (surplus) return fail("not all arguments converted during string formatting");
  return out + format.slice(at);
}

/** What `%` takes for a mapping and so does not have to use up: anything with keys or an index that is no tuple or text. */
function isMapping(value: Value, args: readonly Value[]): boolean {
  return args.length === 1 && (value instanceof PyDict || Array.isArray(value) || value instanceof PyBytes);
}

interface PercentSpec {
  readonly flags: string;
  readonly left: boolean;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
  readonly index: number;
}

function closing(format: string, open: number): number {
  let depth = 0;
  for (let i = open; i < format.length; i++) {
    if (format[i] === "(") depth++;
    else if (format[i] === ")" && --depth === 0) return i;
  }
  return fail("incomplete format key");
}

function starArgument(value: Value): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "bigint" ? Number(value) : fail("* wants int");
}

function percentPiece(value: Value, spec: PercentSpec, budget: Budget): string {
  const { letter, flags, precision } = spec;
  if (value instanceof Undefined) useUndefined(value);
  switch (letter) {
    case "s":
    case "r":
    case "a": {
      const text = letter === "s" ? str(value) : letter === "r" ? repr(value) : escapeNonAscii(repr(value));
      return pad(precision === undefined ? text : [...text].slice(0, precision).join(""), spec, false);
    }
    case "c":
      return pad(character(value), spec, false);
    case "d":
    case "i":
    case "u":
    case "o":
    case "x":
    case "X":
      return pad(integerPiece(value, spec, budget), spec, flags.includes("0"));
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G": {
      const number = realArgument(value);
      const text = formatFloat(Math.abs(number), letter, precision ?? 6, flags.includes("#"));
      return pad(signOf(number < 0 || Object.is(number, -0), flags) + text, spec, flags.includes("0"));
    }
    default:
      return fail(`unsupported format character '${letter}' (0x${letter.charCodeAt(0).toString(16)}) at index ${spec.index}`);
  }
}

function integerPiece(value: Value, { letter, flags, precision }: PercentSpec, budget: Budget): string {
  const integer = integerArgument(value, letter);
  const size = integer < 0n ? -integer : integer;
  const radix = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  budget.allocate(precision ?? 0);
  let digits = size.toString(radix).padStart(precision ?? 0, "0");
  if (letter === "X") digits = digits.toUpperCase();
  const prefix = flags.includes("#") ? (radix === 8 ? "0o" : radix === 16 ? `0${letter}` : "") : "";
  return signOf(integer < 0n, flags) + prefix + digits;
}

function integerArgument(value: Value, letter: string): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  const decimal = "diu".includes(letter);
  if (typeof value === "number" && decimal) return truncateFloat(value);
  return fail(`%${letter} format: ${decimal ? "a real number" : "an integer"} is required, not ${typeName(value)}`);
}

function signOf(negative: boolean, flags: string): string {
  return negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

/** Zeros go between the sign or prefix and the digits. */
function pad(text: string, spec: PercentSpec, zeros: boolean): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  if (spec.left) return text + " ".repeat(missing);
  if (!zeros) return " ".repeat(missing) + text;
  const head = /^[-+ ]?(?:0[xXo](?=[0-9a-fA-F]))?/.exec(text)?.[0] ?? "";
  const prefix = spec.flags.includes("#") ? head : (/^[-+ ]?/.exec(text)?.[0] ?? "");
  return prefix + "0".repeat(missing) + text.slice(prefix.length);
}

export { formatText, formatValue } from "./formatBraces";
