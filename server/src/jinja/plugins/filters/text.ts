import { useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { percentFormat } from "../../../python/format";
import type { Method } from "../../../python/members";
import { replaceText, textMethods } from "../../../python/methodsText";
import { trimSpace } from "../../../python/numbers";
import { str } from "../../../python/text";
import { capitalize } from "../../../python/textCase";
import { PyDict, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { bind, filter } from "../signature";

/** Filters over text, one line of it. Sources: jinja2/filters.py; `split` and `quote` are Ansible's (filter/core.py). */
export const textFilters: Readonly<Record<string, Filter>> = {
  string: filter("soft_str", [], (_context, value) => str(value)),
  lower: filter("do_lower", [], (_context, value) => str(value).toLowerCase()),
  upper: filter("do_upper", [], (_context, value) => str(value).toUpperCase()),
  capitalize: filter("do_capitalize", [], (_context, value) => capitalize(str(value))),
  title: filter("do_title", [], (_context, value) =>
    str(value)
      .split(/([-\s({[<]+)/)
      .map(withCapital)
      .join(""),
  ),
  trim: (context, input, args) => {
    const [chars = null] = bind("do_trim", [["chars", null]], args, 1);
    return method("strip")(context, input, { positional: [chars], keyword: new Map() });
  },
  replace: filter("do_replace", ["old", "new", ["count", null]], (context, value, old, replacement, count) =>
    replaceText(str(value), str(old), str(replacement), count === null ? -1 : asCount(count), context.budget),
  ),
  split: (context, input, args) => {
    if (input instanceof Undefined) useUndefined(input);
    if (typeof input === "string" || input instanceof TaggedText) return method("split")(context, input, args);
    return fail(`descriptor 'split' for 'str' objects doesn't apply to a '${typeName(input)}' object`);
  },
  format: (context, input, args) => {
    if (args.positional.length > 0 && args.keyword.size > 0) {
      return fail("can't handle positional and keyword arguments at the same time");
    }
    const values = args.keyword.size > 0 ? new PyDict(args.keyword) : new PyTuple(args.positional);
    return percentFormat(str(input), values, context.budget);
  },
  wordcount: filter("do_wordcount", [], (_context, value) => BigInt(str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
  center: (context, input, args) => {
    const [width = 80n] = bind("do_center", [["width", 80n]], args, 1);
    return method("center")(context, input, { positional: [width], keyword: new Map() });
  },
  quote: filter("quote", [], (_context, value) => quote(value === null ? "" : str(value))),
  comment: (context, input, args) => comment(context, input, args.positional, args.keyword),
};

/** A method of str as a filter. */
function method(name: string): Filter {
  const body = textMethods.get(name) as Method<string>;
  return (context, input, args) => body(str(input), args, { budget: context.budget, mayChange: false });
}

/** shlex.quote() */
export function quote(text: string): string {
  if (text === "") return "''";
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

const COMMENT_STYLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { decoration: "# " },
  erlang: { decoration: "% " },
  c: { decoration: "// " },
  cblock: { beginning: "/*", decoration: " * ", end: " */" },
  xml: { beginning: "<!--", decoration: " - ", end: "-->" },
};

/** ansible filter/core.py, comment */
function comment(context: EvaluationContext, input: Value, positional: readonly Value[], keyword: ReadonlyMap<string, Value>): Value {
  const text = input instanceof Undefined ? useUndefined(input) : input;
  if (typeof text !== "string") return fail(`'${typeName(text)}' object has no attribute 'replace'`);
  const style = positional[0] ?? keyword.get("style") ?? "plain";
  if (positional.length > 1) return fail(`comment() takes from 1 to 2 positional arguments but ${positional.length + 1} were given`);
  const parameters = typeof style === "string" && Object.hasOwn(COMMENT_STYLES, style) ? COMMENT_STYLES[style] : undefined;
  if (!parameters) return fail(context.generation === "native" ? `Invalid style ${str(style)}.` : `'${str(style)}'`);
  const given = new Map([...keyword].filter(([name]) => name !== "style"));
  const decorationGiven = given.get("decoration") ?? (parameters.decoration as string);
  const margin =
    typeof decorationGiven === "string"
      ? trimEnd(decorationGiven)
      : fail(`'${typeName(decorationGiven)}' object has no attribute 'rstrip'`);
  const option = (name: string, fallback: string) => {
    const value = given.get(name);
    return value === undefined ? (parameters[name] ?? fallback) : str(value);
  };
  const times = (name: string) => Math.max(0, asCount(given.get(name) ?? 1n));
  const newline = option("newline", "\n");
  const decoration = option("decoration", "");
  const [prefix, postfix] = [option("prefix", margin), option("postfix", margin)];
  const [prefixCount, postfixCount] = [times("prefix_count"), times("postfix_count")];
  context.budget.allocate((prefix.length + newline.length) * prefixCount + (postfix.length + newline.length) * postfixCount);
  const [beginning, end] = [option("beginning", ""), option("end", "")];
  const head = beginning ? beginning + newline : "";
  const before = prefix ? (prefix === newline ? newline : prefix + newline).repeat(prefixCount) : "";
  const decorated = decoration + replaceText(text, newline, newline + decoration, -1, context.budget);
  const body = replaceText(decorated, decoration + newline, trimEnd(decoration) + newline, -1, context.budget);
  const after = (newline + postfix).repeat(postfixCount);
  return head + before + body + after + (end ? newline + end : "");
}

/** str.rstrip() */
function trimEnd(text: string): string {
  return trimSpace(`.${text}`).slice(1);
}

/** `word[0].upper() + word[1:].lower()`, which is not str.capitalize: `ß` becomes `SS`. */
function withCapital(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length).toLowerCase();
}
