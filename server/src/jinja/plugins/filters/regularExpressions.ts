import { truthy, useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { compilePattern, type PatternFlags } from "../../../python/regex";
import { str } from "../../../python/text";
import { TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { filter } from "../signature";

/** `regex_replace`, `regex_search`, `regex_findall`, `regex_escape`. Source: ansible filter/core.py. */
export const regexFilters: Readonly<Record<string, Filter>> = {
  regex_replace: (context, input, args) => {
    const extra: readonly (readonly [string, Value])[] =
      context.generation === "native"
        ? [
            ["count", 0n],
            ["mandatory_count", 0n],
          ]
        : [];
    return filter(
      "regex_replace",
      [["pattern", ""], ["replacement", ""], ["ignorecase", false], ["multiline", false], ...extra],
      regexReplace,
    )(context, input, args);
  },
  regex_search: (context, input, args) => {
    const [pattern, ...wanted] = args.positional.length > 0 ? args.positional : [args.keyword.get("regex") ?? missingRegex("regex_search")];
    const text = str(input);
    const groups = wanted.map(groupReference);
    const option = (name: string) => truthy(args.keyword.get(name) ?? false);
    const compiled = compilePattern(
      patternText(pattern as Value),
      { ignoreCase: option("ignorecase"), multiline: option("multiline") },
      context.budget,
    );
    const match = compiled.search(text);
    if (!match) return null;
    return groups.length === 0 ? match.group(0) : groups.map((group) => match.group(group));
  },
  regex_findall: filter(
    "regex_findall",
    ["regex", ["multiline", false], ["ignorecase", false]],
    (context, value, pattern, multiline, ignoreCase) =>
      compilePattern(patternText(pattern), flags(ignoreCase, multiline), context.budget).findAll(str(value)),
  ),
  regex_escape: filter("regex_escape", [["re_type", "python"]], (_context, value, type) => {
    const text = str(value);
    if (type === "python")
      return text.replace(/[\s\-#&()*+.?[\\\]^$|{}~]/g, (c) => (/[\t-\r \-#&()*+.?[\\\]^$|{}~]/.test(c) ? `\\${c}` : c));
    if (type === "posix_basic") return text.replace(/[\].[^$*\\]/g, "\\$&");
    return fail(type === "posix_extended" ? `Regex type (${type}) not yet implemented` : `Invalid regex type (${str(type)})`);
  }),
};

function missingRegex(name: string): never {
  return fail(`${name}() missing 1 required positional argument: 'regex'`);
}

function regexReplace(context: EvaluationContext, value: Value, ...values: Value[]): Value {
  const [pattern = "", replacement = "", ignoreCase = false, multiline = false, count = 0n, mandatory = 0n] = values;
  const text = str(value);
  const compiled = compilePattern(patternText(pattern), flags(ignoreCase, multiline), context.budget);
  if (replacement instanceof Undefined) useUndefined(replacement);
  const template = replacement instanceof TaggedText ? replacement.text : replacement;
  if (typeof template !== "string") return fail(`decoding to str: need a bytes-like object, ${typeName(replacement)} found`);
  const { output, count: times } = compiled.replace(text, template, asCount(count));
  if (truthy(mandatory) && BigInt(times) !== mandatory) {
    return fail(`'${str(pattern)}' should match ${str(mandatory)} times, but matches ${str(count)} times in '${text}'`);
  }
  return output;
}

/** re.compile() takes text only. */
export function patternText(pattern: Value): string {
  if (pattern instanceof Undefined) useUndefined(pattern);
  if (pattern instanceof TaggedText) return pattern.text;
  return typeof pattern === "string" ? pattern : fail("first argument must be string or compiled pattern");
}

export function flags(ignoreCase: Value, multiline: Value): PatternFlags {
  return { ignoreCase: truthy(ignoreCase), multiline: truthy(multiline) };
}

/** `\\1` or `\\g<name>` as regex_search takes them. */
function groupReference(argument: Value): string | number {
  if (argument instanceof Undefined) useUndefined(argument);
  if (typeof argument !== "string") return fail(`'${typeName(argument)}' object has no attribute 'startswith'`);
  if (argument.startsWith("\\g")) {
    const name = /^\\g<(\S+)>/.exec(argument)?.[1];
    return name ?? fail("'NoneType' object has no attribute 'group'");
  }
  if (argument.startsWith("\\")) {
    const number = /^\\(\d+)/.exec(argument)?.[1];
    return number === undefined ? fail("'NoneType' object has no attribute 'group'") : Number(number);
  }
  return fail("Unknown argument");
}
