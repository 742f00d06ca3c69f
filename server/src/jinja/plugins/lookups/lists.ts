import { truthy, useUndefined } from "../../../python/convert";
import { fail } from "../../../python/failure";
import { str } from "../../../python/text";
import { PyDict, PyTuple, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Lookup } from "../../context";
import { elements, isSequence } from "../elements";

/** Lookups that only rearrange their terms. Sources: ansible plugins/lookup/{dict,items,list,nested,together,indexed_items,subelements}.py. */
export const listLookups: Readonly<Record<string, Lookup>> = {
  dict: (context, terms) =>
    terms.flatMap((term) => {
      if (term instanceof Undefined) useUndefined(term);
      if (!(term instanceof PyDict)) return fail("with_dict expects a dict");
      context.budget.allocate(term.size);
      return [...term.entries()].map(
        ([key, value]) =>
          new PyDict([
            ["key", key],
            ["value", value],
          ]),
      );
    }),
  items: (_context, terms) => flattenOnce(terms),
  flattened: (context, terms) => flattenDeep(context, terms),
  list: (_context, terms) => [...terms],
  indexed_items: (_context, terms) => flattenOnce(terms).map((item, i) => new PyTuple([BigInt(i), item])),
  nested: (context, terms) => {
    const lists = terms.map((term) => listed(context, term));
    if (lists.length === 0) return fail("with_nested requires at least one element in the nested list");
    context.budget.allocate(lists.reduce((size, list) => size * list.length, lists.length));
    let rows: Value[] = [...(lists[0] as Value[])];
    for (const list of lists.slice(1)) rows = rows.flatMap((row) => list.map((item) => flattenOnce([row, item])));
    return rows.map((row) => (typeof row === "string" ? [...row] : flattenOnce(elements(context, row))));
  },
  together: (context, terms) => {
    const lists = terms.map((term) => listed(context, term));
    if (lists.length === 0) return fail("with_together requires at least one element in each list");
    const size = Math.max(...lists.map((list) => list.length));
    context.budget.allocate(size * lists.length);
    return Array.from({ length: size }, (_, i) => flattenOnce(lists.map((list) => list[i] ?? null)));
  },
  subelements: (context, terms) => subelements(context, terms),
};

/** LookupBase._flatten: one level. */
function flattenOnce(terms: readonly Value[]): Value[] {
  return terms.flatMap((term) => (Array.isArray(term) ? term : term instanceof PyTuple ? [...term.items] : [term]));
}

function flattenDeep(context: EvaluationContext, terms: readonly Value[]): Value[] {
  return context.budget.deeper(() => {
    context.budget.step(terms.length);
    const out: Value[] = [];
    for (const term of terms) {
      if (term === "None" || term === "null") continue;
      if (isSequence(term)) for (const item of flattenDeep(context, elements(context, term))) out.push(item);
      else out.push(term);
    }
    return out;
  });
}

/** ansible.utils.listify: text or anything that cannot be walked is a list of itself. */
function listed(context: EvaluationContext, term: Value): Value[] {
  if (term instanceof Undefined) useUndefined(term);
  if (typeof term === "string") {
    const value = context.template(term.trim());
    return typeof value === "string" ? [value] : listed(context, value);
  }
  return isSequence(term) || term instanceof PyDict ? elements(context, term) : [term];
}

function subelements(context: EvaluationContext, terms: readonly Value[]): Value[] {
  const [first = null, path = null, third = null] = terms;
  const complain = (what: string) => fail(`subelements lookup expects a list of two or three items, ${what}`);
  if (terms.length < 2 || terms.length > 3) return complain("");
  const source = first instanceof PyDict ? first : listed(context, first);
  if (typeof path !== "string") return complain("first a dict or a list, second a string pointing to the subkey");
  if (source instanceof PyDict && (source.get("skipped") ?? false) !== false) return [];
  const skipMissing = third instanceof PyDict && truthy(third.get("skip_missing") ?? false);
  const out: Value[] = [];
  for (const item of source instanceof PyDict ? source.values() : source) {
    if (!(item instanceof PyDict)) return fail(`subelements lookup expects a dictionary, got '${str(item)}'`);
    if ((item.get("skipped") ?? false) !== false) continue;
    const [copy, list] = takeOut(item, path.split("."), skipMissing);
    context.budget.allocate(list.length);
    for (const inner of list) out.push(new PyTuple([copy, inner]));
  }
  return out;
}

/** The item without its list, as Ansible pops it, and the list. */
function takeOut(item: PyDict, keys: readonly string[], skipMissing: boolean): [Value, readonly Value[]] {
  const [key = "", ...rest] = keys;
  const inner = item.get(key);
  if (inner === undefined) {
    return skipMissing ? [item, []] : fail(`could not find '${key}' key in iterated item '${str(item)}'`);
  }
  const copy = item.copy();
  if (rest.length === 0) {
    if (!Array.isArray(inner)) return fail(`the key ${key} should point to a list, got '${str(inner)}'`);
    copy.delete(key);
    return [copy, inner];
  }
  if (!(inner instanceof PyDict)) {
    return skipMissing ? [item, []] : fail(`the key ${key} should point to a dictionary, got '${str(inner)}'`);
  }
  const [innerCopy, list] = takeOut(inner, rest, skipMissing);
  copy.set(key, innerCopy);
  return [copy, list];
}
