import { fail } from "../../../python/failure";
import { type CallArgs, PyTuple, type Value } from "../../../python/values";
import type { EvaluationContext, Filter } from "../../context";
import { asCount, elements } from "../elements";
import { filter } from "../signature";

/** `zip`, `zip_longest`, `product`, `permutations`, `combinations`: Python's itertools, given as lists of tuples. */
export const combinationFilters: Readonly<Record<string, Filter>> = {
  zip: (context, input, args) => {
    const strict = args.keyword.get("strict");
    refuseKeywords("zip", args, ["strict"]);
    const lists = [input, ...args.positional].map((list) => elements(context, list));
    const size = Math.min(...lists.map((list) => list.length));
    if (strict === true) {
      const odd = lists.findIndex((list) => list.length !== (lists[0] as Value[]).length);
      if (odd > 0) {
        const before = odd === 1 ? "argument 1" : `arguments 1-${odd}`;
        fail(
          `zip() argument ${odd + 1} is ${(lists[odd] as Value[]).length < (lists[0] as Value[]).length ? "shorter" : "longer"} than ${before}`,
        );
      }
    }
    return transpose(context, lists, size, null);
  },
  zip_longest: (context, input, args) => {
    refuseKeywords("zip_longest", args, ["fillvalue"]);
    const lists = [input, ...args.positional].map((list) => elements(context, list));
    return transpose(context, lists, Math.max(...lists.map((list) => list.length)), args.keyword.get("fillvalue") ?? null);
  },
  product: (context, input, args) => {
    refuseKeywords("product", args, ["repeat"]);
    const lists = [input, ...args.positional].map((list) => elements(context, list));
    const repeat = asCount(args.keyword.get("repeat") ?? 1n);
    if (repeat < 0) return fail("repeat argument cannot be negative");
    const total = lists.reduce((size, list) => size * list.length, 1) ** repeat;
    context.budget.allocate(total * Math.max(1, lists.length * repeat));
    context.budget.allocate(lists.length * repeat);
    let rows: Value[][] = [[]];
    for (let i = 0; i < repeat; i++) for (const list of lists) rows = rows.flatMap((row) => list.map((item) => [...row, item]));
    return rows.map((row) => new PyTuple(row));
  },
  permutations: filter("permutations", [["r", null]], (context, value, r) => {
    const items = elements(context, value);
    const size = r === null ? items.length : asCount(r);
    if (size < 0) return fail("r must be non-negative");
    return arrangements(context, items, size, true);
  }),
  combinations: filter("combinations", ["r"], (context, value, r) => {
    const size = asCount(r);
    if (size < 0) return fail("r must be non-negative");
    return arrangements(context, elements(context, value), size, false);
  }),
};

function refuseKeywords(name: string, args: CallArgs, known: readonly string[]): void {
  for (const key of args.keyword.keys()) if (!known.includes(key)) fail(`${name}() got an unexpected keyword argument '${key}'`);
}

function transpose(context: EvaluationContext, lists: readonly Value[][], size: number, fill: Value): Value[] {
  context.budget.allocate(size * lists.length);
  return Array.from({ length: size }, (_, i) => new PyTuple(lists.map((list) => (i < list.length ? (list[i] as Value) : fill))));
}

/** All ways to take `size` items, in the order of itertools. */
function arrangements(context: EvaluationContext, items: readonly Value[], size: number, ordered: boolean): Value[] {
  if (size > items.length) return [];
  let total = 1;
  for (let i = 0; i < size; i++) total = ordered ? total * (items.length - i) : (total * (items.length - i)) / (i + 1);
  context.budget.allocate(total * Math.max(1, size));
  const out: Value[] = [];
  const taken: number[] = [];
  const extend = (from: number): void => {
    if (taken.length === size) {
      out.push(new PyTuple(taken.map((at) => items[at] as Value)));
      return;
    }
    for (let at = ordered ? 0 : from; at < items.length; at++) {
      if (ordered && taken.includes(at)) continue;
      context.budget.step();
      taken.push(at);
      extend(at + 1);
      taken.pop();
    }
  };
  extend(0);
  return out;
}
