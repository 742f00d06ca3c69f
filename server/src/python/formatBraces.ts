import type { Budget } from "./budget";
import { useUndefined } from "./convert";
import { fail, unknown } from "./failure";
import { character, escapeNonAscii, realArgument } from "./formatArguments";
import { formatFloat, groupThousands } from "./formatFloat";
import { repr, str } from "./text";
import { type CallArgs, PyBytes, PyDate, PyDict, PySet, PyTuple, TaggedText, typeName, Undefined, type Value } from "./values";

/** str.format() and format(). Sources: CPython's Objects/stringlib/unicode_format.h and Python/formatter_unicode.c. */

/** `format.format(*positional, **keyword)`. Attributes of arguments are `unknown`: what Python has there are methods of its own. */
export function formatText(format: string, args: CallArgs, budget: Budget): string {
  return fill(format, { args, budget, automatic: undefined, next: 0 }, 2);
}

interface FillState {
  readonly args: CallArgs;
  readonly budget: Budget;
  automatic: boolean | undefined;
  next: number;
}

function fill(format: string, state: FillState, depth: number): string {
  if (depth < 0) return fail("Max string recursion exceeded");
  let out = "";
  let at = 0;
  while (at < format.length) {
    const c = format[at] as string;
    if (c !== "{" && c !== "}") {
      const end = format.slice(at).search(/[{}]/);
      out += end < 0 ? format.slice(at) : format.slice(at, at + end);
      at = end < 0 ? format.length : at + end;
      continue;
    }
    if (format[at + 1] === c) {
      out += c;
      at += 2;
      continue;
    }
    if (c === "}") return fail("Single '}' encountered in format string");
    const end = fieldEnd(format, at + 1);
    out += field(format.slice(at + 1, end), state, depth);
    state.budget.allocate(out.length >> 6);
    at = end + 1;
  }
  return out;
}

function fieldEnd(format: string, from: number): number {
  if (from >= format.length) return fail("Single '{' encountered in format string");
  let depth = 1;
  let bracket = false;
  for (let i = from; i < format.length; i++) {
    const c = format[i];
    if (c === "[" && depth === 1) bracket = true;
    else if (c === "]") bracket = false;
    else if (bracket) continue;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return i;
  }
  return fail("expected '}' before end of string");
}

function field(text: string, state: FillState, depth: number): string {
  const match = /^((?:[^[!:{}]|\[[^\]]*\])*)(?:!([^:}]*))?(?::(.*))?$/s.exec(text);
  if (!match) return fail("unexpected '{' in field name");
  let value = fieldValue(match[1] as string, state);
  const conversion = match[2];
  if (conversion === "s") value = str(value);
  else if (conversion === "r") value = repr(value);
  else if (conversion === "a") value = escapeNonAscii(repr(value));
  else if (conversion === "") return fail("unmatched '{' in format spec");
  else if (conversion !== undefined) {
    return fail(conversion.length > 1 ? "expected ':' after conversion specifier" : `Unknown conversion specifier ${conversion}`);
  }
  const spec = match[3] ?? "";
  return formatValue(value, /[{}]/.test(spec) ? fill(spec, state, depth - 1) : spec, state.budget);
}

function fieldValue(name: string, state: FillState): Value {
  const first = /^[^.[]*/.exec(name)?.[0] ?? "";
  const automatic = first === "";
  if (automatic || /^\d+$/.test(first)) {
    if (state.automatic !== undefined && state.automatic !== automatic) {
      return fail(
        automatic
          ? "cannot switch from manual field specification to automatic field numbering"
          : "cannot switch from automatic field numbering to manual field specification",
      );
    }
    state.automatic = automatic;
  }
  let value: Value | undefined;
  if (automatic) value = state.args.positional[state.next];
  else value = /^\d+$/.test(first) ? state.args.positional[Number(first)] : state.args.keyword.get(first);
  if (value === undefined) {
    return fail(
      /^\d*$/.test(first) ? `Replacement index ${automatic ? state.next : first} out of range for positional args tuple` : repr(first),
    );
  }
  if (automatic) state.next++;
  const rest = name.slice(first.length);
  let at = 0;
  while (at < rest.length) {
    const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest.slice(at));
    if (!step)
      return fail(
        rest[at] === "." || rest[at] === "["
          ? "Empty attribute in format string"
          : "Only '.' or '[' may follow ']' in format field specifier",
      );
    if (step[1] !== undefined) return unknown("An attribute in str.format() is not evaluated here.", "method");
    value = itemOf(value, step[2] as string);
    at += step[0].length;
  }
  return value;
}

function itemOf(value: Value, key: string): Value {
  if (value instanceof Undefined) useUndefined(value);
  const index = /^\d+$/.test(key) ? Number(key) : undefined;
  if (value instanceof PyDict) {
    const name = index === undefined ? key : BigInt(key);
    return value.get(name) ?? fail(repr(name));
  }
  const items = Array.isArray(value) ? value : value instanceof PyTuple ? value.items : typeof value === "string" ? [...value] : undefined;
  if (!items) return fail(`'${typeName(value)}' object is not subscriptable`);
  if (index === undefined) return fail(`${typeName(value)} indices must be integers or slices, not str`);
  return items[index] ?? fail(`${typeName(value)} index out of range`);
}

/** format(value, spec) */
export function formatValue(value: Value, spec: string, budget: Budget): string {
  if (value instanceof Undefined) useUndefined(value);
  if (value instanceof TaggedText) return formatValue(value.text, spec, budget);
  if (spec === "") return str(value);
  if (value instanceof PyDate) return unknown("A date's own format in str.format() is not evaluated here.", "method");
  if (
    value === null ||
    Array.isArray(value) ||
    value instanceof PyDict ||
    value instanceof PyTuple ||
    value instanceof PySet ||
    value instanceof PyBytes
  ) {
    return fail(`unsupported format string passed to ${typeName(value)}.__format__`);
  }
  const match = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su.exec(spec);
  if (!match)
    return fail(`Invalid format specifier${typeof value === "string" ? "" : ` '${spec}' for object of type '${typeName(value)}'`}`);
  const width = Number(match[7] ?? 0);
  const precision = match[9] === undefined ? undefined : Number(match[9]);
  if (width > 2 ** 53 || (precision ?? 0) > 2 ** 31) return fail("Too many decimal digits in format string");
  budget.allocate(width + (precision ?? 0));
  const parts: BraceSpec = {
    fill: match[1] ?? (match[6] ? "0" : " "),
    align: match[2] ?? (match[6] ? (typeof value === "string" ? "<" : "=") : undefined),
    sign: match[3] ?? "",
    noNegativeZero: match[4] !== undefined,
    alternate: match[5] !== undefined,
    width,
    grouping: match[8] ?? "",
    precision,
    type: match[10] ?? "",
  };
  if (typeof value === "string") return formatString(value, parts);
  if (typeof value === "number" || /^[eEfFgG%]$/.test(parts.type)) return formatReal(value, parts);
  if (typeof value === "bigint" || typeof value === "boolean") return formatInteger(value, parts);
  return fail(`unsupported format string passed to ${typeName(value)}.__format__`);
}

interface BraceSpec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

function formatString(text: string, spec: BraceSpec): string {
  if (spec.type !== "" && spec.type !== "s") return fail(`Unknown format code '${spec.type}' for object of type 'str'`);
  if (spec.sign !== "") return fail("Sign not allowed in string format specifier");
  if (spec.alternate) return fail("Alternate form (#) not allowed in string format specifier");
  if (spec.grouping) return fail(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=") return fail("'=' alignment not allowed in string format specifier");
  const cut = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join("");
  return aligned("", cut, spec, "<");
}

function formatInteger(value: bigint | boolean, spec: BraceSpec): string {
  const integer = typeof value === "boolean" ? (value ? 1n : 0n) : value;
  if (typeof value === "boolean" && spec.type === "s") return fail("Unknown format code 's' for object of type 'bool'");
  if (spec.precision !== undefined) return fail("Precision not allowed in integer format specifier");
  if (spec.type === "c" && spec.sign !== "") return fail("Sign not allowed with integer format specifier 'c'");
  if (spec.type === "c" && spec.alternate) return fail("Alternate form (#) not allowed with integer format specifier 'c'");
  if (spec.grouping && (spec.type === "c" || spec.type === "n")) return fail(`Cannot specify '${spec.grouping}' with '${spec.type}'.`);
  if (spec.type === "c") return aligned("", character(integer), spec, "<");
  const radix = { "": 10, d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 }[spec.type];
  if (radix === undefined) return fail(`Unknown format code '${spec.type}' for object of type '${typeName(value)}'`);
  if (spec.grouping === "," && radix !== 10) return fail(`Cannot specify ',' with '${spec.type}'.`);
  const size = integer < 0n ? -integer : integer;
  let digits = size.toString(radix);
  if (spec.type === "X") digits = digits.toUpperCase();
  const prefix = spec.alternate && radix !== 10 ? `0${spec.type}` : "";
  return aligned(signFor(integer < 0n, spec) + prefix, digits, spec, ">", radix === 10 ? 3 : 4);
}

function formatReal(value: Value, spec: BraceSpec): string {
  const number = realArgument(value);
  const negative = number < 0 || Object.is(number, -0);
  const size = Math.abs(number);
  if (spec.grouping && spec.type === "n") return fail(`Cannot specify '${spec.grouping}' with 'n'.`);
  if (spec.alternate && spec.type === "") return unknown("This format of a float is not evaluated here.", "filter");
  let text: string;
  if (spec.type === "%") text = `${formatFloat(size * 100, "f", spec.precision ?? 6, spec.alternate)}%`;
  else if (/^[eEfFgG]$/.test(spec.type)) text = formatFloat(size, spec.type, spec.precision ?? 6, spec.alternate);
  else if (spec.type === "n") text = formatFloat(size, "g", spec.precision ?? 6, spec.alternate);
  else if (spec.type === "") text = spec.precision === undefined ? str(size) : shortReal(size, spec);
  else return fail(`Unknown format code '${spec.type}' for object of type 'float'`);
  const zero = spec.noNegativeZero && !/[1-9]/.test(text);
  return aligned(signFor(negative && !zero, spec), text, spec, ">", 3);
}

/** A precision without a type: like `g`, but with at least one digit after the point. */
function shortReal(size: number, spec: BraceSpec): string {
  const text = formatFloat(size, "g", spec.precision ?? 6, spec.alternate);
  if (/[.en]/i.test(text)) return text;
  const digits = text.length;
  return digits >= (spec.precision || 1)
    ? formatFloat(size, "e", Math.max(0, (spec.precision || 1) - 1), spec.alternate)
        .replace(/(\.[0-9]*?)0+e/, "$1e")
        .replace(".e", "e")
    : `${text}.0`;
}

function signFor(negative: boolean, spec: BraceSpec): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign;
}

function aligned(prefix: string, body: string, spec: BraceSpec, usual: string, group = 3): string {
  const align = spec.align ?? usual;
  const zeroFill = align === "=" && spec.fill === "0";
  const text = spec.grouping ? groupThousands(body, spec.grouping, group, zeroFill ? spec.width - prefix.length : 0) : body;
  const missing = spec.width - [...prefix].length - [...text].length;
  if (missing <= 0) return prefix + text;
  if (align === "=") return prefix + spec.fill.repeat(missing) + text;
  if (align === "<") return prefix + text + spec.fill.repeat(missing);
  if (align === ">") return spec.fill.repeat(missing) + prefix + text;
  const before = Math.floor(missing / 2);
  return spec.fill.repeat(before) + prefix + text + spec.fill.repeat(missing - before);
}
