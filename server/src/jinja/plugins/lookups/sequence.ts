import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { percentFormat } from "../../../python/format";
import { parseIntText } from "../../../python/numbers";
import { PyTuple, typeName, Undefined, type Value } from "../../../python/values";
import type { EvaluationContext, Lookup } from "../../context";

/** The lookup `sequence`: "5-11/2:host%02d" or "start=5 end=11 stride=2 format=host%02d". Source: ansible plugins/lookup/sequence.py. */
export const sequenceLookup: Lookup = (context, terms, options) => {
  if (options.size > 0 && context.generation === "native")
    return unknown("The lookup 'sequence' with options by name is not evaluated.", "lookup");
  return terms.flatMap((term) => {
    if (term instanceof Undefined) useUndefined(term);
    if (typeof term !== "string") return fail(`unknown error parsing with_sequence arguments: expected string, got ${typeName(term)}`);
    return numbers(context, shortForm(term) ?? longForm(term));
  });
};

interface Sequence {
  readonly start?: bigint | undefined;
  readonly end?: bigint | undefined;
  readonly count?: bigint | undefined;
  readonly stride?: bigint | undefined;
  readonly format?: string | undefined;
}

const SHORTCUT = /^(?:(0?x?[0-9a-f]+)-)?(0?x?[0-9a-f]+)(?:\/(0?x?[0-9a-f]+))?(?::(.+))?$/i;

function shortForm(term: string): Sequence | undefined {
  const match = SHORTCUT.exec(term);
  if (!match) return undefined;
  const number = (text: string | undefined, name: string) => (text === undefined ? undefined : integer(text, name));
  return { start: number(match[1], "start"), end: number(match[2], "end"), stride: number(match[3], "stride"), format: match[4] };
}

function longForm(term: string): Sequence {
  const given = new Map<string, string>();
  for (const word of term.split(/\s+/)) {
    const equals = word.indexOf("=");
    if (equals < 0) {
      if (word !== "") return fail("unrecognized arguments to with_sequence: ['_raw_params']");
      continue;
    }
    if (/["'\\]/.test(word)) return unknown("The lookup 'sequence' with quotes is not evaluated.", "lookup");
    given.set(word.slice(0, equals), word.slice(equals + 1));
  }
  const surplus = [...given.keys()].find((name) => !["start", "end", "count", "stride", "format"].includes(name));
  if (surplus !== undefined) return fail(`unrecognized arguments to with_sequence: ['${surplus}']`);
  const number = (name: string) => (given.has(name) ? integer(given.get(name) as string, name) : undefined);
  return { start: number("start"), end: number("end"), count: number("count"), stride: number("stride"), format: given.get("format") };
}

function integer(text: string, name: string): bigint {
  return parseIntText(text, 0) ?? fail(`can't parse ${name}=${text} as integer`);
}

function numbers(context: EvaluationContext, given: Sequence): Value[] {
  let { start = 1n, end, count, stride = 1n } = given;
  const { format = "%d" } = given;
  if (count === undefined && end === undefined) return fail("must specify count or end in with_sequence");
  if (count !== undefined && end !== undefined) return fail("can't specify both count and end in with_sequence");
  if (count === 0n) [start, end, stride] = [0n, 0n, 0n];
  else if (count !== undefined) end = start + count * stride - 1n;
  const last = end as bigint;
  if (stride > 0n && last < start) return fail("to count backwards make stride negative");
  if (stride < 0n && last > start) return fail("to count forward don't make stride negative");
  if (format.split("%").length !== 2) return fail(`bad formatting string: ${format}`);
  if (stride === 0n) return [];
  context.budget.allocate((last - start) / stride + 1n);
  const out: Value[] = [];
  for (let i = start; stride > 0n ? i <= last : i >= last; i += stride) {
    context.budget.step();
    out.push(percentFormat(format, new PyTuple([i]), context.budget));
  }
  return out;
}
