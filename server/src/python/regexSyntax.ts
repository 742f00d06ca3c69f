import { Failure, fail } from "./failure";

/**
 * Translates a regular expression of Python's re into RE2's syntax, which re2js runs in linear time. What RE2 cannot express (lookaround,
 * backreferences, possessive and atomic groups) or would answer differently is Failure `unknown`; what Python refuses is its own error.
 * Source: CPython's Lib/re/_parser.py.
 */

export interface SyntaxOptions {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  /** The text to be searched is ASCII throughout, so the classes need not be Unicode's. */
  readonly ascii: boolean;
  /** Stands in the text for every newline but the last, and `$` is to match before that one: see Pattern in regex.ts. */
  readonly newlineStandIn?: string | undefined;
}

export interface Translated {
  readonly source: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** It has a `$` that, outside multiline, also matches before a final newline. */
  readonly endsAtNewline: boolean;
}

interface Piece {
  readonly source: string;
  /** It can match the empty text. */
  readonly nullable: boolean;
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly a: boolean;
}

const MAX_DEPTH = 120;
const MAX_REPEAT = 1000; // RE2's own limit

export function translatePattern(pattern: string, options: SyntaxOptions): Translated {
  const reader = new Reader(pattern, options);
  const start = reader.globalFlags({ i: options.ignoreCase, m: options.multiline, s: false, x: false, a: false });
  const piece = reader.alternation(start, 0);
  if (!reader.done()) fail(`unbalanced parenthesis at position ${reader.at}`);
  return {
    source: start.i ? `(?i:${piece.source})` : piece.source,
    groupCount: reader.groups,
    groupNames: reader.names,
    endsAtNewline: reader.endsAtNewline,
  };
}

function beyond(what: string): never {
  throw new Failure("unknown", `A regular expression uses ${what}, which is not evaluated here.`, "regex");
}

class Reader {
  readonly #chars: readonly string[];
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  readonly #open = new Set<number>();
  endsAtNewline = false;

  constructor(
    pattern: string,
    private readonly options: SyntaxOptions,
  ) {
    this.#chars = [...pattern];
  }

  done(): boolean {
    return this.at >= this.#chars.length;
  }

  #peek(offset = 0): string {
    return this.#chars[this.at + offset] ?? "";
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
      const rest = this.#chars.slice(this.at, this.at + 12).join("");
      const match = /^\(\?([aiLmsux]+)\)/.exec(rest);
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

  alternation(flags: Flags, depth: number): Piece {
    if (depth > MAX_DEPTH) beyond("groups nested too deeply");
    const branches: Piece[] = [];
    do branches.push(this.#sequence(flags, depth));
    while (this.#eat("|"));
    return { source: branches.map((branch) => branch.source).join("|"), nullable: branches.some((branch) => branch.nullable) };
  }

  #sequence(flags: Flags, depth: number): Piece {
    let source = "";
    let nullable = true;
    for (;;) {
      if (flags.x) this.#skipVerbose();
      const c = this.#peek();
      if (c === "" || c === "|" || c === ")") return { source, nullable };
      const atom = this.#atom(flags, depth);
      const piece = this.#quantified(atom, flags);
      source += piece.source;
      nullable &&= piece.nullable;
    }
  }

  #skipVerbose(): void {
    for (;;) {
      if (/^[ \t\n\r\v\f]$/.test(this.#peek())) this.at++;
      else if (this.#peek() === "#") while (!this.done() && this.#peek() !== "\n") this.at++;
      else return;
    }
  }

  #quantified(atom: Piece & { readonly anchor?: boolean; readonly empty?: boolean }, flags: Flags): Piece {
    if (flags.x) this.#skipVerbose();
    const start = this.at;
    const range = this.#range();
    if (!range) return atom;
    if (atom.anchor || atom.empty) fail(`nothing to repeat at position ${start}`);
    const [least, most] = range;
    const lazy = this.#eat("?");
    if (!lazy && this.#peek() === "+") beyond("a possessive quantifier");
    const again = this.at;
    if (this.#range()) fail(`multiple repeat at position ${again}`);
    if (least > MAX_REPEAT || (most !== undefined && most > MAX_REPEAT)) beyond("a very large repeat count");
    if (atom.nullable && most !== 0 && most !== 1) beyond("a repeated group that can match nothing");
    const count =
      most === undefined ? (least === 0 ? "*" : least === 1 ? "+" : `{${least},}`) : least === 0 && most === 1 ? "?" : `{${least},${most}}`;
    return { source: `(?:${atom.source})${count}${lazy ? "?" : ""}`, nullable: atom.nullable || least === 0 };
  }

  /** `*`, `+`, `?`, `{m,n}`; undefined, and nothing read, where there is none. A `{` that is no quantifier is a plain character. */
  #range(): [least: number, most: number | undefined] | undefined {
    if (this.#eat("*")) return [0, undefined];
    if (this.#eat("+")) return [1, undefined];
    if (this.#eat("?")) return [0, 1];
    if (this.#peek() !== "{") return undefined;
    const match = /^\{(?!\})([0-9]*)(,?)([0-9]*)\}/.exec(this.#chars.slice(this.at, this.at + 40).join(""));
    if (!match) return undefined;
    const start = this.at;
    this.at += match[0].length;
    const least = match[1] === "" ? 0 : Number(match[1]);
    const upper = match[2] === "" ? match[1] : match[3];
    const most = upper === "" || upper === undefined ? undefined : Number(upper);
    if (most !== undefined && most < least) fail(`min repeat greater than max repeat at position ${start + 1}`);
    return [least, most];
  }

  #atom(flags: Flags, depth: number): Piece & { readonly anchor?: boolean; readonly empty?: boolean } {
    const start = this.at;
    if (this.#range()) fail(`nothing to repeat at position ${start}`);
    const c = this.#peek();
    this.at++;
    switch (c) {
      case "(":
        return this.#group(flags, depth, start);
      case "[":
        return { source: this.#set(flags, start), nullable: false };
      case ".":
        return { source: flags.s ? "(?s:.)" : this.#notNewline(), nullable: false };
      case "^":
        return { source: flags.m ? this.#multiline("(?m:^)") : "\\A", nullable: true, anchor: true };
      case "$":
        if (flags.m) return { source: this.#multiline("(?m:$)"), nullable: true, anchor: true };
        this.endsAtNewline = true;
        return { source: this.options.newlineStandIn === undefined ? "\\z" : "(?m:$)", nullable: true, anchor: true };
      case "\\":
        return this.#escape(flags, start);
      default:
        return { source: this.#literal(c), nullable: false };
    }
  }

  #multiline(source: string): string {
    return this.options.newlineStandIn === undefined ? source : beyond("both kinds of line end");
  }

  #notNewline(): string {
    const standIn = this.options.newlineStandIn;
    return standIn === undefined ? "[^\\n]" : `[^\\n${point(standIn)}]`;
  }

  /** A newline is also its stand-in. */
  #literal(c: string): string {
    const standIn = this.options.newlineStandIn;
    if (c === "\n" && standIn !== undefined) return `[\\n${point(standIn)}]`;
    return /^[0-9A-Za-z]$/.test(c) ? c : point(c);
  }

  #group(flags: Flags, depth: number, start: number): Piece & { readonly empty?: boolean } {
    let inner = flags;
    let open = "(?:";
    let number = 0;
    if (this.#eat("?")) {
      if (this.#eat("P<")) {
        const name = this.#until(">", start);
        if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(name)) fail(`bad character in group name '${name}' at position ${start + 4}`);
        number = ++this.groups;
        if (this.names.has(name)) {
          fail(`redefinition of group name '${name}' as group ${number}; was group ${this.names.get(name)} at position ${start + 4}`);
        }
        this.names.set(name, number);
        open = "(";
      } else if (this.#eat("P=")) beyond("a backreference");
      else if (this.#eat(":")) inner = flags;
      else if (this.#eat("#")) {
        while (!this.done() && this.#peek() !== ")") this.at++;
        if (!this.#eat(")")) fail(`missing ), unterminated comment at position ${start}`);
        return { source: "", nullable: true, empty: true };
      } else if (this.#eat("=") || this.#eat("!") || this.#eat("<=") || this.#eat("<!")) beyond("lookahead or lookbehind");
      else if (this.#eat("(")) beyond("a conditional group");
      else if (this.#eat(">")) beyond("an atomic group");
      else inner = this.#groupFlags(flags, start);
      if (inner.i !== flags.i) open = inner.i ? "(?i:" : "(?-i:";
    } else {
      number = ++this.groups;
      open = "(";
    }
    if (number) this.#open.add(number);
    const body = this.alternation(inner, depth + 1);
    if (!this.#eat(")")) fail(`missing ), unterminated subpattern at position ${start}`);
    if (number) this.#open.delete(number);
    return { source: `${open}${body.source})`, nullable: body.nullable };
  }

  #groupFlags(flags: Flags, start: number): Flags {
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(this.#chars.slice(this.at, this.at + 20).join(""));
    if (!match) {
      return fail(`unknown extension ?${this.#peek()} at position ${start + 1}`);
    }
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

  /** After a backslash outside a set. */
  #escape(flags: Flags, start: number): Piece & { readonly anchor?: boolean } {
    const c = this.#peek();
    if (c === "") return fail(`bad escape (end of pattern) at position ${start}`);
    if (c === "A" || c === "Z" || c === "b" || c === "B") {
      this.at++;
      if (c === "A") return { source: "\\A", nullable: true, anchor: true };
      if (c === "Z") return { source: "\\z", nullable: true, anchor: true };
      if (!this.options.ascii && !flags.a) beyond("a word boundary on text that is not ASCII");
      return { source: c === "b" ? "\\b" : "\\B", nullable: true, anchor: true };
    }
    if (/^[dDsSwW]$/.test(c)) {
      this.at++;
      return { source: this.#setSource([this.#shorthand(c, flags)], false), nullable: false };
    }
    if (/^[1-9]$/.test(c)) {
      const digits = this.#chars.slice(this.at, this.at + 3).join("");
      if (/^[0-3][0-7][0-7]/.test(digits)) {
        this.at += 3;
        return { source: this.#literal(String.fromCharCode(Number.parseInt(digits, 8))), nullable: false };
      }
      const number = Number(/^\d{1,2}/.exec(digits)?.[0]);
      if (number > this.groups) return fail(`invalid group reference ${number} at position ${start + 1}`);
      if (this.#open.has(number)) return fail(`cannot refer to an open group at position ${start}`);
      return beyond("a backreference");
    }
    return { source: this.#literal(this.#escapedCharacter(start)), nullable: false };
  }

  /** The character that `\n`, `\x41`, `\u0041`, `\012`, `\.` stand for. */
  #escapedCharacter(start: number): string {
    const c = this.#chars[this.at++] as string;
    const simple = SIMPLE_ESCAPES.get(c);
    if (simple !== undefined) return simple;
    const width = { x: 2, u: 4, U: 8 }[c];
    if (width !== undefined) {
      const digits = this.#chars.slice(this.at, this.at + width).join("");
      const valid = new RegExp(`^[0-9a-fA-F]{${width}}$`).test(digits) && Number.parseInt(digits, 16) <= 0x10ffff;
      if (!valid) return fail(`incomplete escape \\${c}${/^[0-9a-fA-F]*/.exec(digits)?.[0] ?? ""} at position ${start}`);
      this.at += width;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (c === "N") beyond("a named character");
    if (c === "0") {
      const digits = /^[0-7]{0,2}/.exec(this.#chars.slice(this.at, this.at + 2).join(""))?.[0] ?? "";
      this.at += digits.length;
      return String.fromCharCode(Number.parseInt(`0${digits}`, 8));
    }
    if (/^[A-Za-z0-9]$/.test(c)) return fail(`bad escape \\${c} at position ${start}`);
    return c;
  }

  /** `[...]`, the bracket already read. */
  #set(flags: Flags, start: number): string {
    const negated = this.#eat("^");
    const items: SetItem[] = [];
    for (let first = true; ; first = false) {
      if (this.done()) fail(`unterminated character set at position ${start}`);
      if (!first && this.#eat("]")) return this.#setSource(items, negated);
      const from = this.at;
      const low = this.#setItem(flags);
      if (this.#peek() !== "-" || this.#peek(1) === "]" || this.#peek(1) === "") {
        items.push(low);
        continue;
      }
      this.at++;
      const high = this.#setItem(flags);
      const text = () => this.#chars.slice(from, this.at).join("");
      if (low.kind !== "character" || high.kind !== "character") return fail(`bad character range ${text()} at position ${from}`);
      if (low.code > high.code) fail(`bad character range ${text()} at position ${from}`);
      items.push({ kind: "range", low: low.code, high: high.code });
    }
  }

  #setItem(flags: Flags): SetItem {
    const start = this.at;
    const c = this.#chars[this.at++] as string;
    if (c !== "\\") return { kind: "character", code: c.codePointAt(0) as number };
    const next = this.#peek();
    if (next === "") return fail(`bad escape (end of pattern) at position ${start}`);
    if (/^[dDsSwW]$/.test(next)) {
      this.at++;
      return this.#shorthand(next, flags);
    }
    if (next === "b") {
      this.at++;
      return { kind: "character", code: 8 };
    }
    const octal = /^[0-7]{1,3}/.exec(this.#chars.slice(this.at, this.at + 3).join(""))?.[0];
    if (octal !== undefined) {
      this.at += octal.length;
      const code = Number.parseInt(octal, 8);
      if (code > 0o377) fail(`octal escape value \\${octal} outside of range 0-0o377 at position ${start}`);
      return { kind: "character", code };
    }
    return { kind: "character", code: this.#escapedCharacter(start).codePointAt(0) as number };
  }

  #shorthand(letter: string, flags: Flags): SetItem {
    const ascii = this.options.ascii || flags.a;
    if (letter === "d") return { kind: "class", source: ascii ? "0-9" : "\\p{Nd}" };
    if (letter === "D") return { kind: "class", source: ascii ? complement([[0x30, 0x39]]) : "\\P{Nd}", newline: true };
    if (letter === "w") return { kind: "class", source: ascii ? "0-9A-Za-z_" : "\\p{L}\\p{N}_" };
    if (letter === "W") return { kind: "class", source: ascii ? complement(ASCII_WORD) : "", newline: true, notWord: !ascii };
    const space = flags.a ? ASCII_SPACE : SPACE;
    if (letter === "s") return { kind: "class", source: ranges(space), newline: true };
    return { kind: "class", source: complement(space) };
  }

  #setSource(items: readonly SetItem[], negated: boolean): string {
    const standIn = this.options.newlineStandIn;
    let source = "";
    let notWord = false;
    let newline = false;
    for (const item of items) {
      if (item.kind === "character") source += point(String.fromCodePoint(item.code));
      else if (item.kind === "range") source += `${pointOf(item.low)}-${pointOf(item.high)}`;
      else source += item.source;
      if (item.kind === "character") newline ||= item.code === 10;
      else if (item.kind === "range") newline ||= item.low <= 10 && item.high >= 10;
      else {
        newline ||= item.newline === true;
        notWord ||= item.notWord === true;
      }
    }
    // The stand-in is in the set exactly where a newline is. A complement or a wide range might hold it unasked.
    if (standIn !== undefined) {
      if (newline) source += point(standIn);
      else refuseStandIn(source, standIn);
    }
    if (!notWord) return `[${negated ? "^" : ""}${source}]`;
    if (negated) return beyond("a set without \\W on text that is not ASCII");
    return source === "" ? "[^\\p{L}\\p{N}_]" : `(?:[^\\p{L}\\p{N}_]|[${source}])`;
  }
}

type SetItem =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "class"; readonly source: string; readonly newline?: boolean; readonly notWord?: boolean };

/** A set that names no newline must not hold its stand-in; one that does, by a range or a complement, is refused. */
function refuseStandIn(source: string, standIn: string): void {
  const native = source.replaceAll(/\\x\{([0-9a-f]+)\}/gi, "\\u{$1}");
  if (native !== "" && new RegExp(`[${native}]`, "u").test(standIn)) beyond("a set that cannot be told from a newline");
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

type Range = readonly [low: number, high: number];

const ASCII_WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const ASCII_SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
/** str.isspace() */
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

function ranges(list: readonly Range[]): string {
  return list.map(([low, high]) => (low === high ? pointOf(low) : `${pointOf(low)}-${pointOf(high)}`)).join("");
}

function complement(list: readonly Range[]): string {
  const out: Range[] = [];
  let next = 0;
  for (const [low, high] of list) {
    if (low > next) out.push([next, low - 1]);
    next = high + 1;
  }
  out.push([next, 0x10ffff]);
  return ranges(out);
}

function point(c: string): string {
  return pointOf(c.codePointAt(0) as number);
}

function pointOf(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
