import { fail } from "../../python/failure";

/**
 * Host patterns with ranges written out: `node[01:03]`, `db-[a:c]`, `rack[1:9:4]-[a:b]`. After ansible/plugins/inventory/__init__.py,
 * expand_hostname_range. Ansible itself would try to make a billion hosts; here that is an error.
 */

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** How many hosts one pattern may stand for. */
export const MAXIMUM_HOSTS = 50_000;

/** The names, in order. Throws a Failure with Ansible's reason where it fails too, or where there are more than `maximum`. */
export function expandRange(pattern: string, maximum = MAXIMUM_HOSTS): string[] {
  let names = [pattern];
  // Ranges are written out from the left; each name of one pattern holds the same number of them.
  while (names.length > 0 && (names[0] as string).includes("[")) {
    const next: string[] = [];
    for (const name of names) {
      const { head, sequence, tail } = readRange(name);
      if (next.length + sequence.length > maximum) fail(`host range ${pattern} stands for more than ${maximum} hosts`);
      for (const part of sequence.values()) next.push(head + part + tail);
    }
    names = next;
  }
  return names;
}

interface Sequence {
  readonly length: number;
  values(): Iterable<string>;
}

function readRange(pattern: string): { readonly head: string; readonly sequence: Sequence; readonly tail: string } {
  const parts = pattern.replace("[", "|").replace("]", "|").split("|");
  if (parts.length !== 3) fail(`the brackets of ${pattern} do not match: a range of hosts is written node[1:3], a section [name]`);
  const [head, range, tail] = parts as [string, string, string];
  const bounds = range.split(":");
  if (bounds.length !== 2 && bounds.length !== 3) fail("host range must be begin:end or begin:end:step");
  const begin = bounds[0] || "0";
  const end = bounds[1] as string;
  const step = bounds[2] ?? "1";
  if (end === "") fail("host range must specify end value");
  const width = begin.startsWith("0") && begin.length > 1 ? begin.length : 0;
  if (width > 0 && width !== end.length) fail("host range must specify equal-length begin and end formats");
  return { head, sequence: letterSequence(begin, end, step, width) ?? numberSequence(begin, end, step, width), tail };
}

function letterSequence(begin: string, end: string, step: string, width: number): Sequence | undefined {
  // Python's index() finds substrings, so that `[ab:cd]` counts from a to c.
  const first = LETTERS.indexOf(begin);
  const last = LETTERS.indexOf(end);
  if (first < 0 || last < 0) return undefined;
  if (first > last) fail("host range must have begin <= end");
  const by = readInteger(step);
  if (by === undefined || by === 0n) return undefined; // Ansible then tries numbers, and fails on those
  const letters: string[] = [];
  for (let i = first; by > 0n && i <= last; i += Number(by)) letters.push(zeroFill(LETTERS[i] as string, width));
  return { length: letters.length, values: () => letters };
}

function numberSequence(begin: string, end: string, step: string, width: number): Sequence {
  const first = readInteger(begin) ?? fail(`invalid literal for int() with base 10: '${begin}'`);
  const last = readInteger(end) ?? fail(`invalid literal for int() with base 10: '${end}'`);
  const by = readInteger(step) ?? fail(`invalid literal for int() with base 10: '${step}'`);
  if (by === 0n) fail("range() arg 3 must not be zero");
  const stop = last + 1n;
  const count = by > 0n ? (stop - first + by - 1n) / by : (first - stop - by - 1n) / -by;
  return {
    length: count > 0n ? Number(count) : 0,
    *values() {
      for (let i = first; by > 0n ? i < stop : i > stop; i += by) yield zeroFill(i.toString(), width);
    },
  };
}

/** int(text): white space around it, a sign, underscores between digits. */
function readInteger(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?[0-9]+(?:_[0-9]+)*$/.test(trimmed) || trimmed.length > 4000) return undefined;
  const digits = BigInt(trimmed.replace(/^[+-]/, "").replaceAll("_", ""));
  return trimmed.startsWith("-") ? -digits : digits;
}

function zeroFill(text: string, width: number): string {
  if (text.length >= width) return text;
  return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
}
