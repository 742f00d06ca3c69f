import { sizeOf, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import {
  PyCallable,
  PyDate,
  PyDict,
  PyIterator,
  PyObject,
  PySet,
  PyView,
  TaggedText,
  typeName,
  Undefined,
  type Value,
} from "../../../python/values";
import type { Test } from "../../context";
import { isMissing } from "../filters/fallbacks";
import { test } from "../signature";

/** Tests about what a value is. Source: jinja2/tests.py. An undefined is harmless to most of them, as in classic Ansible. */
export const typeTests: Readonly<Record<string, Test>> = {
  defined: test("test_defined", [], (context, value) => !missing(context, value)),
  undefined: test("test_undefined", [], (context, value) => missing(context, value)),
  none: test("test_none", [], (_context, value) => value === null),
  boolean: test("test_boolean", [], (_context, value) => typeof value === "boolean"),
  true: test("test_true", [], (_context, value) => value === true),
  false: test("test_false", [], (_context, value) => value === false),
  integer: test("test_integer", [], (_context, value) => typeof value === "bigint"),
  float: test("test_float", [], (_context, value) => typeof value === "number"),
  number: test(
    "test_number",
    [],
    (_context, value) => typeof value === "bigint" || typeof value === "number" || typeof value === "boolean",
  ),
  string: test("test_string", [], (_context, value) => typeof value === "string" || value instanceof TaggedText),
  mapping: test("test_mapping", [], (_context, value) => value instanceof PyDict),
  sequence: test("test_sequence", [], (_context, value) => isSequenceLike(value)),
  iterable: test("test_iterable", [], (_context, value) => {
    if (value instanceof Undefined) useUndefined(value);
    return isIterable(value);
  }),
  callable: test("callable", [], (context, value) => value instanceof PyCallable || hasEverything(context, value)),
  filter: test("test_filter", [], (context, name) => isKnown(context.plugins.filters, name)),
  test: test("test_test", [], (context, name) => isKnown(context.plugins.tests, name)),
  escaped: test("test_escaped", [], (context, value) => hasEverything(context, value)),
};

/** Whether a name is a filter or test: one that we do not have may be one of a collection. */
function isKnown(plugins: ReadonlyMap<string, unknown>, name: Value): boolean {
  if (name instanceof Undefined) useUndefined(name);
  if (typeof name !== "string") return fail(`key must be a string, got ${typeName(name)} instead`);
  return plugins.has(name) || unknown(`'${name}' is not known here.`, "filter");
}

type Context = Parameters<Test>[0];

/** A native failure of another kind is neither defined nor undefined: it comes through. */
function missing(context: Context, value: Value): boolean {
  if (isMissing(context, value)) return true;
  return value instanceof Undefined ? useUndefined(value) : false;
}

/** Classic Ansible's undefined answers every attribute with itself. */
function hasEverything(context: Context, value: Value): boolean {
  return value instanceof Undefined && !value.lenient && context.generation === "classic";
}

/** Has a length and can be indexed. An undefined has no length. */
function isSequenceLike(value: Value): boolean {
  if (value instanceof Undefined || value instanceof PySet || value instanceof PyView) return false;
  return sizeOf(value) !== undefined;
}

function isIterable(value: Value): boolean {
  if (value === null || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") return false;
  return !(value instanceof PyDate || value instanceof PyCallable || value instanceof PyObject) || value instanceof PyIterator;
}
