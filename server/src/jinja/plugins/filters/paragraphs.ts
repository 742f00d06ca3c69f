import { truthy, useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { repr } from "../../../python/text";
import { PyDict, TaggedText, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount } from "../elements";
import { filter } from "../signature";
import { wrapLine } from "./wrapLine";

/** Filters over texts of several lines: `indent`, `wordwrap`, `truncate`, `pprint`. Source: jinja2/filters.py. */
export const paragraphFilters: Readonly<Record<string, Filter>> = {
  indent: filter(
    "do_indent",
    [
      ["width", 4n],
      ["first", false],
      ["blank", false],
    ],
    (context, value, width, first, blank) => {
      const indention = typeof width === "string" ? width : spaces(context, asCount(width));
      const lines = splitLines(`${lineText(value, "+=")}\n`);
      context.budget.allocate(lines.length * indention.length + lines.reduce((size, line) => size + line.length, 0));
      const body = truthy(blank)
        ? lines.join(`\n${indention}`)
        : lines.map((line, i) => (i > 0 && line !== "" ? indention + line : line)).join("\n");
      return truthy(first) ? indention + body : body;
    },
  ),
  wordwrap: filter(
    "do_wordwrap",
    [
      ["width", 79n],
      ["break_long_words", true],
      ["wrapstring", null],
      ["break_on_hyphens", true],
    ],
    (context, value, width, breakLong, wrapString, onHyphens) => {
      const glue =
        wrapString === null
          ? "\n"
          : typeof wrapString === "string"
            ? wrapString
            : fail(`'${typeName(wrapString)}' object has no attribute 'join'`);
      const options = { width: asCount(width), breakLong: truthy(breakLong), onHyphens: truthy(onHyphens) };
      const lines = splitLines(lineText(value, "splitlines"));
      context.budget.step(lines.reduce((size, line) => size + line.length, 0));
      const wrapped = lines.map((line) => wrapLine(line, options).join(glue)).join(glue);
      context.budget.allocate(wrapped.length);
      return wrapped;
    },
  ),
  truncate: filter(
    "do_truncate",
    [
      ["length", 255n],
      ["killwords", false],
      ["end", "..."],
      ["leeway", null],
    ],
    truncate,
  ),
  pprint: filter("do_pprint", [], (context, value) => {
    if (value instanceof Undefined) useUndefined(value);
    const text = repr(context.generation === "native" ? value : withSortedKeys(value));
    context.budget.allocate(text.length);
    if (text.length > 80 && context.generation === "classic") return unknown("pprint of a long value is not evaluated here.", "filter");
    return text;
  }),
};

function spaces(context: EvaluationContext, count: number): string {
  if (count <= 0) return "";
  context.budget.allocate(count);
  return " ".repeat(count);
}

function lineText(value: Value, use: string): string {
  if (value instanceof Undefined) useUndefined(value);
  if (value instanceof TaggedText) return value.text;
  if (typeof value === "string") return value;
  if (use === "+=") return fail(`unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
  return fail(`'${typeName(value)}' object has no attribute '${use}'`);
}

/** str.splitlines() */
function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function truncate(context: EvaluationContext, value: Value, length: Value, killWords: Value, end: Value, leeway: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  const most = asCount(length);
  const slack = leeway === null ? 5 : asCount(leeway);
  const tail = typeof end === "string" ? end : fail(`object of type '${typeName(end)}' has no len()`);
  const tailSize = [...tail].length;
  if (most < tailSize) return fail(`expected length >= ${tailSize}, got ${most}`);
  if (slack < 0) return fail(`expected leeway >= 0, got ${slack}`);
  const text = value instanceof TaggedText ? value.text : value;
  if (typeof text !== "string") {
    return Array.isArray(text) || text instanceof PyDict
      ? unknown("truncate of what is not text is not evaluated here.", "filter")
      : fail(`object of type '${typeName(text)}' has no len()`);
  }
  const letters = [...text];
  context.budget.allocate(letters.length);
  if (letters.length <= most + slack) return text;
  const cut = letters.slice(0, most - tailSize).join("");
  if (truthy(killWords)) return cut + tail;
  const space = cut.lastIndexOf(" ");
  return (space < 0 ? cut : cut.slice(0, space)) + tail;
}

/** pprint sorts the keys of dicts. */
function withSortedKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!(value instanceof PyDict)) return value;
  const pairs = [...value.entries()];
  if (!pairs.every(([key]) => typeof key === "string")) return unknown("pprint of keys that are not text is not evaluated here.", "filter");
  pairs.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  return new PyDict(pairs.map(([key, item]) => [key, withSortedKeys(item)]));
}
