import { add } from "../../../python/add";
import { equal, order } from "../../../python/compare";
import { sizeOf, truthy, useUndefined } from "../../../python/convert";
import { Failure, fail } from "../../../python/failure";
import { str } from "../../../python/text";
import { PyDict, PyRange, PyTuple, PyView, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount, attributeGetter, elements, hashOf, ignoreCase, multiAttributeGetter, sortedBy } from "../elements";
import { filter } from "../signature";

/** Filters over sequences. Source: jinja2/filters.py; `unique` is Ansible's (filter/mathstuff.py). Generators are given as lists, as Ansible unrolls them. */
export const sequenceFilters: Readonly<Record<string, Filter>> = {
  length: filter("len", [], (_context, value) => length(value)),
  count: filter("len", [], (_context, value) => length(value)),
  first: filter("do_first", [], (context, value) => first(context, value)),
  last: filter("do_last", [], (context, value) => last(context, value)),
  list: filter("do_list", [], (context, value) => elements(context, value)),
  join: filter(
    "do_join",
    [
      ["d", ""],
      ["attribute", null],
    ],
    (context, value, separator, attribute) => {
      const items = elements(context, value);
      const get = attribute === null ? (item: Value) => item : attributeGetter(context, attribute);
      const glue = str(separator);
      const texts = items.map((item) => str(get(item)));
      context.budget.allocate(texts.reduce((size, text) => size + text.length + glue.length, 0));
      return texts.join(glue);
    },
  ),
  reverse: filter("do_reverse", [], (context, value) => {
    if (typeof value === "string") return [...value].reverse().join("");
    if (value instanceof Undefined) useUndefined(value);
    if (sizeOf(value) === undefined && !isWalkable(value)) return fail("argument must be iterable");
    return elements(context, value).reverse();
  }),
  sort: filter(
    "do_sort",
    [
      ["reverse", false],
      ["case_sensitive", false],
      ["attribute", null],
    ],
    (context, value, reverse, cased, attribute) => {
      const key = multiAttributeGetter(context, attribute, truthy(cased) ? (item) => item : ignoreCase);
      return sortedBy(context, elements(context, value), key, truthy(reverse));
    },
  ),
  unique: filter(
    "unique",
    [
      ["case_sensitive", null],
      ["attribute", null],
    ],
    unique,
  ),
  min: filter(
    "do_min",
    [
      ["case_sensitive", false],
      ["attribute", null],
    ],
    (context, value, cased, attribute) => extreme(context, value, cased, attribute, "<"),
  ),
  max: filter(
    "do_max",
    [
      ["case_sensitive", false],
      ["attribute", null],
    ],
    (context, value, cased, attribute) => extreme(context, value, cased, attribute, ">"),
  ),
  sum: filter(
    "do_sum",
    [
      ["attribute", null],
      ["start", 0n],
    ],
    (context, value, attribute, start) => {
      const get = attribute === null ? (item: Value) => item : attributeGetter(context, attribute);
      if (typeof start === "string") return fail("sum() can't sum strings [use ''.join(seq) instead]");
      return elements(context, value).reduce((total, item) => add(total, get(item), context.budget), start);
    },
  ),
  batch: filter("do_batch", ["linecount", ["fill_with", null]], batch),
  slice: filter("do_slice", ["slices", ["fill_with", null]], slice),
  groupby: filter("do_groupby", ["attribute", ["default", null], ["case_sensitive", false]], groupBy),
};

function length(value: Value): bigint {
  const size = sizeOf(value);
  return size === undefined ? fail(`object of type '${typeName(value)}' has no len()`) : BigInt(size);
}

function isWalkable(value: Value): boolean {
  return typeName(value) === "generator" || typeName(value).endsWith("iterator");
}

function first(context: EvaluationContext, value: Value): Value {
  if (value instanceof PyRange || Array.isArray(value) || typeof value === "string") {
    const item =
      typeof value === "string" ? [...value.slice(0, 2)][0] : Array.isArray(value) ? value[0] : sizeOf(value) ? value.start : undefined;
    return item === undefined ? new Undefined("No first item, sequence was empty.") : refuseUndefined(context, item);
  }
  const item = elements(context, value, true)[0];
  return item === undefined ? new Undefined("No first item, sequence was empty.") : refuseUndefined(context, item);
}

function last(context: EvaluationContext, value: Value): Value {
  if (value instanceof Undefined) useUndefined(value);
  const reversible =
    typeof value === "string" ||
    Array.isArray(value) ||
    value instanceof PyTuple ||
    value instanceof PyDict ||
    value instanceof PyRange ||
    value instanceof PyView;
  if (!reversible) return fail(`'${typeName(value)}' object is not reversible`);
  const item = Array.isArray(value) ? value.at(-1) : elements(context, value, true).at(-1);
  return item === undefined ? new Undefined("No last item, sequence was empty.") : refuseUndefined(context, item);
}

/** A classic undefined element is handed on; a native plugin that meets one fails with it. */
function refuseUndefined(context: EvaluationContext, item: Value): Value {
  return item instanceof Undefined && context.generation === "native" ? useUndefined(item) : item;
}

/** jinja2's unique (not minding case unless told), and where an item has no hash Ansible's own, by equality. */
function unique(context: EvaluationContext, value: Value, caseSensitive: Value, attribute: Value): Value {
  const items = elements(context, value);
  const cased = truthy(caseSensitive);
  try {
    const get = attributeGetter(context, attribute);
    const seen = new Set();
    return items.filter((item) => {
      const key = hashOf(cased ? get(item) : ignoreCase(get(item)));
      return seen.has(key) ? false : seen.add(key);
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === "unknown") throw error;
    if (caseSensitive === false || truthy(attribute)) {
      return fail(
        "Jinja2's unique filter failed and we cannot fall back to Ansible's version as it does not support the parameters supplied",
      );
    }
    return uniqueByEquality(context, items);
  }
}

function uniqueByEquality(context: EvaluationContext, items: readonly Value[]): Value[] {
  const kept: Value[] = [];
  for (const item of items) {
    context.budget.step(kept.length);
    if (!kept.some((other) => equal(other, item))) kept.push(item);
  }
  return kept;
}

function extreme(context: EvaluationContext, value: Value, cased: Value, attribute: Value, operator: "<" | ">"): Value {
  const items = elements(context, value);
  const get = attributeGetter(context, attribute);
  const key = truthy(cased) ? get : (item: Value) => ignoreCase(get(item));
  let best = items[0];
  if (best === undefined) return new Undefined("No aggregated item, sequence was empty.");
  let bestKey = key(best);
  for (const item of items.slice(1)) {
    const itemKey = key(item);
    const sign = order(itemKey, bestKey, operator);
    if (operator === "<" ? sign < 0 : sign > 0) [best, bestKey] = [item, itemKey];
  }
  return best;
}

function batch(context: EvaluationContext, value: Value, lineCount: Value, fill: Value): Value {
  const items = elements(context, value);
  const size =
    typeof lineCount === "number"
      ? lineCount
      : typeof lineCount === "bigint" || typeof lineCount === "boolean"
        ? asCount(lineCount)
        : Number.NaN;
  const out: Value[][] = [];
  let line: Value[] = [];
  for (const item of items) {
    if (line.length === size) {
      out.push(line);
      line = [];
    }
    line.push(item);
  }
  if (line.length === 0) return out;
  if (fill !== null) {
    const missing = asCount(lineCount) - line.length;
    context.budget.allocate(Math.max(0, missing));
    for (let i = 0; i < missing; i++) line.push(fill);
  }
  out.push(line);
  return out;
}

function slice(context: EvaluationContext, value: Value, slices: Value, fill: Value): Value {
  const items = elements(context, value);
  const count = asCount(slices);
  if (count === 0) return fail("integer division or modulo by zero");
  if (count < 0) return [];
  context.budget.allocate(count);
  const each = Math.floor(items.length / count);
  const longer = items.length % count;
  const out: Value[][] = [];
  let offset = 0;
  for (let number = 0; number < count; number++) {
    const start = offset + number * each;
    if (number < longer) offset++;
    const part = items.slice(start, offset + (number + 1) * each);
    if (fill !== null && number >= longer) part.push(fill);
    out.push(part);
  }
  return out;
}

function groupBy(context: EvaluationContext, value: Value, attribute: Value, fallback: Value, cased: Value): Value {
  const get = attributeGetter(context, attribute, fallback);
  const key = truthy(cased) ? get : (item: Value) => ignoreCase(get(item));
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortedBy(context, elements(context, value), key)) {
    const group = groups.at(-1);
    const itemKey = key(item);
    if (group && equal(group.key, itemKey)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map((group) => new PyTuple([truthy(cased) ? group.key : get(group.items[0] as Value), group.items], ["grouper", "list"]));
}
