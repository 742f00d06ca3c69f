import { RE2JS } from "re2js";
import type { Budget } from "./budget";
import { Failure, fail } from "./failure";
import { type Translated, translatePattern } from "./regexSyntax";
import { PyTuple, type Value } from "./values";

/**
 * Python's re on linear-time machinery: search, match, sub, findall and split with Python's answers. Throws Failure `error` for what
 * Python refuses and `unknown` (subject "regex") for what cannot be answered surely; see regexSyntax.ts.
 */

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
}

/** A pattern, checked as re.compile() checks it. Work on texts is counted against `budget`. */
export function compilePattern(pattern: string, flags: PatternFlags, budget: Budget): Pattern {
  budget.step(pattern.length);
  return new Pattern(pattern, { ignoreCase: flags.ignoreCase === true, multiline: flags.multiline === true }, budget);
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** The text of a group by number or name; null where it took no part. Throws "no such group". */
  group(which: number | string): Value;
}

export class Pattern {
  readonly #plain: Translated;

  constructor(
    private readonly pattern: string,
    private readonly flags: Required<PatternFlags>,
    private readonly budget: Budget,
  ) {
    this.#plain = translatePattern(pattern, { ...this.flags, ascii: true });
  }

  /** re.search() */
  search(text: string): Match | undefined {
    return this.#on(text).find(0);
  }

  /** re.match(): at the start of the text. */
  match(text: string): Match | undefined {
    return this.#on(text, "start").find(0);
  }

  /** re.fullmatch() */
  fullMatch(text: string): Match | undefined {
    return this.#on(text, "whole").find(0);
  }

  /** re.findall(): texts, or texts of the one group, or tuples of the groups. */
  findAll(text: string): Value[] {
    const groups = this.#plain.groupCount;
    return this.#all(text).map((match) => {
      if (groups === 0) return match.group(0);
      const parts = Array.from({ length: groups }, (_, i) => match.group(i + 1) ?? "");
      return groups === 1 ? (parts[0] as Value) : new PyTuple(parts);
    });
  }

  /** re.subn(template, text, count): count 0 is all. */
  replace(text: string, template: string, count = 0): { output: string; count: number } {
    const parts = parseTemplate(template, this.#plain);
    let output = "";
    let at = 0;
    let times = 0;
    for (const match of this.#all(text, count)) {
      output += text.slice(at, match.start);
      for (const part of parts) output += typeof part === "string" ? part : String(match.group(part) ?? "");
      this.budget.allocate(output.length >> 4);
      at = match.end;
      times++;
    }
    this.budget.allocate(output.length + text.length - at);
    return { output: output + text.slice(at), count: times };
  }

  /** re.split(text, maxsplit): groups are given between the parts. */
  split(text: string, most = 0): Value[] {
    const out: Value[] = [];
    let at = 0;
    for (const match of this.#all(text, most)) {
      out.push(text.slice(at, match.start));
      for (let i = 1; i <= this.#plain.groupCount; i++) out.push(match.group(i));
      at = match.end;
    }
    return [...out, text.slice(at)];
  }

  /** Every match in turn; after an empty one the next must not be empty at the same place (CPython, must_advance). */
  #all(text: string, most = 0): Match[] {
    const searcher = this.#on(text);
    const out: Match[] = [];
    let at = 0;
    let mustAdvance = false;
    while (at <= text.length && !(most > 0 && out.length === most)) {
      if (mustAdvance && searcher.hasLongerAt(at)) {
        throw new Failure("unknown", "A regular expression matches both nothing and something at one place.", "regex");
      }
      const start = mustAdvance ? at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) : at;
      if (start > text.length) break;
      const match = searcher.find(start);
      if (!match) break;
      this.budget.step();
      out.push(match);
      mustAdvance = match.start === match.end;
      at = match.end;
    }
    return out;
  }

  #on(text: string, anchored?: "start" | "whole"): Searcher {
    const ascii = !/[^\x00-\x7f]/.test(text);
    let subject = text;
    let newlineStandIn: string | undefined;
    if (this.#plain.endsAtNewline && text.endsWith("\n")) {
      newlineStandIn = ["\uf8ff", "\ue000", "\ue001"].find((c) => !text.includes(c) && !this.pattern.includes(c));
      if (newlineStandIn === undefined) throw new Failure("unknown", "A regular expression could not be applied.", "regex");
      subject = `${text.slice(0, -1).replaceAll("\n", newlineStandIn)}\n`;
    }
    const translated =
      ascii && newlineStandIn === undefined ? this.#plain : translatePattern(this.pattern, { ...this.flags, ascii, newlineStandIn });
    const body = translated.source;
    const source = anchored === "start" ? `\\A(?:${body})` : anchored === "whole" ? `\\A(?:${body})\\z` : body;
    return new Searcher(source, translated, subject, text, this.budget);
  }
}

/** One pattern on one text. Offsets are UTF-16, as everywhere inside. */
class Searcher {
  readonly #matcher: ReturnType<RE2JS["matcher"]>;
  readonly #cost: number;

  constructor(
    private readonly source: string,
    private readonly translated: Translated,
    private readonly subject: string,
    private readonly text: string,
    private readonly budget: Budget,
  ) {
    const compiled = compile(source);
    this.#cost = compiled.programSize() / 32;
    this.#matcher = compiled.matcher(subject);
  }

  find(from: number): Match | undefined {
    const left = this.subject.length - from;
    this.budget.step(1 + Math.ceil(Math.min(left, 64) * this.#cost));
    if (!this.#matcher.find(from)) {
      this.budget.step(Math.ceil(left * this.#cost));
      return undefined;
    }
    const matcher = this.#matcher;
    const spans = Array.from({ length: this.translated.groupCount + 1 }, (_, i): readonly [number, number] => [
      matcher.start(i),
      matcher.end(i),
    ]);
    const [start, end] = spans[0] as readonly [number, number];
    this.budget.step(Math.ceil((end - from) * this.#cost));
    const { text, translated } = this;
    return {
      start,
      end,
      group: (which) => {
        const number = typeof which === "number" ? which : translated.groupNames.get(which);
        const span = number === undefined ? undefined : spans[number];
        if (!span) return fail("no such group");
        return span[0] < 0 ? null : text.slice(span[0], span[1]);
      },
    };
  }

  /** Whether something longer than nothing also matches exactly here. */
  hasLongerAt(at: number): boolean {
    if (at >= this.subject.length) return false;
    const longest = compile(this.source, RE2JS.LONGEST_MATCH).matcher(this.subject);
    this.budget.step(Math.ceil(Math.min(this.subject.length - at, 64) * this.#cost));
    return longest.find(at) && longest.start() === at && longest.end() > at;
  }
}

function compile(source: string, flags = 0): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch {
    throw new Failure("unknown", "A regular expression is too large to be evaluated here.", "regex");
  }
}

const TEMPLATE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** A replacement template as texts and group numbers (CPython's Lib/re/_parser.py, parse_template). */
function parseTemplate(template: string, pattern: Translated): (string | number)[] {
  const parts: (string | number)[] = [];
  let at = 0;
  while (at < template.length) {
    const slash = template.indexOf("\\", at);
    if (slash < 0) break;
    if (slash > at) parts.push(template.slice(at, slash));
    const rest = template.slice(slash + 1);
    const [part, size] = templateEscape(rest, slash, pattern);
    parts.push(part);
    at = slash + 1 + size;
  }
  if (at < template.length) parts.push(template.slice(at));
  return parts;
}

function templateEscape(rest: string, at: number, pattern: Translated): [part: string | number, size: number] {
  const c = rest[0];
  if (c === undefined) return fail(`bad escape (end of pattern) at position ${at}`);
  if (c === "g") return groupByName(rest, at, pattern);
  const octal = /^(?:0[0-7]{0,2}|[0-3][0-7][0-7])/.exec(rest)?.[0];
  if (octal !== undefined) return [String.fromCharCode(Number.parseInt(octal, 8)), octal.length];
  const digits = /^[1-9][0-9]?/.exec(rest)?.[0];
  if (digits !== undefined) {
    const three = /^[0-7]{3}/.exec(rest)?.[0];
    if (three !== undefined) return fail(`octal escape value \\${three} outside of range 0-0o377 at position ${at}`);
    return [checkedGroup(Number(digits), at + 1, pattern), digits.length];
  }
  const simple = TEMPLATE_ESCAPES.get(c);
  if (simple !== undefined) return [simple, 1];
  if (/[A-Za-z]/.test(c)) return fail(`bad escape \\${c} at position ${at}`);
  return [`\\${c}`, c.length];
}

function groupByName(rest: string, at: number, pattern: Translated): [part: number, size: number] {
  const match = /^g<([^>]*)>/.exec(rest);
  if (!match) return fail(rest[1] === "<" ? `missing >, unterminated name at position ${at + 3}` : `missing < at position ${at + 2}`);
  const name = match[1] as string;
  if (name === "") return fail(`missing group name at position ${at + 3}`);
  if (/^[0-9]+$/.test(name)) return [checkedGroup(Number(name), at + 3, pattern), match[0].length];
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(name)) return fail(`bad character in group name '${name}' at position ${at + 3}`);
  const number = pattern.groupNames.get(name);
  return number === undefined ? fail(`unknown group name '${name}'`) : [number, match[0].length];
}

function checkedGroup(number: number, at: number, pattern: Translated): number {
  return number > pattern.groupCount ? fail(`invalid group reference ${number} at position ${at}`) : number;
}
