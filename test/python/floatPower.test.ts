/** Powers of floats against CPython's math.pow() with glibc, and where nothing is said. */
import { describe, expect, test } from "vitest";
import { Failure } from "../../server/src/python/failure";
import { floatLogarithm, floatPower } from "../../server/src/python/floatPower";

test.each([
  [5.0, 0.3333333333333333, 1.7099759466766968],
  [10.0, -5.0, 1e-5],
  [10.0, -0.3, 0.5011872336272722],
  [3.0, 0.14285714285714285, 1.169930812758687],
  [1.0000000000000002, 1000000000000000.0, 1.2486270715390861],
  [0.1, 3.0, 0.0010000000000000002],
  [7.0, -13.0, 1.0321087972715555e-11],
  [-8.0, 3.0, -512.0],
  [-8.0, -2.0, 0.015625],
  [2.0, -1000.0, 9.332636185032189e-302],
  [2.0, 1023.0, 8.98846567431158e307],
  [1.5, 100.25, 4.4993390443029523e17],
  [1e-5, 2.5, 3.16227766016838e-13],
  [123456.789, 0.125, 4.329516231293525],
  [9.0, 0.5, 3.0],
  [0.5, 0.3333333333333333, 0.7937005259840998],
  [4.0, -0.5, 0.5],
  [1e300, 1.02, 1.0000000000000123e306],
  [2.0, 10.0, 1024.0],
  [2, 1024, Number.POSITIVE_INFINITY],
  [10, 400, Number.POSITIVE_INFINITY],
  [10, -400, 0],
  [0, 3, 0],
  [0, 0, 1],
  [-1, Number.POSITIVE_INFINITY, 1],
  [Number.POSITIVE_INFINITY, -1, 0],
  [Number.NaN, 0, 1],
])("%d ** %d is %d", (x, y, expected) => expect(floatPower(x, y)).toBe(expected));

describe("unknown", () => {
  test.each([
    // Within a hundredth of the middle: glibc gives 1.0000000000000001e+23, the nearest float is 1e+23.
    [10, 23],
    [6, 34],
    [46, -21],
    // Among the floats that have fewer digits.
    [2, -1074],
  ])("%d ** %d", (x, y) => expect(() => floatPower(x, y)).toThrow(Failure));
});

test.each([
  [7.0, 1.9459101490553132],
  [123456.789, 11.723646487185881],
  [1e300, 690.7755278982137],
  [1.0000001, 9.999999505838704e-8],
  [33.0, 3.4965075614664802],
  [1, 0],
])("the logarithm of %d is %d", (x, expected) => expect(floatLogarithm(x)).toBe(expected));

test("the logarithm of 10 lies too near to the middle of two floats", () => expect(() => floatLogarithm(10)).toThrow(Failure));
