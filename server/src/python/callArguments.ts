import { useUndefined } from "./convert";
import { fail } from "./failure";
import { type CallArgs, typeName, Undefined, type Value } from "./values";

/** Reading the arguments of a method as CPython's own functions do, with their complaints. */

/** The arguments in order, at least `least` and at most `most`; only `keywords` (in the order of the parameters) may be given by name. */
export function take(method: string, args: CallArgs, least: number, most: number, keywords: readonly string[] = []): (Value | undefined)[] {
  const { positional, keyword } = args;
  if (keyword.size === 0) {
    if (positional.length < least || positional.length > most) wrongCount(method, least, most, positional.length);
    return positional as Value[];
  }
  const values: (Value | undefined)[] = [...positional];
  for (const [name, value] of keyword) {
    const place = keywords.indexOf(name);
    if (keywords.length === 0) fail(`${method}() takes no keyword arguments`);
    if (place < 0) fail(`'${name}' is an invalid keyword argument for ${method}()`);
    if (values[place] !== undefined) fail(`argument for ${method}() given by name ('${name}') and position (${place + 1})`);
    values[place] = value;
  }
  if (values.length < least || values.length > most) wrongCount(method, least, most, values.length);
  return values;
}

function wrongCount(method: string, least: number, most: number, given: number): never {
  if (most === 0) fail(`${method}() takes no arguments (${given} given)`);
  if (least === most) fail(`${method}() takes exactly ${least === 1 ? "one argument" : `${least} arguments`} (${given} given)`);
  if (given < least) fail(`${method} expected at least ${least} argument${least === 1 ? "" : "s"}, got ${given}`);
  fail(`${method} expected at most ${most} argument${most === 1 ? "" : "s"}, got ${given}`);
}

/** An argument that must be text; `complaint` is what Python says of another type, with its name in place of `%`. */
export function textArgument(value: Value | undefined, complaint: string): string {
  if (typeof value === "string") return value;
  if (value instanceof Undefined) useUndefined(value);
  return fail(complaint.replace("%", typeName(value as Value)));
}

/** An argument that must be an int, within what a JavaScript number holds. */
export function countArgument(value: Value | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (value instanceof Undefined) useUndefined(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "bigint") return fail(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const limit = 4_503_599_627_370_496n;
  return Number(value > limit ? limit : value < -limit ? -limit : value);
}

/** A start or stop of a range of places within `length`; None stands for the whole. */
export function placeArgument(value: Value | undefined, fallback: number, length: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "bigint" && typeof value !== "boolean") {
    if (value instanceof Undefined) useUndefined(value);
    return fail("slice indices must be integers or None or have an __index__ method");
  }
  const place = countArgument(value, fallback);
  return place < 0 ? Math.max(0, place + length) : place;
}
