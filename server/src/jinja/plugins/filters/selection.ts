import { truthy } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { str } from "../../../python/text";
import type { CallArgs, Value } from "../../../python/values";
import { Undefined } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { attributeGetter, elements } from "../elements";

/** `map`, `select`, `reject`, `selectattr`, `rejectattr`: filters that apply another filter or test to each item. Source: jinja2/filters.py. */
export const selectionFilters: Readonly<Record<string, Filter>> = {
  map: (context, input, args) => {
    if (!truthy(input)) return [];
    const apply = mapper(context, args);
    return elements(context, input, true).map(apply);
  },
  select: (context, input, args) => choose(context, input, args, false, true),
  reject: (context, input, args) => choose(context, input, args, false, false),
  selectattr: (context, input, args) => choose(context, input, args, true, true),
  rejectattr: (context, input, args) => choose(context, input, args, true, false),
};

function mapper(context: EvaluationContext, args: CallArgs): (item: Value) => Value {
  const [name, ...rest] = args.positional;
  if (name === undefined && args.keyword.has("attribute")) {
    const surplus = [...args.keyword.keys()].find((key) => key !== "attribute" && key !== "default");
    if (surplus !== undefined) return fail(`Unexpected keyword argument '${surplus}'`);
    return attributeGetter(context, args.keyword.get("attribute") ?? null, args.keyword.get("default") ?? null, true);
  }
  if (name === undefined) return fail("map requires a filter argument");
  const filterName = pluginName(name, "filter");
  const inner = { positional: rest, keyword: args.keyword };
  return (item) => context.filter(filterName, item, inner);
}

function choose(context: EvaluationContext, input: Value, args: CallArgs, byAttribute: boolean, wanted: boolean): Value {
  if (!truthy(input)) return [];
  const positional = [...args.positional];
  let get = (item: Value) => item;
  if (byAttribute) {
    const attribute = positional.shift();
    if (attribute === undefined) return fail("Missing parameter for attribute name");
    get = attributeGetter(context, attribute, null, true);
  }
  const name = positional.shift();
  const testName = name === undefined ? undefined : pluginName(name, "test");
  const inner = { positional, keyword: args.keyword };
  const passes = (item: Value) => (testName === undefined ? truthy(get(item)) : context.test(testName, get(item), inner));
  return elements(context, input, true).filter((item) => passes(item) === wanted);
}

function pluginName(name: Value, kind: string): string {
  if (typeof name === "string") return name;
  if (name instanceof Undefined) str(name);
  return fail(`No ${kind} named ${str(name)} found.`);
}
