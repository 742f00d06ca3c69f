import { useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { percentFormat } from "../../../python/format";
import { trimSpace } from "../../../python/numbers";
import { str } from "../../../python/text";
import { PyDict, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { filter } from "../signature";

/** Filters over text, one line of it. Sources: jinja2/filters.py; `split` and `quote` are Ansible's (filter/core.py). */
export const textFilters: Readonly<Record<string, Filter>> = {
  string: filter("soft_str", [], (_context, value) => str(value)),
  lower: filter("do_lower", [], (_context, value) => str(value).toLowerCase()),
  upper: filter("do_upper", [], (_context, value) => str(value).toUpperCase()),
  capitalize: filter("do_capitalize", [], (_context, value) => capitalize(str(value))),
  title: filter("do_title", [], (_context, value) =>
    str(value)
      .split(/([-\s({[<]+)/)
      .filter((part) => part !== "")
      .map(capitalize)
      .join(""),
  ),
  trim: filter("do_trim", [["chars", null]], (_context, value, chars) => strip(str(value), chars)),
  replace: filter("do_replace", ["old", "new", ["count", null]], (context, value, old, replacement, count) =>
    replace(context, str(value), str(old), str(replacement), count === null ? -1 : asCount(count)),
  ),
  split: filter(
    "split",
    [
      ["sep", null],
      ["maxsplit", -1n],
    ],
    (context, value, separator, most) => {
      if (value instanceof Undefined) useUndefined(value);
      const text = value instanceof TaggedText ? value.text : value;
      if (typeof text !== "string") {
        return fail(`descriptor 'split' for 'str' objects doesn't apply to a '${typeName(value)}' object`);
      }
      context.budget.allocate(text.length);
      return split(text, separator, asCount(most));
    },
  ),
  format: (context, input, args) => {
    if (args.positional.length > 0 && args.keyword.size > 0) {
      return fail("can't handle positional and keyword arguments at the same time");
    }
    const values = args.keyword.size > 0 ? new PyDict(args.keyword) : new PyTuple(args.positional);
    return percentFormat(str(input), values, context.budget);
  },
  wordcount: filter("do_wordcount", [], (_context, value) => BigInt(str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
  center: filter("do_center", [["width", 80n]], (context, value, width) => center(context, str(value), asCount(width))),
  quote: filter("quote", [], (_context, value) => quote(value === null ? "" : str(value))),
  comment: (context, input, args) => comment(context, input, args.positional, args.keyword),
};

/** str.capitalize(): the first character in title case, the rest lower. */
export function capitalize(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

function strip(text: string, chars: Value): string {
  if (chars === null) return trimSpace(text);
  if (chars instanceof Undefined) useUndefined(chars);
  if (typeof chars !== "string") return fail("strip arg must be None or str");
  const drop = new Set(chars);
  const letters = [...text];
  let [start, end] = [0, letters.length];
  while (start < end && drop.has(letters[start] as string)) start++;
  while (end > start && drop.has(letters[end - 1] as string)) end--;
  return letters.slice(start, end).join("");
}

function replace(context: EvaluationContext, text: string, old: string, replacement: string, count: number): string {
  if (count === 0) return text;
  const parts = old === "" ? ["", ...text, ""] : text.split(old);
  const times = Math.min(parts.length - 1, count < 0 ? Number.POSITIVE_INFINITY : count);
  context.budget.allocate(text.length + times * replacement.length);
  context.budget.step(parts.length);
  const head = parts.slice(0, times + 1).join(replacement);
  const tail = parts.slice(times + 1);
  return tail.length === 0 ? head : head + old + tail.join(old);
}

/** str.split() */
function split(text: string, separator: Value, most: number): Value[] {
  if (separator instanceof Undefined) useUndefined(separator);
  if (separator === null) return splitSpace(text, most);
  if (typeof separator !== "string") return fail(`must be str or None, not ${typeName(separator)}`);
  if (separator === "") return fail("empty separator");
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

function splitSpace(text: string, most: number): Value[] {
  const out: Value[] = [];
  let rest = trimStart(text);
  while (rest !== "") {
    if (out.length === most) return [...out, trimEnd(rest)];
    const match = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/.exec(rest);
    if (!match) return [...out, rest];
    out.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + match[0].length);
  }
  return out;
}

function trimStart(text: string): string {
  return trimSpace(`${text}.`).slice(0, -1);
}

function trimEnd(text: string): string {
  return trimSpace(`.${text}`).slice(1);
}

/** str.center(): an odd margin goes left when the width is odd (CPython, unicode_center). */
export function center(context: EvaluationContext, text: string, width: number): string {
  const margin = width - [...text].length;
  if (margin <= 0) return text;
  context.budget.allocate(width);
  const left = Math.floor(margin / 2) + (margin % 2 === 1 && width % 2 === 1 ? 1 : 0);
  return " ".repeat(left) + text + " ".repeat(margin - left);
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
  const decorated = decoration + replace(context, text, newline, newline + decoration, -1);
  const body = replace(context, decorated, decoration + newline, trimEnd(decoration) + newline, -1);
  const after = (newline + postfix).repeat(postfixCount);
  return head + before + body + after + (end ? newline + end : "");
}
