import { Failure, fail } from "./failure";
import { type ParsedRegex, type RegexNode, type SetItem, widthOf } from "./regexNodes";

/** Reads a regular expression of Python's re, with Python's complaints. Source: CPython's Lib/re/_parser.py (3.11). */

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

/** Throws Failure `error` for what re.compile() refuses, `unknown` for named characters and patterns that are nested too deeply. */
export function parseRegex(pattern: string, flags: RegexFlags): ParsedRegex {
  const reader = new Reader(pattern);
  const start = reader.globalFlags({ i: flags.ignoreCase, m: flags.multiline, s: false, x: false, a: false });
  const root = reader.alternation(start, 0);
  if (!reader.done()) fail(`unbalanced parenthesis at position ${reader.at}`);
  reader.checkAwaited();
  return { root, groupCount: reader.groups, groupNames: reader.names, endsAtNewline: reader.endsAtNewline };
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly a: boolean;
}

const MAX_DEPTH = 120;
const GROUP_NAME = /^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u;

class Reader {
  readonly #chars: readonly string[];
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  readonly #open = new Set<number>();
  /** Groups that a conditional asks for: they may come later. */
  readonly #awaited: { readonly number: number; readonly at: number }[] = [];
  endsAtNewline = false;

  constructor(pattern: string) {
    this.#chars = [...pattern];
  }

  done(): boolean {
    return this.at >= this.#chars.length;
  }

  checkAwaited(): void {
    for (const { number, at } of this.#awaited) if (number > this.groups) fail(`invalid group reference ${number} at position ${at}`);
  }

  #peek(offset = 0): string {
    return this.#chars[this.at + offset] ?? "";
  }

  #ahead(count: number): string {
    return this.#chars.slice(this.at, this.at + count).join("");
  }

  #eat(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.#peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  /** `(?i)` and the like, which Python takes at the start alone. */
  globalFlags(flags: Flags): Flags {
    let out = flags;
    for (;;) {
      const match = /^\(\?([aiLmsux]+)\)/.exec(this.#ahead(12));
      if (!match) return out;
      this.at += match[0].length;
      out = this.#switch(out, match[1] as string, true);
    }
  }

  #switch(flags: Flags, letters: string, on: boolean): Flags {
    if (letters.includes("L")) fail(`bad inline flags: cannot use 'L' flag with a str pattern at position ${this.at}`);
    const next = { ...flags };
    for (const letter of letters) {
      if (letter === "i" || letter === "m" || letter === "s" || letter === "x" || letter === "a") next[letter] = on;
      if (letter === "u") next.a = false;
    }
    return next;
  }

  alternation(flags: Flags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw new Failure("unknown", "A regular expression is nested too deeply.", "regex");
    const options: RegexNode[] = [];
    do options.push(this.#sequence(flags, depth));
    while (this.#eat("|"));
    return options.length === 1 ? (options[0] as RegexNode) : { kind: "branch", options };
  }

  #sequence(flags: Flags, depth: number): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      if (flags.x) this.#skipVerbose();
      const c = this.#peek();
      if (c === "" || c === "|" || c === ")") return items.length === 1 ? (items[0] as RegexNode) : { kind: "sequence", items };
      const atom = this.#atom(flags, depth);
      const node = this.#quantified(atom, flags);
      if (node) items.push(node);
    }
  }

  #skipVerbose(): void {
    for (;;) {
      if (/^[ \t\n\r\v\f]$/.test(this.#peek())) this.at++;
      else if (this.#peek() === "#") while (!this.done() && this.#peek() !== "\n") this.at++;
      else return;
    }
  }

  /** `atom` is undefined for a comment. */
  #quantified(atom: RegexNode | undefined, flags: Flags): RegexNode | undefined {
    if (flags.x) this.#skipVerbose();
    const start = this.at;
    const range = this.#range();
    if (!range) return atom;
    if (!atom || atom.kind === "anchor" || atom.kind === "boundary") return fail(`nothing to repeat at position ${start}`);
    const [least, most] = range;
    const mode = this.#eat("?") ? "lazy" : this.#eat("+") ? "possessive" : "greedy";
    const again = this.at;
    if (this.#range()) fail(`multiple repeat at position ${again}`);
    return { kind: "repeat", body: atom, least, most, mode };
  }

  /** `*`, `+`, `?`, `{m,n}`; undefined, and nothing read, where there is none. A `{` that is no quantifier is a plain character. */
  #range(): [least: number, most: number] | undefined {
    const infinite = Number.POSITIVE_INFINITY;
    if (this.#eat("*")) return [0, infinite];
    if (this.#eat("+")) return [1, infinite];
    if (this.#eat("?")) return [0, 1];
    if (this.#peek() !== "{") return undefined;
    const match = /^\{(?!\})([0-9]*)(,?)([0-9]*)\}/.exec(this.#ahead(60));
    if (!match) return undefined;
    const start = this.at;
    this.at += match[0].length;
    const least = match[1] === "" ? 0 : Number(match[1]);
    const upper = match[2] === "" ? match[1] : match[3];
    const most = upper === "" || upper === undefined ? infinite : Number(upper);
    if (least > 4294967294 || (most !== infinite && most > 4294967294)) return fail("the repetition number is too large");
    if (most < least) return fail(`min repeat greater than max repeat at position ${start + 1}`);
    return [least, most];
  }

  #atom(flags: Flags, depth: number): RegexNode | undefined {
    const start = this.at;
    if (this.#range()) fail(`nothing to repeat at position ${start}`);
    const c = this.#peek();
    this.at++;
    switch (c) {
      case "(":
        return this.#group(flags, depth, start);
      case "[":
        return this.#set(flags, start);
      case ".":
        return { kind: "any", newline: flags.s };
      case "^":
        return { kind: "anchor", at: flags.m ? "line-start" : "text-start" };
      case "$":
        if (!flags.m) this.endsAtNewline = true;
        return { kind: "anchor", at: flags.m ? "line-end" : "end" };
      case "\\":
        return this.#escape(flags, start);
      default:
        return this.#character(c, flags);
    }
  }

  #character(c: string, flags: Flags): RegexNode {
    return { kind: "character", code: c.codePointAt(0) as number, ignoreCase: flags.i };
  }

  #group(flags: Flags, depth: number, start: number): RegexNode | undefined {
    if (!this.#eat("?")) return this.#body(flags, depth, start, ++this.groups);
    if (this.#eat("P<")) return this.#body(flags, depth, start, this.#named(start));
    if (this.#eat("P=")) {
      const name = this.#until(")", start);
      if (!GROUP_NAME.test(name)) fail(`bad character in group name '${name}' at position ${start + 4}`);
      return this.#reference(this.names.get(name) ?? fail(`unknown group name '${name}' at position ${start + 4}`), flags, start);
    }
    if (this.#eat("P"))
      return fail(this.done() ? "unexpected end of pattern" : `unknown extension ?P${this.#peek()} at position ${start + 1}`);
    if (this.#eat(":")) return this.#body(flags, depth, start, undefined);
    if (this.#eat("#")) {
      while (!this.done() && this.#peek() !== ")") this.at++;
      if (!this.#eat(")")) fail(`missing ), unterminated comment at position ${start}`);
      return undefined;
    }
    if (this.#eat(">")) return { kind: "atomic", body: this.#inside(flags, depth, start) };
    if (this.#eat("=")) return this.#look(true, false, flags, depth, start);
    if (this.#eat("!")) return this.#look(true, true, flags, depth, start);
    if (this.#eat("<=")) return this.#look(false, false, flags, depth, start);
    if (this.#eat("<!")) return this.#look(false, true, flags, depth, start);
    if (this.#eat("(")) return this.#conditional(flags, depth, start);
    return this.#body(this.#groupFlags(flags, start), depth, start, undefined);
  }

  #body(flags: Flags, depth: number, start: number, number: number | undefined): RegexNode {
    if (number !== undefined) this.#open.add(number);
    const body = this.#inside(flags, depth, start);
    if (number !== undefined) this.#open.delete(number);
    return { kind: "group", number, body };
  }

  #inside(flags: Flags, depth: number, start: number): RegexNode {
    const body = this.alternation(flags, depth + 1);
    if (!this.#eat(")")) fail(`missing ), unterminated subpattern at position ${start}`);
    return body;
  }

  #named(start: number): number {
    const name = this.#until(">", start);
    if (!GROUP_NAME.test(name)) fail(`bad character in group name '${name}' at position ${start + 4}`);
    const number = ++this.groups;
    const other = this.names.get(name);
    if (other !== undefined) fail(`redefinition of group name '${name}' as group ${number}; was group ${other} at position ${start + 4}`);
    this.names.set(name, number);
    return number;
  }

  #look(ahead: boolean, negated: boolean, flags: Flags, depth: number, start: number): RegexNode {
    const body = this.#inside(flags, depth, start);
    if (ahead) return { kind: "look", ahead, negated, width: 0, body };
    const [least, most] = widthOf(body);
    if (least !== most) return fail("look-behind requires fixed-width pattern");
    return { kind: "look", ahead, negated, width: least, body };
  }

  #conditional(flags: Flags, depth: number, start: number): RegexNode {
    const name = this.#until(")", start);
    const number = /^[0-9]+$/.test(name) ? Number(name) : this.names.get(name);
    if (number === undefined)
      return fail(
        GROUP_NAME.test(name)
          ? `unknown group name '${name}' at position ${start + 3}`
          : `bad character in group name '${name}' at position ${start + 3}`,
      );
    if (number === 0) return fail(`bad group number at position ${start + 3}`);
    const body = this.#inside(flags, depth, start);
    this.#awaited.push({ number, at: start + 3 });
    const options = body.kind === "branch" ? body.options : [body];
    if (options.length > 2) return fail(`conditional backref with more than two branches at position ${start}`);
    return {
      kind: "conditional",
      group: number,
      whenMatched: options[0] as RegexNode,
      otherwise: options[1] ?? { kind: "sequence", items: [] },
    };
  }

  #groupFlags(flags: Flags, start: number): Flags {
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(this.#ahead(20));
    if (!match)
      return fail(
        this.done() ? `unexpected end of pattern at position ${this.at}` : `unknown extension ?${this.#peek()} at position ${start + 1}`,
      );
    if (match[3] === ")") return fail(`global flags not at the start of the expression at position ${start}`);
    this.at += match[0].length;
    return this.#switch(this.#switch(flags, match[1] as string, true), match[2] ?? "", false);
  }

  #until(end: string, start: number): string {
    let text = "";
    while (!this.done() && this.#peek() !== end) text += this.#chars[this.at++];
    if (!this.#eat(end))
      fail(text === "" ? `missing group name at position ${start + 4}` : `missing ${end}, unterminated name at position ${start + 4}`);
    if (text === "") fail(`missing group name at position ${start + 4}`);
    return text;
  }

  #reference(group: number, flags: Flags, start: number): RegexNode {
    if (group > this.groups) return fail(`invalid group reference ${group} at position ${start + 1}`);
    if (this.#open.has(group)) return fail(`cannot refer to an open group at position ${start}`);
    return { kind: "backreference", group, ignoreCase: flags.i };
  }

  /** After a backslash outside a set. */
  #escape(flags: Flags, start: number): RegexNode {
    const c = this.#peek();
    if (c === "") return fail(`bad escape (end of pattern) at position ${start}`);
    if (/^[AZbBdDsSwW]$/.test(c)) {
      this.at++;
      if (c === "A") return { kind: "anchor", at: "text-start" };
      if (c === "Z") return { kind: "anchor", at: "text-end" };
      if (c === "b" || c === "B") return { kind: "boundary", negated: c === "B", ascii: flags.a };
      return { kind: "set", items: [{ kind: "class", letter: c as "d" }], negated: false, ignoreCase: false, ascii: flags.a };
    }
    if (/^[1-9]$/.test(c)) {
      const octal = /^[0-7]{3}/.exec(this.#ahead(3))?.[0];
      if (octal !== undefined) {
        const code = Number.parseInt(octal, 8);
        if (code > 0o377) return fail(`octal escape value \\${octal} outside of range 0-0o377 at position ${start}`);
        this.at += 3;
        return this.#character(String.fromCharCode(code), flags);
      }
      const digits = /^\d{1,2}/.exec(this.#ahead(2))?.[0] as string;
      this.at += digits.length;
      return this.#reference(Number(digits), flags, start);
    }
    return this.#character(this.#escapedCharacter(start), flags);
  }

  /** The character that `\n`, `\x41`, `\u0041`, `\012`, `\.` stand for. */
  #escapedCharacter(start: number): string {
    const c = this.#chars[this.at++] as string;
    const simple = SIMPLE_ESCAPES.get(c);
    if (simple !== undefined) return simple;
    const width = { x: 2, u: 4, U: 8 }[c];
    if (width !== undefined) {
      const digits = this.#ahead(width);
      const valid = new RegExp(`^[0-9a-fA-F]{${width}}$`).test(digits) && Number.parseInt(digits, 16) <= 0x10ffff;
      if (!valid) return fail(`incomplete escape \\${c}${/^[0-9a-fA-F]*/.exec(digits)?.[0] ?? ""} at position ${start}`);
      this.at += width;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (c === "N") throw new Failure("unknown", "A regular expression names a character, which is not evaluated here.", "regex");
    if (c === "0") {
      const digits = /^[0-7]{0,2}/.exec(this.#ahead(2))?.[0] ?? "";
      this.at += digits.length;
      return String.fromCharCode(Number.parseInt(`0${digits}`, 8));
    }
    if (/^[A-Za-z0-9]$/.test(c)) return fail(`bad escape \\${c} at position ${start}`);
    return c;
  }

  /** `[...]`, the bracket already read. */
  #set(flags: Flags, start: number): RegexNode {
    const negated = this.#eat("^");
    const items: SetItem[] = [];
    for (let first = true; ; first = false) {
      if (this.done()) fail(`unterminated character set at position ${start}`);
      if (!first && this.#eat("]")) return { kind: "set", items, negated, ignoreCase: flags.i, ascii: flags.a };
      const from = this.at;
      const low = this.#setItem();
      if (this.#peek() !== "-" || this.#peek(1) === "]" || this.#peek(1) === "") {
        items.push(low);
        continue;
      }
      this.at++;
      const high = this.#setItem();
      const isRange = low.kind === "range" && high.kind === "range" && low.low <= high.low;
      if (!isRange) return fail(`bad character range ${this.#chars.slice(from, this.at).join("")} at position ${from}`);
      items.push({ kind: "range", low: low.low, high: high.low });
    }
  }

  #setItem(): SetItem {
    const start = this.at;
    const c = this.#chars[this.at++] as string;
    if (c !== "\\") return one(c.codePointAt(0) as number);
    const next = this.#peek();
    if (next === "") return fail(`bad escape (end of pattern) at position ${start}`);
    if (/^[dDsSwW]$/.test(next)) {
      this.at++;
      return { kind: "class", letter: next as "d" };
    }
    if (next === "b") {
      this.at++;
      return one(8);
    }
    const octal = /^[0-7]{1,3}/.exec(this.#ahead(3))?.[0];
    if (octal !== undefined) {
      this.at += octal.length;
      const code = Number.parseInt(octal, 8);
      return code > 0o377 ? fail(`octal escape value \\${octal} outside of range 0-0o377 at position ${start}`) : one(code);
    }
    return one(this.#escapedCharacter(start).codePointAt(0) as number);
  }
}

function one(code: number): SetItem {
  return { kind: "range", low: code, high: code };
}

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);
