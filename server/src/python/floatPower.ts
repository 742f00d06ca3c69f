import { unknown } from "./failure";
import { exactFraction } from "./numbers";

/**
 * C's pow(), which CPython's `**`, math.pow() and so Ansible's pow and root call. V8's own is off in the last digit at times: here the power
 * is worked out to more than sixty digits and rounded once, as glibc rounds it. Where it lies so near to the middle of two floats that
 * glibc may take the other one, it is unknown.
 */
export function floatPower(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1;
  const isSpecial = !Number.isFinite(x) || !Number.isFinite(y) || x === 0 || (x < 0 && !Number.isInteger(y));
  if (isSpecial) return x ** y;
  if (x < 0) return (y / 2) % 1 === 0 ? floatPower(-x, y) : -floatPower(-x, y);
  // Far beyond what a float can hold: infinite, or 0.
  if (Math.abs(y * Math.log2(x)) > 1100) return x ** y;
  return wholePower(x, y) ?? roundedPower(x, y);
}

/** math.log() of a number above 0, in the same way: glibc's log is right to 0.519 of the last place (sysdeps/ieee754/dbl-64/e_log.c). */
export function floatLogarithm(x: number): number {
  if (!Number.isFinite(x) || x === 1) return Math.log(x);
  const value = naturalLogarithm(x);
  return value < 0n ? -toFloat(-value, -PLACES, 21n) : toFloat(value, -PLACES, 21n);
}

/** A whole power of a moderate number as a fraction of whole numbers; undefined where that would take too long. */
function wholePower(x: number, y: number): number | undefined {
  if (!Number.isInteger(y) || Math.abs(y) > 1100) return undefined;
  const fraction = exactFraction(x).map((part) => part ** BigInt(Math.abs(y))) as [bigint, bigint];
  const [top, bottom] = y < 0 ? (fraction.reverse() as [bigint, bigint]) : fraction;
  const shift = BigInt(Math.max(0, bitLength(bottom) - bitLength(top) + PLACES));
  return toFloat((top << shift) / bottom, -Number(shift));
}

/** Numbers with so many binary places, as whole ones. */
const PLACES = 220;
const ONE = 1n << BigInt(PLACES);
const LN2 = 2n * atanh(ONE / 3n);

/** e ** (y * ln(x)), for x > 0. */
function roundedPower(x: number, y: number): number {
  const [numerator, denominator] = exactFraction(y);
  const exponent = (naturalLogarithm(x) * numerator) / denominator;
  const twos = exponent / LN2;
  return toFloat(exponential(exponent - twos * LN2), Number(twos) - PLACES);
}

function naturalLogarithm(x: number): bigint {
  const [numerator, denominator] = exactFraction(x);
  const twos = bitLength(numerator) - bitLength(denominator);
  const [a, b] = twos >= 0 ? [numerator, denominator << BigInt(twos)] : [numerator << BigInt(-twos), denominator];
  // ln(a / b) = 2 atanh((a - b) / (a + b)), and a / b lies between a half and two.
  return 2n * atanh(((a - b) * ONE) / (a + b)) + BigInt(twos) * LN2;
}

function atanh(z: bigint): bigint {
  const square = (z * z) / ONE;
  let sum = z;
  let term = z;
  for (let k = 3n; term !== 0n; k += 2n) {
    term = (term * square) / ONE;
    sum += term / k;
  }
  return sum;
}

function exponential(x: bigint): bigint {
  let sum = ONE;
  let term = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = (term * x) / ONE / k;
    sum += term;
  }
  return sum;
}

/**
 * How far glibc's pow may be from the middle of two floats and still take the farther one, in 1024ths of their distance: 0.009 of it, and up
 * to 0.031 more the larger or smaller the power is (sysdeps/ieee754/dbl-64/e_pow.c: 0.509 and 0.54 of the last place).
 */
function doubt(exponent: number): bigint {
  return BigInt(Math.ceil(10 + (32 * Math.abs(exponent)) / 1024));
}

/** The float nearest to value * 2 ** scale. */
function toFloat(value: bigint, scale: number, margin?: bigint): number {
  const length = bitLength(value);
  const exponent = length + scale;
  if (exponent > 1024) return Number.POSITIVE_INFINITY;
  if (exponent < -1020) return unknown("The last digits of so small a number are not known here.", "float");
  const dropped = BigInt(length - 53);
  const rest = value & ((1n << dropped) - 1n);
  const middle = 1n << (dropped - 1n);
  const away = rest > middle ? rest - middle : middle - rest;
  if (away * 1024n < (margin ?? doubt(exponent)) << dropped) return unknown("The last digit of this number is not known here.", "float");
  return Number((value >> dropped) + (rest > middle ? 1n : 0n)) * 2 ** (scale + length - 53);
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
