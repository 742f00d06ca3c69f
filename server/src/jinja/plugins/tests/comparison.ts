import { equal, order } from "../../../python/compare";
import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { contains } from "../../../python/subscript";
import { str } from "../../../python/text";
import { PyDict, PySet, PyTuple, PyView, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Test } from "../../context";
import { elements, hashOf } from "../elements";
import { test } from "../signature";

/** Tests that compare or look inside. Sources: jinja2/tests.py; ansible test/mathstuff.py (subset, superset, contains, nan), test/core.py (any, all). */

const eq = test("eq", ["b"], (_context, a, b) => equal(a, b));
const ne = test("ne", ["b"], (_context, a, b) => !equal(a, b));
const gt = test("gt", ["b"], (_context, a, b) => order(a, b, ">") > 0);
const ge = test("ge", ["b"], (_context, a, b) => order(a, b, ">=") >= 0);
const lt = test("lt", ["b"], (_context, a, b) => order(a, b, "<") < 0);
const le = test("le", ["b"], (_context, a, b) => order(a, b, "<=") <= 0);
const subset = test("issubset", ["b"], (context, a, b) => isSubset(context, a, b));
const superset = test("issuperset", ["b"], (context, a, b) => isSubset(context, b, a));
const nan = test("isnotanumber", [], (_context, value) => {
  if (value instanceof Undefined) useUndefined(value);
  return typeof value === "number" && Number.isNaN(value);
});

export const comparisonTests: Readonly<Record<string, Test>> = {
  "==": eq,
  eq,
  equalto: eq,
  "!=": ne,
  ne,
  ">": gt,
  gt,
  greaterthan: gt,
  ">=": ge,
  ge,
  "<": lt,
  lt,
  lessthan: lt,
  "<=": le,
  le,
  in: test("test_in", ["seq"], (context, value, container) => contains(container, value, context.budget)),
  contains: test("contains", ["value"], (context, container, value) => contains(container, value, context.budget)),
  sameas: test("test_sameas", ["other"], (_context, a, b) => isSame(a, b)),
  subset,
  issubset: subset,
  superset,
  issuperset: superset,
  any: test("any", [], (context, value) => elements(context, value).some((item) => isTrue(item))),
  all: test("all", [], (context, value) => elements(context, value).every((item) => isTrue(item))),
  odd: test("test_odd", [], (_context, value) => remainder(value, 2n) === 1),
  even: test("test_even", [], (_context, value) => remainder(value, 2n) === 0),
  divisibleby: test("test_divisibleby", ["num"], (_context, value, by) => remainder(value, by) === 0),
  nan,
  isnan: nan,
  lower: test("test_lower", [], (_context, value) => isCased(str(value), false)),
  upper: test("test_upper", [], (_context, value) => isCased(str(value), true)),
};

function isTrue(item: Value): boolean {
  if (item instanceof Undefined) useUndefined(item);
  if (typeof item === "number") return item !== 0;
  if (item === null || item === false || item === 0n || item === "") return false;
  if (Array.isArray(item)) return item.length > 0;
  if (item instanceof PyDict || item instanceof PySet) return item.size > 0;
  if (item instanceof PyTuple) return item.items.length > 0;
  if (item instanceof PyView) return item.dict.size > 0;
  return !(item instanceof TaggedText && item.text === "");
}

function isSubset(context: EvaluationContext, a: Value, b: Value): boolean {
  const left = elements(context, a).map(hashOf);
  const right = new Set(elements(context, b).map(hashOf));
  return left.every((key) => right.has(key));
}

/**
 * `is`: None, booleans, small ints and the same container are one object. Whether two equal texts, floats or larger ints are one is up to
 * the interpreter.
 */
function isSame(a: Value, b: Value): boolean {
  if (typeof a !== "string" && typeof a !== "number" && typeof a !== "bigint") return a === b;
  if (typeof a !== typeof b || !Object.is(a, b)) return false;
  if (typeof a === "bigint" && a >= -5n && a <= 256n) return true;
  return unknown("Whether two equal values are one object is not known here.", "type");
}

/** value % by, with Python's sign; as a number, since it is only compared with 0 and 1. */
function remainder(value: Value, by: Value): number {
  if (value instanceof Undefined) useUndefined(value);
  if (by instanceof Undefined) useUndefined(by);
  if (typeof value === "string") return fail("not all arguments converted during string formatting");
  const [a, b] = [whole(value), whole(by)];
  if (a === undefined || b === undefined) return fail(`unsupported operand type(s) for %: '${typeName(value)}' and '${typeName(by)}'`);
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) return fail("integer modulo by zero");
    return Number(((a % b) + b) % b);
  }
  const [x, y] = [Number(a), Number(b)];
  if (y === 0) return fail("float modulo");
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

function whole(value: Value): bigint | number | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "bigint" || typeof value === "number" ? value : undefined;
}

/** str.islower(), str.isupper(): at least one cased character and none of the other case. */
function isCased(text: string, upper: boolean): boolean {
  const wanted = upper ? /\p{Lu}/u : /\p{Lowercase}/u;
  const refused = upper ? /\p{Ll}|\p{Lt}/u : /\p{Lu}|\p{Lt}/u;
  return wanted.test(text) && !refused.test(text);
}
