import { truthy, useUndefined } from "../../../python/convert";
import { Failure, fail, unknown } from "../../../python/failure";
import { type CallArgs, TaggedText, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { writeYaml } from "./yamlWriter";

/** `to_yaml`, `to_nice_yaml`, `from_yaml`, `from_yaml_all`. Source: ansible filter/core.py. Reading is done by `outside.parseYaml`, since the yaml layer stands beside this one. */
export const yamlFilters: Readonly<Record<string, Filter>> = {
  to_yaml: (context, input, args) => named("to_yaml", context, () => dump(context, input, args.keyword, { flow: null, indent: 2 })),
  to_nice_yaml: (context, input, args) => {
    const keyword = new Map(args.keyword);
    const indent = args.positional[0] ?? keyword.get("indent") ?? 4n;
    keyword.delete("indent");
    return named("to_nice_yaml", context, () =>
      dump(context, input, keyword, { flow: false, indent: indent === null ? 2 : asCount(indent) }),
    );
  },
  from_yaml: (context, input, args) => {
    refuseArguments("from_yaml", args);
    const text = textOf(input);
    if (text === undefined) return input;
    const documents = parse(context, text);
    return documents.length > 1 ? fail("expected a single document in the stream") : (documents[0] ?? null);
  },
  from_yaml_all: (context, input, args) => {
    refuseArguments("from_yaml_all", args);
    if (input === null && context.generation === "native") return [];
    const text = textOf(input);
    return text === undefined ? input : parse(context, text);
  },
};

/** Classic Ansible makes an error of its own of whatever happens, an undefined included. */
function named(name: string, context: EvaluationContext, body: () => Value): Value {
  try {
    return body();
  } catch (error) {
    if (context.generation === "native" || !(error instanceof Failure) || error.kind === "unknown") throw error;
    return fail(`${name} - ${error.message}`);
  }
}

function refuseArguments(name: string, args: CallArgs): void {
  if (args.positional.length > 0) fail(`${name}() takes 1 positional argument but ${args.positional.length + 1} were given`);
  const [key] = args.keyword.keys();
  if (key !== undefined) fail(`${name}() got an unexpected keyword argument '${key}'`);
}

function textOf(input: Value): string | undefined {
  if (input instanceof Undefined) useUndefined(input);
  if (input instanceof TaggedText) return input.text;
  return typeof input === "string" ? input : undefined;
}

function parse(context: EvaluationContext, text: string): Value[] {
  context.budget.allocate(text.length);
  return context.outside.parseYaml?.(text) ?? unknown("YAML is not read from a template here.", "yaml");
}

function dump(
  context: EvaluationContext,
  input: Value,
  given: ReadonlyMap<string, Value>,
  usual: { flow: boolean | null; indent: number },
): Value {
  const keyword = new Map(given);
  const take = (name: string): Value | undefined => {
    const value = keyword.get(name);
    keyword.delete(name);
    return value;
  };
  const flow = take("default_flow_style");
  const indent = take("indent");
  const width = take("width");
  const sortKeys = take("sort_keys");
  const explicitStart = take("explicit_start");
  if (keyword.has("allow_unicode") || keyword.has("Dumper")) return fail("yaml.dump() got multiple values for keyword argument");
  const [surplus] = keyword.keys();
  if (surplus !== undefined) return unknown(`The option ${surplus} of YAML output is not evaluated here.`, "filter");
  const count = (value: Value | undefined, fallback: number) => (value === undefined || value === null ? fallback : asCount(value));
  return writeYaml(
    input,
    {
      flow: flow === undefined ? usual.flow : flow === null ? null : truthy(flow),
      indent: count(indent, usual.indent),
      width: count(width, 80),
      sortKeys: sortKeys === undefined || truthy(sortKeys),
      explicitStart: explicitStart !== undefined && truthy(explicitStart),
    },
    context,
  );
}
