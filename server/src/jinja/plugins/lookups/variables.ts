import { useUndefined } from "../../../python/convert";
import { Failure, fail, unknown } from "../../../python/failure";
import { compilePattern } from "../../../python/regex";
import { repr, str } from "../../../python/text";
import { typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Lookup } from "../../context";
import { className } from "../filters/dicts";

/** Lookups of variables and of the environment: `vars`, `varnames`, `env`. Sources: ansible plugins/lookup/{vars,varnames,env}.py. */
export const variableLookups: Readonly<Record<string, Lookup>> = {
  vars: (context, terms, options) => terms.map((term) => variable(context, term, options.get("default") ?? null)),
  varnames: (context, terms) =>
    terms.flatMap((term) => {
      if (typeof term !== "string") return fail(`Invalid setting identifier, "${str(term)}" is not a string, it is a ${className(term)}`);
      const pattern = compilePattern(term, {}, context.budget);
      return [...context.variables.names()].filter((name) => pattern.search(name));
    }),
  env: (context, terms, options) => terms.map((term) => environment(context, term, options.get("default") ?? "")),
};

function variable(context: EvaluationContext, term: Value, fallback: Value): Value {
  if (term instanceof Undefined) useUndefined(term);
  if (typeof term !== "string") {
    if (context.generation === "native") return fail(`Variable name must be 'str' not '${typeName(term)}'.`);
    return fail(`Invalid setting identifier, "${str(term)}" is not a string, its a ${className(term)}`);
  }
  // Native takes the default only for a name without a definition; classic for one whose own template is undefined too.
  if (!context.variables.has(term)) return fallback ?? missing(context, term);
  if (context.generation === "native") {
    const value = context.variables.resolve(term, context);
    return value instanceof Undefined ? useUndefined(value) : value;
  }
  try {
    const value = context.variables.resolve(term, context);
    return value instanceof Undefined ? useUndefined(value) : value;
  } catch (error) {
    if (error instanceof Failure && error.kind === "undefined" && fallback !== null) return fallback;
    throw error;
  }
}

function missing(context: EvaluationContext, name: string): never {
  const message =
    context.generation === "native" ? `No variable named ${repr(name)} was found.` : `No variable found with this name: ${name}`;
  throw new Failure("undefined", message, name);
}

function environment(context: EvaluationContext, term: Value, fallback: Value): Value {
  if (term instanceof Undefined) useUndefined(term);
  if (typeof term !== "string") return fail(`'${typeName(term)}' object has no attribute 'split'`);
  const name = /\S+/.exec(term)?.[0] ?? fail("list index out of range");
  const { env } = context.outside;
  if (!env) return unknown(`The environment variable ${name} of the run is not known.`, "environment");
  const value = env(name) ?? fallback;
  if (value instanceof Undefined) {
    if (context.generation === "native") return useUndefined(value);
    throw new Failure("undefined", `The "env" lookup, found an undefined variable: ${name}`, name);
  }
  return value;
}
