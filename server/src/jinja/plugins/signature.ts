import { fail } from "../../python/failure";
import type { CallArgs, Value } from "../../python/values";
import type { EvaluationContext, Filter, Test } from "../context";

/**
 * Binds the arguments of a call to the parameters of a plugin as Python binds them to a function's, with Python's complaints. Filters and
 * tests are declared with it, so that keyword arguments, defaults and surplus arguments behave everywhere alike.
 */

/** A required parameter's name, or a name and what it is when it is not given. */
export type Parameter = string | readonly [name: string, fallback: Value];

type FilterBody = (context: EvaluationContext, input: Value, ...values: Value[]) => Value;
type TestBody = (context: EvaluationContext, input: Value, ...values: Value[]) => boolean;

/** A filter whose arguments after the input are `parameters`; `name` is the Python function that complaints name. */
export function filter(name: string, parameters: readonly Parameter[], body: FilterBody): Filter {
  return (context, input, args) => body(context, input, ...bind(name, parameters, args, 1));
}

export function test(name: string, parameters: readonly Parameter[], body: TestBody): Test {
  return (context, input, args) => body(context, input, ...bind(name, parameters, args, 1));
}

/** The values of `parameters`, in order. `given` counts the arguments bound before these (a filter's input), for the complaints. */
export function bind(name: string, parameters: readonly Parameter[], args: CallArgs, given = 0): Value[] {
  const { positional, keyword } = args;
  if (positional.length > parameters.length) tooMany(name, parameters, positional.length, given);
  const values: (Value | undefined)[] = [...positional];
  for (const [key, value] of keyword) {
    const at = parameters.findIndex((parameter) => nameOf(parameter) === key);
    if (at < 0) fail(`${name}() got an unexpected keyword argument '${key}'`);
    if (values[at] !== undefined) fail(`${name}() got multiple values for argument '${key}'`);
    values[at] = value;
  }
  const missing: string[] = [];
  const bound = parameters.map((parameter, i) => {
    const value = values[i];
    if (value !== undefined) return value;
    if (typeof parameter !== "string") return parameter[1];
    missing.push(parameter);
    return null;
  });
  if (missing.length > 0) {
    const names = missing.map((one) => `'${one}'`);
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    fail(`${name}() missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${list}`);
  }
  return bound;
}

function nameOf(parameter: Parameter): string {
  return typeof parameter === "string" ? parameter : parameter[0];
}

function tooMany(name: string, parameters: readonly Parameter[], count: number, given: number): never {
  const most = parameters.length + given;
  const least = parameters.filter((parameter) => typeof parameter === "string").length + given;
  const takes = least === most ? String(most) : `from ${least} to ${most}`;
  fail(`${name}() takes ${takes} positional argument${most === 1 ? "" : "s"} but ${count + given} were given`);
}
