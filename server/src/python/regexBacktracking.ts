import type { Budget } from "./budget";
import { Failure } from "./failure";
import { isDigitCode, isSpaceCode, isWordCode } from "./regexClasses";
import type { LookNode, ParsedRegex, RegexNode, RepeatNode, SetNode } from "./regexNodes";

/**
 * Matches a parsed regular expression by trying, as CPython's sre does, for what RE2 cannot express: lookaround, backreferences, possessive
 * repeats. Every step is counted against the budget, so that a catastrophic pattern ends as unknown.
 */

/** Start and end of each group in code points; undefined for a group that took no part. */
export type Spans = readonly (readonly [start: number, end: number] | undefined)[];

type Next = (at: number) => boolean;

const MAX_DEPTH = 2500;

/** The match that starts exactly at `at`; `accept` may refuse an end. */
export function matchAt(
  regex: ParsedRegex,
  points: readonly number[],
  at: number,
  budget: Budget,
  accept: (end: number) => boolean = () => true,
): Spans | undefined {
  const matcher = new Matcher(points, budget, regex.groupCount);
  let end = -1;
  const found = bounded(() =>
    matcher.run(regex.root, at, (stop) => {
      if (!accept(stop)) return false;
      end = stop;
      return true;
    }),
  );
  return found ? [[at, end], ...matcher.spans.slice(1)] : undefined;
}

/** The stack may already be deep when a template comes here. */
function bounded(body: () => boolean): boolean {
  try {
    return body();
  } catch (error) {
    if (error instanceof RangeError) tooLong();
    throw error;
  }
}

function tooLong(): never {
  throw new Failure("unknown", "A regular expression takes too long to match.", "regex");
}

class Matcher {
  spans: (readonly [number, number] | undefined)[];
  #depth = 0;

  constructor(
    private readonly points: readonly number[],
    private readonly budget: Budget,
    groups: number,
  ) {
    this.spans = new Array(groups + 1).fill(undefined);
  }

  run(node: RegexNode, at: number, next: Next): boolean {
    this.budget.step();
    if (++this.#depth > MAX_DEPTH) tooLong();
    try {
      return this.#match(node, at, next);
    } finally {
      this.#depth--;
    }
  }

  #match(node: RegexNode, at: number, next: Next): boolean {
    switch (node.kind) {
      case "character":
      case "set":
      case "any":
        return at < this.points.length && takes(node, this.points[at] as number) && next(at + 1);
      case "anchor":
        return this.#anchored(node.at, at) && next(at);
      case "boundary":
        return this.points.length > 0 && this.#isBoundary(at, node.ascii) !== node.negated && next(at);
      case "group":
        return node.number === undefined ? this.run(node.body, at, next) : this.#capture(node.number, node.body, at, next);
      case "sequence":
        return this.#sequence(node.items, 0, at, next);
      case "branch":
        return node.options.some((option) => this.#tried(() => this.run(option, at, next)));
      case "repeat":
        return this.#repeat(node, at, next);
      case "atomic":
        return this.#alone(node.body, at, next);
      case "look":
        return this.#look(node, at, next);
      case "backreference":
        return this.#again(node.group, node.ignoreCase, at, next);
      case "conditional":
        return this.run(this.spans[node.group] ? node.whenMatched : node.otherwise, at, next);
    }
  }

  /** What the groups held before comes back where an attempt fails. */
  #tried(attempt: () => boolean): boolean {
    const saved = [...this.spans];
    if (attempt()) return true;
    this.spans = saved;
    return false;
  }

  #sequence(items: readonly RegexNode[], index: number, at: number, next: Next): boolean {
    const item = items[index];
    return item === undefined ? next(at) : this.run(item, at, (stop) => this.#sequence(items, index + 1, stop, next));
  }

  #capture(group: number, body: RegexNode, at: number, next: Next): boolean {
    return this.run(body, at, (stop) => {
      const before = this.spans[group];
      this.spans[group] = [at, stop];
      if (next(stop)) return true;
      this.spans[group] = before;
      return false;
    });
  }

  /** The body's first way to match and no other. */
  #alone(body: RegexNode, at: number, next: Next): boolean {
    return this.#tried(() => {
      let stop = -1;
      const found = this.run(body, at, (end) => {
        stop = end;
        return true;
      });
      return found && next(stop);
    });
  }

  #look({ ahead, negated, width, body }: LookNode, at: number, next: Next): boolean {
    const from = ahead ? at : at - width;
    const saved = [...this.spans];
    const found = from >= 0 && this.run(body, from, (end) => ahead || end === at);
    if (found === negated) {
      this.spans = saved;
      return false;
    }
    if (negated) this.spans = saved;
    if (next(at)) return true;
    this.spans = saved;
    return false;
  }

  #again(group: number, ignoreCase: boolean, at: number, next: Next): boolean {
    const span = this.spans[group];
    if (!span) return false;
    const size = span[1] - span[0];
    for (let i = 0; i < size; i++) {
      const [a, b] = [this.points[span[0] + i] as number, this.points[at + i]];
      if (b === undefined || (a !== b && !(ignoreCase && folded(a) === folded(b)))) return false;
    }
    this.budget.step(size);
    return next(at + size);
  }

  #repeat(node: RepeatNode, at: number, next: Next): boolean {
    const { body } = node;
    const single = body.kind === "character" || body.kind === "set" || body.kind === "any";
    if (node.mode === "possessive") {
      // CPython 3.11 itself goes wrong with larger bodies.
      if (!single) throw new Failure("unknown", "A regular expression has a possessive group, which is not evaluated here.", "regex");
      return this.#alone({ ...node, mode: "greedy" }, at, next);
    }
    if (body.kind === "character" || body.kind === "set" || body.kind === "any") return this.#repeatOne(node, body, at, next);
    return this.#iterate(node, 0, at, -1, next);
  }

  #repeatOne({ least, most, mode }: RepeatNode, body: RegexNode & { kind: "character" | "set" | "any" }, at: number, next: Next): boolean {
    const fits = (i: number) => i < this.points.length && takes(body, this.points[i] as number);
    let end = at;
    while (end - at < (mode === "lazy" ? least : most) && fits(end)) end++;
    this.budget.step(end - at);
    if (end - at < least) return false;
    if (mode === "lazy") {
      for (; ; end++) {
        if (next(end)) return true;
        this.budget.step();
        if (end - at >= most || !fits(end)) return false;
      }
    }
    for (; end - at >= least; end--) {
      this.budget.step();
      if (next(end)) return true;
    }
    return false;
  }

  /** sre's MAX_UNTIL and MIN_UNTIL: beyond the least count an iteration must start elsewhere than the one before it. */
  #iterate(node: RepeatNode, count: number, at: number, last: number, next: Next): boolean {
    const once = (from: number) => this.#tried(() => this.run(node.body, at, (stop) => this.#iterate(node, count + 1, stop, from, next)));
    if (count < node.least) return once(last);
    const more = () => count < node.most && at !== last && once(at);
    return node.mode === "lazy" ? this.#tried(() => next(at)) || more() : more() || next(at);
  }

  #anchored(kind: "text-start" | "line-start" | "end" | "line-end" | "text-end", at: number): boolean {
    const { points } = this;
    if (kind === "text-start") return at === 0;
    if (kind === "line-start") return at === 0 || points[at - 1] === 10;
    if (at === points.length) return true;
    if (kind === "text-end") return false;
    return points[at] === 10 && (kind === "line-end" || at === points.length - 1);
  }

  #isBoundary(at: number, ascii: boolean): boolean {
    const isWord = (code: number | undefined) => code !== undefined && isWordCode(code, ascii);
    return isWord(this.points[at - 1]) !== isWord(this.points[at]);
  }
}

function takes(node: RegexNode & { kind: "character" | "set" | "any" }, code: number): boolean {
  if (node.kind === "any") return node.newline || code !== 10;
  if (node.kind === "character") return code === node.code || (node.ignoreCase && folded(code) === folded(node.code));
  return inSet(node, code);
}

function inSet(node: SetNode, code: number): boolean {
  const codes = node.ignoreCase ? variants(code) : [code];
  return codes.some((one) => hasItem(node, one)) !== node.negated;
}

function hasItem({ items, ascii }: SetNode, code: number): boolean {
  return items.some((item) => {
    if (item.kind === "range") return code >= item.low && code <= item.high;
    const lower = item.letter.toLowerCase();
    const inside = lower === "d" ? isDigitCode(code, ascii) : lower === "w" ? isWordCode(code, ascii) : isSpaceCode(code, ascii);
    return inside === (lower === item.letter);
  });
}

/** One character for all that differ in case alone. */
function folded(code: number): number {
  if (code === 0x17f) return 0x73;
  const lower = String.fromCodePoint(code).toLowerCase();
  return [...lower].length === 1 ? (lower.codePointAt(0) as number) : code;
}

function variants(code: number): number[] {
  const upper = String.fromCodePoint(code).toUpperCase();
  return [code, folded(code), [...upper].length === 1 ? (upper.codePointAt(0) as number) : code];
}
