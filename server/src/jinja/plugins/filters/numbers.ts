import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { floatLogarithm, floatPower } from "../../../python/floatPower";
import { parseFloatText, parseIntText, roundHalfEven, truncateFloat } from "../../../python/numbers";
import { TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asIndex } from "../elements";
import { filter } from "../signature";

/** Filters that make or round numbers. Sources: jinja2/filters.py; ansible filter/core.py (bool) and filter/mathstuff.py (log, pow, root). */
export const numberFilters: Readonly<Record<string, Filter>> = {
  int: filter(
    "do_int",
    [
      ["default", 0n],
      ["base", 10n],
    ],
    (context, value, fallback, base) => toInt(context, value, fallback, base),
  ),
  float: filter("do_float", [["default", 0]], (_context, value, fallback) => toFloat(value) ?? fallback),
  abs: filter("abs", [], (_context, value) => {
    if (typeof value === "number") return Math.abs(value);
    const whole = value instanceof Undefined ? useUndefined(value) : asNumber(value);
    if (typeof whole !== "bigint") return fail(`bad operand type for abs(): '${typeName(value)}'`);
    return whole < 0n ? -whole : whole;
  }),
  round: filter(
    "do_round",
    [
      ["precision", 0n],
      ["method", "common"],
    ],
    (_context, value, precision, method) => round(value, precision, method),
  ),
  bool: filter("to_bool", [], (context, value) => (context.generation === "native" ? nativeBool(value) : classicBool(value))),
  log: filter("logarithm", [["base", Math.E]], (_context, x, base) => {
    const [value, radix] = [realNumber(x, "log"), realNumber(base, "log")];
    if (value <= 0) return fail("math domain error");
    if (radix === 10) return logarithmOfTen(value);
    if (radix <= 0) return fail("math domain error");
    if (radix === 1) return fail("float division by zero");
    return floatLogarithm(value) / floatLogarithm(radix);
  }),
  pow: filter("power", ["y"], (_context, x, y) => power(realNumber(x, "pow"), realNumber(y, "pow"))),
  root: filter("inversepower", [["base", 2n]], (_context, x, base) => {
    const value = realNumber(x, "root");
    if (toFloat(base) !== 2) return power(value, 1 / (toFloat(base) ?? fail("root() can only be used on numbers")));
    return value < 0 ? fail("root() can only be used on numbers: math domain error") : Math.sqrt(value);
  }),
};

/** int(value, base), else int(float(value)), else the default. */
function toInt(context: EvaluationContext, value: Value, fallback: Value, base: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return truncated(context, value, fallback);
  const text = value instanceof TaggedText ? value.text : value;
  if (typeof text !== "string") return fallback;
  const radix = typeof base === "boolean" ? Number(base) : typeof base === "bigint" ? Number(base) : Number.NaN;
  const whole = radix === 0 || (radix >= 2 && radix <= 36) ? parseIntText(text, radix) : undefined;
  if (whole !== undefined) return whole;
  const real = parseFloatText(text);
  return real === undefined ? fallback : truncated(context, real, fallback);
}

/** Infinity is an error of jinja2 3.1.2; later it gives the default. */
function truncated(context: EvaluationContext, value: number, fallback: Value): Value {
  if (Number.isNaN(value) || (context.generation === "native" && !Number.isFinite(value))) return fallback;
  return truncateFloat(value);
}

/** float(value), or undefined where Python raises TypeError or ValueError. */
function toFloat(value: Value): number | undefined {
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") {
    const real = Number(value);
    return Number.isFinite(real) ? real : fail("int too large to convert to float");
  }
  if (typeof value === "string") return parseFloatText(value);
  return value instanceof TaggedText ? parseFloatText(value.text) : undefined;
}

function asNumber(value: Value): bigint | number | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "bigint" || typeof value === "number" ? value : undefined;
}

function realNumber(value: Value, name: string): number {
  if (value instanceof Undefined) useUndefined(value);
  const number = asNumber(value);
  if (number === undefined) return fail(`${name}() can only be used on numbers: must be real number, not ${typeName(value)}`);
  const real = Number(number);
  return Number.isFinite(real) || typeof number === "number" ? real : fail("int too large to convert to float");
}

/** math.log10(): glibc's is right to about two of the last place, so that only powers of ten are certain. */
function logarithmOfTen(x: number): number {
  if (!Number.isFinite(x)) return Math.log10(x);
  const power = Math.round(Math.log10(x));
  return Number(`1e${power}`) === x ? power : unknown("The last digit of this number is not known here.", "float");
}

/** math.pow */
function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === 0 && y < 0) return fail("math domain error");
  const result = floatPower(x, y);
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) return fail("math domain error");
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) return fail("math range error");
  return result;
}

function round(value: Value, precision: Value, method: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  if (method !== "common" && method !== "ceil" && method !== "floor") return fail("method must be common, ceil or floor");
  const number = asNumber(value);
  if (number === undefined) {
    if (method === "common") return fail(`type ${typeName(value)} doesn't define __round__ method`);
    return fail(
      typeof value === "string" ? "can't multiply sequence by non-int of type 'float'" : `must be real number, not ${typeName(value)}`,
    );
  }
  const digits = asIndex(precision);
  if (digits > 400n || digits < -400n) return digits > 0n ? number : typeof number === "bigint" ? 0n : 0 * number;
  if (method === "common") return roundHalfEven(number, Number(digits));
  return directed(number, Number(digits), method);
}

/** func(value * 10**precision) / 10**precision: true division, so the result is a float. */
function directed(number: bigint | number, digits: number, method: "ceil" | "floor"): Value {
  const factor = Number(`1e${digits}`);
  if (typeof number === "bigint" && digits >= 0) return Number(number);
  const scaled = Number(number) * factor;
  if (!Number.isFinite(scaled)) return fail("cannot convert float infinity to integer");
  return (method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)) / factor;
}

/** None and booleans as they are; then only yes, on, 1, true and the number 1 (ansible-core 2.14, to_bool). */
function classicBool(value: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return value === 1;
  if (typeof value === "bigint") return value === 1n;
  const text = value instanceof TaggedText ? value.text : value;
  return typeof text === "string" && TRUE_WORDS.includes(text.toLowerCase());
}

/** ansible-core 2.19: everything that is not a known true word is False, None included. */
function nativeBool(value: Value): Value {
  return value === null ? false : classicBool(value);
}

const TRUE_WORDS = ["yes", "on", "1", "true"];
