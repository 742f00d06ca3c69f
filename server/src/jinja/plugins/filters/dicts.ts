import { truthy, useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { contains } from "../../../python/subscript";
import { repr, str } from "../../../python/text";
import { PyDict, PyRange, PySet, PyTuple, PyView, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount, elements, hashOf, ignoreCase, isSequence, sortedBy } from "../elements";
import { filter } from "../signature";

/** Filters over dicts and nested data. Sources: ansible filter/core.py and filter/mathstuff.py, ansible/utils/vars.py (merge_hash); jinja2/filters.py (dictsort, items). */
export const dictFilters: Readonly<Record<string, Filter>> = {
  dict2items: filter(
    "dict_to_list_of_dict_key_value_elements",
    [
      ["key_name", "key"],
      ["value_name", "value"],
    ],
    (context, dict, keyName, valueName) => {
      if (!(dict instanceof PyDict)) return fail(`dict2items requires a dictionary, got ${className(dict)} instead.`);
      return entriesOf(context, dict).map(
        ([key, value]) =>
          new PyDict([
            [keyName, key],
            [valueName, value],
          ]),
      );
    },
  ),
  items2dict: filter(
    "list_of_dict_key_value_elements_to_dict",
    [
      ["key_name", "key"],
      ["value_name", "value"],
    ],
    itemsToDict,
  ),
  combine: (context, input, args) => {
    const options = new Map(args.keyword);
    const recursive = truthy(options.get("recursive") ?? false);
    const listMerge = options.get("list_merge") ?? "replace";
    options.delete("recursive");
    options.delete("list_merge");
    if (options.size > 0) return fail("'recursive' and 'list_merge' are the only valid keyword arguments");
    const dicts = flatten(context, [input, ...args.positional], 1, true);
    if (context.generation === "classic") checkDefined(context, dicts);
    if (dicts.length === 0) return new PyDict();
    return dicts.slice(0, -1).reduceRight((high, low) => mergeHash(context, low, high, recursive, listMerge), dicts.at(-1) as Value);
  },
  dictsort: filter(
    "do_dictsort",
    [
      ["case_sensitive", false],
      ["by", "key"],
      ["reverse", false],
    ],
    (context, dict, cased, by, reverse) => {
      if (by !== "key" && by !== "value") return fail('You can only sort by either "key" or "value"');
      if (dict instanceof Undefined) useUndefined(dict);
      if (!(dict instanceof PyDict)) return fail(`'${typeName(dict)}' object has no attribute 'items'`);
      const pairs = entriesOf(context, dict).map((entry) => new PyTuple(entry));
      const key = (pair: Value) => (pair as PyTuple).items[by === "key" ? 0 : 1] as Value;
      return sortedBy(context, pairs, truthy(cased) ? key : (pair) => ignoreCase(key(pair)), truthy(reverse));
    },
  ),
  items: filter("do_items", [], (context, dict) => {
    if (dict instanceof Undefined) return [];
    if (!(dict instanceof PyDict)) return fail("Can only get item pairs from a mapping.");
    return entriesOf(context, dict).map((entry) => new PyTuple(entry));
  }),
  flatten: filter(
    "flatten",
    [
      ["levels", null],
      ["skip_nulls", true],
    ],
    (context, list, levels, skipNulls) => flatten(context, list, levels === null ? undefined : asLevels(levels), truthy(skipNulls)),
  ),
  extract: filter("extract", ["container", ["morekeys", null]], (context, item, container, more) => {
    const keys = more === null ? [item] : Array.isArray(more) ? [item, ...more] : [item, more];
    return keys.reduce((value, key) => context.item(value, key), container);
  }),
  subelements: filter("subelements", ["subelements", ["skip_missing", false]], subelements),
  rekey_on_member: filter("rekey_on_member", ["key", ["duplicates", "error"]], rekey),
};

/** dict.items(): in native templating an undefined value fails when it is reached. */
function entriesOf(context: EvaluationContext, dict: PyDict): [Value, Value][] {
  context.budget.allocate(dict.size);
  const entries = [...dict.entries()];
  if (context.generation === "native") for (const [, value] of entries) if (value instanceof Undefined) useUndefined(value);
  return entries;
}

function asLevels(levels: Value): number {
  if (levels instanceof Undefined) useUndefined(levels);
  return typeof levels === "number" ? levels : asCount(levels);
}

/** str(type(value)). A complaint about the type of an undefined is one about the undefined (Templar.do_template looks for the name). */
export function className(value: Value): string {
  if (value instanceof Undefined) useUndefined(value);
  return `<class '${typeName(value)}'>`;
}

function itemsToDict(context: EvaluationContext, list: Value, keyName: Value, valueName: Value): Value {
  if (!isSequence(list)) return fail(`items2dict requires a list, got ${className(list)} instead.`);
  const out = new PyDict();
  for (const item of elements(context, list)) {
    if (item instanceof Undefined) useUndefined(item);
    if (!(item instanceof PyDict)) return fail(`items2dict requires a list of dictionaries, got ${str(list)} instead.`);
    const [key, value] = [item.get(keyName), item.get(valueName)];
    if (key === undefined || value === undefined) {
      return fail(
        `items2dict requires each dictionary in the list to contain the keys '${str(keyName)}' and '${str(valueName)}', got ${str(list)} instead.`,
      );
    }
    hashOf(key);
    out.set(key, value);
  }
  return out;
}

function flatten(context: EvaluationContext, list: Value, levels: number | undefined, skipNulls: boolean): Value[] {
  return context.budget.deeper(() => {
    const out: Value[] = [];
    for (const item of elements(context, list)) {
      if (item instanceof Undefined) useUndefined(item);
      if (skipNulls && (item === null || item === "None" || item === "null")) continue;
      const into = isSequence(item) && (levels === undefined || levels >= 1);
      if (into)
        for (const inner of flatten(context, item, levels === undefined ? undefined : Math.trunc(levels) - 1, skipNulls)) out.push(inner);
      else out.push(item);
    }
    return out;
  });
}

/** ansible.template.recursive_check_defined */
function checkDefined(context: EvaluationContext, value: Value): void {
  context.budget.step();
  context.budget.deeper(() => {
    if (value instanceof PyDict) for (const item of value.values()) checkDefined(context, item);
    else if (Array.isArray(value)) for (const item of value) checkDefined(context, item);
    else if (value instanceof Undefined) useUndefined(value);
  });
}

const LIST_MERGES = ["replace", "keep", "append", "prepend", "append_rp", "prepend_rp"];

/** ansible.utils.vars.merge_hash: `high` over `low`; neither is changed. */
export function mergeHash(context: EvaluationContext, low: Value, high: Value, recursive: boolean, listMerge: Value): PyDict {
  if (!LIST_MERGES.includes(listMerge as string)) {
    return fail(
      "merge_hash: 'list_merge' argument can only be equal to 'replace', 'keep', 'append', 'prepend', 'append_rp' or 'prepend_rp'",
    );
  }
  if (!(low instanceof PyDict && high instanceof PyDict)) {
    if (low instanceof Undefined) useUndefined(low);
    if (high instanceof Undefined) useUndefined(high);
    return fail(
      `failed to combine variables, expected dicts but got a '${typeName(low)}' and a '${typeName(high)}': \n${repr(low)}\n${repr(high)}`,
    );
  }
  context.budget.allocate(low.size + high.size);
  context.budget.step(low.size + high.size);
  if (low.size === 0) return high.copy();
  const out = low.copy();
  for (const [key, value] of high.entries()) {
    const old = out.get(key);
    if (old instanceof PyDict && value instanceof PyDict && recursive) {
      out.set(
        key,
        context.budget.deeper(() => mergeHash(context, old, value, recursive, listMerge)),
      );
    } else if (Array.isArray(old) && Array.isArray(value) && (recursive || listMerge !== "replace")) {
      out.set(key, mergeLists(context, old, value, listMerge as string));
    } else out.set(key, value);
  }
  return out;
}

function mergeLists(context: EvaluationContext, low: Value[], high: Value[], how: string): Value[] {
  context.budget.allocate(low.length + high.length);
  switch (how) {
    case "keep":
      return low;
    case "append":
      return [...low, ...high];
    case "prepend":
      return [...high, ...low];
    case "append_rp":
      return [...low.filter((item) => !contains(high, item, context.budget)), ...high];
    case "prepend_rp":
      return [...high, ...low.filter((item) => !contains(high, item, context.budget))];
    default:
      return high;
  }
}

function subelements(context: EvaluationContext, object: Value, path: Value, skipMissing: Value): Value {
  const list =
    object instanceof PyDict ? [...object.values()] : Array.isArray(object) ? object : fail("obj must be a list of dicts or a nested dict");
  if (path instanceof Undefined) useUndefined(path);
  const keys = Array.isArray(path) ? path : typeof path === "string" ? path.split(".") : fail("subelements must be a list or a string");
  const out: Value[] = [];
  for (const element of list) {
    const values = descend(element, keys, truthy(skipMissing));
    if (!Array.isArray(values)) {
      return fail(`the key ${repr(keys.at(-1) ?? null)} should point to a list, got ${repr(values)}`);
    }
    context.budget.allocate(values.length);
    for (const value of values) out.push(new PyTuple([element, value]));
  }
  return out;
}

function descend(element: Value, keys: readonly Value[], skipMissing: boolean): Value {
  let value = element;
  for (const key of keys) {
    if (value instanceof Undefined) useUndefined(value);
    if (!(value instanceof PyDict)) return fail(`the key ${str(key)} should point to a dictionary, got '${str(value)}'`);
    const inner = value.get(key);
    if (inner === undefined) {
      if (skipMissing) return [];
      return fail(`could not find ${repr(key)} key in iterated item ${repr(value)}`);
    }
    value = inner;
  }
  return value;
}

function rekey(context: EvaluationContext, data: Value, key: Value, duplicates: Value): Value {
  if (duplicates !== "error" && duplicates !== "overwrite") {
    return fail(`duplicates parameter to rekey_on_member has unknown value: ${str(duplicates)}`);
  }
  if (truthy(data)) truthy(key);
  const walkable = isSequence(data) || data instanceof PySet || data instanceof PyView || data instanceof PyRange;
  if (!(data instanceof PyDict) && !walkable) return fail("Type is not a valid list, set, or dict");
  const out = new PyDict();
  for (const item of data instanceof PyDict ? data.values() : elements(context, data)) {
    if (!(item instanceof PyDict)) return fail("List item is not a valid dict");
    const name = item.get(key);
    if (name === undefined) return fail(`Key ${str(key)} was not found`);
    hashOf(name);
    const old = out.get(name);
    if (old !== undefined && truthy(old) && duplicates === "error")
      return fail(`Key ${str(name)} is not unique, cannot correctly turn into dict`);
    out.set(name, item);
  }
  return out;
}
