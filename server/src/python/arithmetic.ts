import { add } from "./add";
import type { Budget } from "./budget";
import { useUndefined } from "./convert";
import { fail, unknown } from "./failure";
import { floatPower } from "./floatPower";
import { percentFormat } from "./format";
import { PyBytes, PyDate, PySet, PyTuple, TaggedText, typeName, Undefined, type Value } from "./values";

/**
 * Python's arithmetic operators on values, with Python's rules for int, float and bool and Python's complaints. Sizes are checked
 * against the budget before anything is created. `+` is in add.ts.
 */

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

/** `a operator b`. Throws Failure: undefined operands, Python's TypeError and ZeroDivisionError texts, results we cannot hold. */
export function arithmetic(operator: ArithmeticOperator, a: Value, b: Value, budget: Budget): Value {
  if (typeof a === "bigint" && typeof b === "bigint") return integers(operator, a, b, budget);
  if (a instanceof TaggedText) return arithmetic(operator, a.text, b, budget);
  if (b instanceof TaggedText) return arithmetic(operator, a, b.text, budget);
  if (a instanceof Undefined) useUndefined(a);
  if (operator === "%" && typeof a === "string") {
    // An undefined passes for a mapping, of which a text without formats asks nothing.
    return b instanceof Undefined && !a.includes("%") ? a : percentFormat(a, b, budget);
  }
  if (b instanceof Undefined) useUndefined(b);
  const x = numeric(a);
  const y = numeric(b);
  if (x !== undefined && y !== undefined) {
    return typeof x === "bigint" && typeof y === "bigint" ? integers(operator, x, y, budget) : floats(operator, toFloat(x), toFloat(y));
  }
  if (a instanceof PyDate || b instanceof PyDate) return unknown("Arithmetic on dates is not evaluated.", "type");
  if (operator === "+") return add(a, b, budget);
  if (operator === "*") return repeat(a, b, budget);
  if (operator === "-" && a instanceof PySet && b instanceof PySet) return new PySet([...a.values()].filter((item) => !b.has(item)));
  if (operator === "%" && a instanceof PyBytes) return unknown("% on bytes is not evaluated.", "type");
  const name = operator === "**" ? "** or pow()" : operator;
  return fail(`unsupported operand type(s) for ${name}: '${typeName(a)}' and '${typeName(b)}'`);
}

/** `-a` or `+a`. */
export function unary(operator: "-" | "+", a: Value): Value {
  const x = numeric(a);
  if (x !== undefined) return operator === "-" ? -x : x;
  if (a instanceof Undefined) useUndefined(a);
  return fail(`bad operand type for unary ${operator}: '${typeName(a)}'`);
}

function numeric(value: Value): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return undefined;
}

function toFloat(value: bigint | number): number {
  if (typeof value === "number") return value;
  const float = Number(value);
  return Number.isFinite(float) ? float : fail("int too large to convert to float");
}

function integers(operator: ArithmeticOperator, a: bigint, b: bigint, budget: Budget): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*": {
      const bits = bitLength(a) + bitLength(b);
      if (bits > 512) checkSize(BigInt(bits), budget);
      return a * b;
    }
    case "/":
      return b === 0n ? fail("division by zero") : divideExactly(a, b);
    case "//":
      return b === 0n ? fail("integer division or modulo by zero") : floorDivide(a, b);
    case "%":
      return b === 0n ? fail("integer modulo by zero") : a - floorDivide(a, b) * b;
    case "**":
      return integerPower(a, b, budget);
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** The float nearest to a / b: Python rounds the exact quotient once. */
function divideExactly(a: bigint, b: bigint): number {
  const float = Number(a) / Number(b);
  if (Number.isSafeInteger(Number(a)) && Number.isSafeInteger(Number(b))) return float;
  const negative = a < 0n !== b < 0n;
  let top = a < 0n ? -a : a;
  let bottom = b < 0n ? -b : b;
  const shift = bitLength(bottom) - bitLength(top) + 66;
  if (shift > 0) top <<= BigInt(shift);
  else bottom <<= BigInt(-shift);
  const quotient = top / bottom;
  const sticky = quotient | (quotient * bottom === top ? 0n : 1n);
  // Two steps: the scale alone may be below the smallest float although the quotient is not.
  const half = Math.trunc(-shift / 2);
  const size = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  if (!Number.isFinite(size)) return fail("integer division result too large for a float");
  return negative ? -size : size;
}

function integerPower(a: bigint, b: bigint, budget: Budget): Value {
  if (b < 0n) return floats("**", toFloat(a), toFloat(b));
  const size = bitLength(a);
  if (size > 1) {
    const bits = BigInt(size) * b;
    if (bits > 512n) checkSize(bits, budget);
  }
  if (size <= 1) return a === 0n ? (b === 0n ? 1n : 0n) : a === 1n || b % 2n === 0n ? 1n : -1n;
  return a ** b;
}

/** Integers that nobody needs are not worked out: their arithmetic alone would take long. */
const MAX_BITS = 200_000n;

function checkSize(bits: bigint, budget: Budget): void {
  budget.step(Number(bits > MAX_BITS ? MAX_BITS : bits) >> 6);
  if (bits > MAX_BITS) unknown("Not evaluated to the end: its result is too large.", "budget");
}

function bitLength(value: bigint): number {
  const size = value < 0n ? -value : value;
  return size < 4294967296n ? 32 - Math.clz32(Number(size)) : size.toString(16).length * 4;
}

function floats(operator: ArithmeticOperator, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? fail("float division by zero") : a / b;
    case "//":
      return b === 0 ? fail("float floor division by zero") : floorFloat(a, b);
    case "%":
      return b === 0 ? fail("float modulo") : moduloFloat(a, b);
    case "**":
      return powerFloat(a, b);
  }
}

/** C's fmod with the sign of the divisor (CPython Objects/floatobject.c, float_rem). */
function moduloFloat(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return b < 0 !== rest < 0 ? rest + b : rest;
}

/** CPython Objects/floatobject.c, _float_div_mod. */
function floorFloat(a: number, b: number): number {
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) {
    rest += b;
    quotient -= 1;
  }
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function powerFloat(a: number, b: number): number {
  if (a === 0 && b < 0) return fail("0.0 cannot be raised to a negative power");
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    return unknown("Complex numbers are not evaluated.", "type");
  const result = floatPower(a, b);
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) return fail("(34, 'Numerical result out of range')");
  return result;
}

function repeat(a: Value, b: Value, budget: Budget): Value {
  const [subject, times] = isSequence(a) ? [a, b] : [b, a];
  if (!isSequence(subject)) return fail(`unsupported operand type(s) for *: '${typeName(a)}' and '${typeName(b)}'`);
  if (typeof times !== "bigint" && typeof times !== "boolean") {
    return fail(`can't multiply sequence by non-int of type '${typeName(times)}'`);
  }
  const n = BigInt(times);
  const count = n > 0n ? n : 0n;
  if (typeof subject === "string") {
    budget.allocate(BigInt(subject.length) * count);
    return subject === "" ? "" : subject.repeat(Number(count));
  }
  const items = Array.isArray(subject) ? subject : subject.items;
  budget.allocate(BigInt(items.length) * count);
  const out: Value[] = [];
  if (items.length > 0) for (let i = 0; i < Number(count); i++) for (const item of items) out.push(item);
  return Array.isArray(subject) ? out : new PyTuple(out);
}

function isSequence(value: Value): value is string | Value[] | PyTuple {
  return typeof value === "string" || Array.isArray(value) || value instanceof PyTuple;
}
