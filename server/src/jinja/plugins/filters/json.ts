import { truthy, useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { str } from "../../../python/text";
import { type CallArgs, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { parseJson } from "./jsonReader";
import { type JsonWriting, writeJson } from "./jsonWriter";

/** `to_json`, `to_nice_json`, `from_json`, `tojson`. Sources: ansible filter/core.py and parsing/ajson.py; jinja2/utils.py (htmlsafe_json_dumps). */
export const jsonFilters: Readonly<Record<string, Filter>> = {
  to_json: (context, input, args) => dump(context, input, args, {}),
  to_nice_json: (context, input, args) => {
    const keyword = new Map(args.keyword);
    const positional = [...args.positional];
    const indent = positional.shift() ?? keyword.get("indent") ?? 4n;
    const sortKeys = positional.shift() ?? keyword.get("sort_keys") ?? true;
    keyword.set("indent", indent);
    keyword.set("sort_keys", sortKeys);
    if (keyword.has("separators") && context.generation === "classic") {
      return fail("ansible.plugins.filter.core.to_json() got multiple values for keyword argument 'separators'");
    }
    keyword.delete("separators");
    return dump(context, input, { positional, keyword }, { itemSeparator: ",", keySeparator: ": " });
  },
  from_json: (context, input, args) => {
    if (args.positional.length > 0 || args.keyword.size > 0) return fail("from_json takes no arguments here");
    if (input instanceof Undefined) useUndefined(input);
    const text = input instanceof TaggedText ? input.text : input;
    if (typeof text !== "string") return fail(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
    return parseJson(text, context.budget);
  },
  tojson: (context, input, args) => {
    const indent = args.positional[0] ?? args.keyword.get("indent") ?? null;
    const text = writeJson(input, { indent: indentText(indent), sortKeys: true, asciiOnly: true, ansible: false }, context);
    return text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026").replaceAll("'", "\\u0027");
  },
};

function dump(context: EvaluationContext, input: Value, args: CallArgs, fixed: Partial<JsonWriting>): Value {
  if (args.positional.length > 0) return fail("dumps() takes 1 positional argument but 2 were given");
  const keyword = new Map(args.keyword);
  const take = (name: string, fallback: Value): Value => {
    const value = keyword.get(name) ?? fallback;
    keyword.delete(name);
    return value;
  };
  take("vault_to_text", true);
  take("preprocess_unsafe", false);
  const indent = indentText(take("indent", null));
  const sortKeys = truthy(take("sort_keys", false));
  const asciiOnly = truthy(take("ensure_ascii", true));
  const skipKeys = truthy(take("skipkeys", false));
  const allowNan = truthy(take("allow_nan", true));
  const separators = take("separators", null);
  take("check_circular", true);
  const surplus = [...keyword.keys()][0];
  if (surplus !== undefined) return fail(`JSONEncoder.__init__() got an unexpected keyword argument '${surplus}'`);
  const pair = separators === null ? undefined : [...pairOf(separators)];
  return writeJson(
    input,
    {
      indent,
      sortKeys,
      asciiOnly,
      skipKeys,
      allowNan,
      ansible: true,
      ...(pair ? { itemSeparator: pair[0] as string, keySeparator: pair[1] as string } : {}),
      ...fixed,
    },
    context,
  );
}

function pairOf(separators: Value): string[] {
  const items = Array.isArray(separators)
    ? separators
    : typeName(separators) === "tuple"
      ? [...(separators as { items: readonly Value[] }).items]
      : [];
  if (items.length !== 2) return fail("not enough values to unpack (expected 2)");
  return items.map((item) => (typeof item === "string" ? item : str(item)));
}

/** An int is that many spaces, text stands for itself, None is one line. */
function indentText(indent: Value): string | undefined {
  if (indent === null) return undefined;
  if (typeof indent === "string") return indent;
  const count = asCount(indent);
  if (count > 1000) return fail("the indent is too large");
  return " ".repeat(Math.max(0, count));
}
