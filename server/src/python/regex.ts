import { RE2JS } from "re2js";
import type { Budget } from "./budget";
import { fail, unknown } from "./failure";
import { re2Source } from "./re2Source";
import { matchAt, type Spans } from "./regexBacktracking";
import type { ParsedRegex } from "./regexNodes";
import { parseRegex, type RegexFlags } from "./regexParser";
import { parseTemplate } from "./regexTemplate";
import { PyTuple, type Value } from "./values";

/**
 * Python's re: search, match, sub, findall and split with Python's answers. A pattern runs on re2js in linear time where that gives the
 * same answer, else by backtracking within the budget. Throws Failure `error` for what Python refuses, `unknown` for what takes too long.
 */

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
}

/** A pattern, checked as re.compile() checks it. Work on texts is counted against `budget`. */
export function compilePattern(pattern: string, flags: PatternFlags, budget: Budget): Pattern {
  budget.step(pattern.length);
  const all: RegexFlags = { ignoreCase: flags.ignoreCase === true, multiline: flags.multiline === true };
  return new Pattern(parseRegex(pattern, all), pattern, budget);
}

/** Offsets are UTF-16, as everywhere inside. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The text of a group by number or name; null where it took no part. Throws "no such group". */
  group(which: number | string): Value;
}

type Anchoring = "none" | "start" | "whole";

export class Pattern {
  constructor(
    private readonly regex: ParsedRegex,
    private readonly pattern: string,
    private readonly budget: Budget,
  ) {}

  /** re.search() */
  search(text: string): Match | undefined {
    return this.#on(text, "none").find(0, false);
  }

  /** re.match(): at the start of the text. */
  match(text: string): Match | undefined {
    return this.#on(text, "start").find(0, false);
  }

  /** re.fullmatch() */
  fullMatch(text: string): Match | undefined {
    return this.#on(text, "whole").find(0, false);
  }

  /** re.findall(): texts, or texts of the one group, or tuples of the groups. */
  findAll(text: string): Value[] {
    const groups = this.regex.groupCount;
    return this.#all(text).map((match) => {
      if (groups === 0) return match.group(0);
      const parts = Array.from({ length: groups }, (_, i) => match.group(i + 1) ?? "");
      return groups === 1 ? (parts[0] as Value) : new PyTuple(parts);
    });
  }

  /** re.subn(template, text, count): count 0 is all. */
  replace(text: string, template: string, count = 0): { output: string; count: number } {
    const parts = parseTemplate(template, this.regex);
    let output = "";
    let at = 0;
    let times = 0;
    for (const match of this.#all(text, count)) {
      const piece =
        text.slice(at, match.start) + parts.map((part) => (typeof part === "string" ? part : String(match.group(part) ?? ""))).join("");
      this.budget.allocate(piece.length);
      output += piece;
      at = match.end;
      times++;
    }
    this.budget.allocate(text.length - at);
    return { output: output + text.slice(at), count: times };
  }

  /** re.split(text, maxsplit): groups are given between the parts. */
  split(text: string, most = 0): Value[] {
    const out: Value[] = [];
    let at = 0;
    for (const match of this.#all(text, most)) {
      out.push(text.slice(at, match.start));
      for (let i = 1; i <= this.regex.groupCount; i++) out.push(match.group(i));
      at = match.end;
    }
    return [...out, text.slice(at)];
  }

  /** Every match in turn; one behind an empty match must not be empty at the same place (CPython, must_advance). */
  #all(text: string, most = 0): Match[] {
    const searcher = this.#on(text, "none");
    const out: Match[] = [];
    let at = 0;
    let mustAdvance = false;
    while (at <= text.length && !(most > 0 && out.length === most)) {
      const match = searcher.find(at, mustAdvance);
      if (!match) break;
      this.budget.step();
      out.push(match);
      mustAdvance = match.start === match.end;
      at = match.end;
    }
    return out;
  }

  #on(text: string, anchoring: Anchoring): Searcher {
    return (
      linearSearcher(this.regex, this.pattern, text, anchoring, this.budget) ?? new TryingSearcher(this.regex, text, anchoring, this.budget)
    );
  }
}

/** One pattern on one text. */
interface Searcher {
  /** The first match from `from` on; with `mustAdvance` not an empty one right there. */
  find(from: number, mustAdvance: boolean): Match | undefined;
}

/** undefined where RE2 cannot give Python's answer for this pattern on this text. */
function linearSearcher(regex: ParsedRegex, pattern: string, text: string, anchoring: Anchoring, budget: Budget): Searcher | undefined {
  let subject = text;
  let newlineStandIn: string | undefined;
  if (regex.endsAtNewline && text.endsWith("\n")) {
    newlineStandIn = ["\uf8ff", "\ue000", "\ue001"].find((c) => !text.includes(c) && !pattern.includes(c));
    if (newlineStandIn === undefined) return undefined;
    subject = `${text.slice(0, -1).replaceAll("\n", newlineStandIn)}\n`;
  }
  const body = re2Source(regex, { ascii: !/[^\x00-\x7f]/.test(subject), empty: text === "", newlineStandIn });
  if (body === undefined) return undefined;
  const source = anchoring === "start" ? `\\A(?:${body})` : anchoring === "whole" ? `\\A(?:${body})\\z` : body;
  const compiled = compile(source);
  return compiled && new LinearSearcher(compiled, source, regex, subject, text, budget);
}

function compile(source: string, flags = 0): RE2JS | undefined {
  try {
    return RE2JS.compile(source, flags);
  } catch {
    return undefined;
  }
}

class LinearSearcher implements Searcher {
  readonly #matcher: ReturnType<RE2JS["matcher"]>;
  readonly #cost: number;

  constructor(
    compiled: RE2JS,
    private readonly source: string,
    private readonly regex: ParsedRegex,
    private readonly subject: string,
    private readonly text: string,
    private readonly budget: Budget,
  ) {
    this.#cost = compiled.programSize() / 32;
    this.#matcher = compiled.matcher(subject);
  }

  find(from: number, mustAdvance: boolean): Match | undefined {
    let start = from;
    if (mustAdvance) {
      if (this.#hasLongerAt(from)) return new TryingSearcher(this.regex, this.text, "none", this.budget).find(from, true);
      start += (this.text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
    }
    if (start > this.subject.length) return undefined;
    const left = this.subject.length - start;
    this.budget.step(1 + Math.ceil(Math.min(left, 64) * this.#cost));
    const matcher = this.#matcher;
    if (!matcher.find(start)) {
      this.budget.step(Math.ceil(left * this.#cost));
      return undefined;
    }
    const spans = Array.from({ length: this.regex.groupCount + 1 }, (_, i): readonly [number, number] => [
      matcher.start(i),
      matcher.end(i),
    ]);
    const [begin, end] = spans[0] as readonly [number, number];
    this.budget.step(Math.ceil((end - start) * this.#cost));
    return matchOf(this.regex, begin, end, (number) => {
      const span = spans[number] as readonly [number, number];
      return span[0] < 0 ? null : this.text.slice(span[0], span[1]);
    });
  }

  /** Whether something longer than nothing also matches exactly here. */
  #hasLongerAt(at: number): boolean {
    if (at >= this.subject.length) return false;
    this.budget.step(Math.ceil(Math.min(this.subject.length - at, 64) * this.#cost));
    const longest = (compile(this.source, RE2JS.LONGEST_MATCH) ?? unknown("A regular expression could not be applied.", "regex")).matcher(
      this.subject,
    );
    return longest.find(at) && longest.start() === at && longest.end() > at;
  }
}

class TryingSearcher implements Searcher {
  readonly #points: number[] = [];
  /** The UTF-16 offset of each code point, and of the end. */
  readonly #offsets: number[] = [];

  constructor(
    private readonly regex: ParsedRegex,
    private readonly text: string,
    private readonly anchoring: Anchoring,
    private readonly budget: Budget,
  ) {
    budget.step(text.length);
    let offset = 0;
    for (const c of text) {
      this.#offsets.push(offset);
      this.#points.push(c.codePointAt(0) as number);
      offset += c.length;
    }
    this.#offsets.push(offset);
  }

  find(from: number, mustAdvance: boolean): Match | undefined {
    const first = this.#offsets.indexOf(from);
    const last = this.anchoring === "none" ? this.#points.length : first;
    for (let at = first; at <= last; at++) {
      const accept = (end: number) =>
        (this.anchoring !== "whole" || end === this.#points.length) && !(mustAdvance && at === first && end === at);
      const spans = matchAt(this.regex, this.#points, at, this.budget, accept);
      if (spans) return this.#matchOf(spans);
    }
    return undefined;
  }

  #matchOf(spans: Spans): Match {
    const offset = (at: number) => this.#offsets[at] as number;
    const [start, end] = spans[0] as readonly [number, number];
    return matchOf(this.regex, offset(start), offset(end), (number) => {
      const span = spans[number];
      return span ? this.text.slice(offset(span[0]), offset(span[1])) : null;
    });
  }
}

function matchOf(regex: ParsedRegex, start: number, end: number, group: (number: number) => Value): Match {
  return {
    start,
    end,
    group: (which) => {
      const number = typeof which === "number" ? which : /^[0-9]+$/.test(which) ? undefined : regex.groupNames.get(which);
      return number === undefined || number > regex.groupCount ? fail("no such group") : group(number);
    },
  };
}
