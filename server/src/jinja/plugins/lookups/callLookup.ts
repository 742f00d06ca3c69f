import { truthy, useUndefined } from "../../../python/convert";
import { Failure, fail, unknown } from "../../../python/failure";
import { str } from "../../../python/text";
import { type CallArgs, PyDict, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext } from "../../context";

/**
 * The globals `lookup`, `query` and `q`: finds the plugin, templates its terms once more, and joins its answer. Sources: ansible template/__init__.py
 * (_lookup, _query_lookup) and ansible-core 2.19 _internal/_templating/_jinja_plugins.py (_invoke_lookup).
 */
export function callLookup(context: EvaluationContext, args: CallArgs, wantList: boolean): Value {
  const [name, ...terms] = args.positional;
  if (name === undefined) return fail("lookup() missing 1 required positional argument: 'name'");
  if (name instanceof Undefined) useUndefined(name);
  const options = new Map(args.keyword);
  const list = wantList || truthy(options.get("wantlist") ?? false);
  const errors = options.get("errors") ?? "strict";
  for (const key of ["wantlist", "errors", "allow_unsafe"]) options.delete(key);
  const plugin = typeof name === "string" ? context.plugins.lookups.get(name) : undefined;
  if (!plugin) return unknown(`There is no lookup '${str(name)}' here.`, "lookup");
  let answer: Value[];
  try {
    answer = plugin(context, templated(context, terms), options);
  } catch (error) {
    if (!isIgnored(context, error, errors)) throw error;
    return list ? [] : null;
  }
  return list ? answer : joined(context, answer);
}

/** Texts with a template in them are templated again; an undefined term fails at once. */
function templated(context: EvaluationContext, terms: readonly Value[]): Value[] {
  return terms.map((term) => {
    if (term instanceof Undefined) useUndefined(term);
    const holdsText = typeof term === "string" || Array.isArray(term) || term instanceof PyDict;
    return holdsText ? context.template(term) : term;
  });
}

/** `errors='ignore'` hides the lookup's own errors; what is undefined stays so in classic templating. */
function isIgnored(context: EvaluationContext, error: unknown, errors: Value): boolean {
  if (errors !== "ignore" && errors !== "warn") return false;
  if (!(error instanceof Failure)) return false;
  return error.kind === "error" || (error.kind === "undefined" && context.generation === "native");
}

function joined(context: EvaluationContext, answer: Value[]): Value {
  const [first] = answer;
  if (first === undefined) return answer;
  if (answer.length === 1) return first;
  if (!answer.every((item) => typeof item === "string")) return answer;
  context.budget.allocate(answer.reduce((size, item) => size + item.length + 1, 0));
  return answer.join(",");
}
