import { isIdentifier, isSpace, skipSpace, stripEnd, wordEnd } from "./characters";
import { decodeString, scanNumber } from "./literals";
import type { LexProblem, Operator, ProblemCode, Token, TokenType } from "./token";

/**
 * Cuts a text into tokens as jinja2/lexer.py does, in linear time. A tag that cannot be read to its end that way is read once more on
 * guard: strings and brackets then end with the tag, and the next `{{`, `{%` or `{#` ends it too, so that the rest of the text stays
 * readable. Offsets are those of the text given here; see tokenize.ts for line ends and Ansible's backslashes.
 */
export interface LexOptions {
  readonly state: "root" | "variable_begin" | "block_begin";
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  /** False: strings keep their source as value and words are not checked, as in Lexer.tokeniter before Lexer.wrap. */
  readonly values: boolean;
  /** True: backslashes inside `{{ }}` stand for themselves. */
  readonly literalBackslashes: boolean;
}

export interface Lexed {
  readonly tokens: Token[];
  readonly problems: LexProblem[];
}

export function lex(text: string, options: LexOptions): Lexed {
  return new Lexer(text, options).run();
}

/** So many characters are read a second time (or twice the text); later tags are read on guard at once, which keeps the time linear. */
const SECOND_READING = 200_000;

const OPERATORS = new Set<string>([..."+-/*%~[](){}><=.:|,;", "//", "**", "==", "!=", ">=", "<="]);
const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

type TagState = "variable_begin" | "block_begin";

class Lexer {
  readonly #tokens: Token[] = [];
  readonly #problems: LexProblem[] = [];
  #at = 0;
  #readTwice = 0;

  constructor(
    private readonly text: string,
    private readonly options: LexOptions,
  ) {}

  run(): Lexed {
    if (this.options.state !== "root") this.#tag(this.options.state);
    while (this.#at < this.text.length) this.#root();
    this.#push("eof", this.text.length, this.text.length);
    return { tokens: this.#tokens, problems: this.#problems };
  }

  #push(type: TokenType, start: number, end: number, text = "", absent = false): void {
    this.#tokens.push(absent ? { type, start, end, text, absent } : { type, start, end, text });
  }

  #problem(message: string, start: number, end: number, code: ProblemCode = "jinja-syntax"): void {
    this.#problems.push({ message, start, end, token: this.#tokens.length, code });
  }

  /** Data up to the next tag or comment, and that. */
  #root(): void {
    const { text } = this;
    const start = this.#at;
    let open = text.indexOf("{", start);
    while (open >= 0 && !"{%#".includes(text[open + 1] || " ")) open = text.indexOf("{", open + 1);
    if (open < 0) {
      this.#push("data", start, text.length, text.slice(start));
      this.#at = text.length;
      return;
    }
    const kind = text[open + 1];
    const sign = text[open + 2];
    this.#data(start, open, sign, kind !== "{");
    const afterSign = sign === "-" || sign === "+" ? open + 3 : open + 2;
    const raw = kind === "%" ? this.#rawBegin(afterSign) : undefined;
    if (raw !== undefined) this.#raw(open, raw);
    else if (kind === "#") this.#comment(open, afterSign);
    else {
      const state = kind === "{" ? "variable_begin" : "block_begin";
      this.#push(state, open, afterSign);
      this.#at = afterSign;
      this.#tag(state);
    }
  }

  /** Text before a tag, whose sign and the options say what is stripped. */
  #data(start: number, end: number, sign: string | undefined, stripsBlanks: boolean): void {
    let textEnd = end;
    if (sign === "-") textEnd = stripEnd(this.text, start, end);
    else if (sign !== "+" && this.options.lstripBlocks && stripsBlanks) {
      const lineStart = this.text.slice(start, end).lastIndexOf("\n") + 1 + start;
      const startsLine = lineStart > start || start === 0 || this.text[start - 1] === "\n";
      if (startsLine && skipSpace(this.text, lineStart) >= end) textEnd = lineStart;
    }
    if (textEnd > start) this.#push("data", start, end, this.text.slice(start, textEnd));
  }

  /** After `{%` and its sign: the end of `raw %}`, if that stands here. */
  #rawBegin(from: number): number | undefined {
    let i = skipSpace(this.text, from);
    if (!this.text.startsWith("raw", i)) return undefined;
    i = skipSpace(this.text, i + 3);
    if (this.text.startsWith("-%}", i)) return skipSpace(this.text, i + 3);
    return this.text.startsWith("%}", i) ? i + 2 : undefined;
  }

  #raw(open: number, start: number): void {
    for (let at = this.text.indexOf("{%", start); at >= 0; at = this.text.indexOf("{%", at + 2)) {
      const sign = this.text[at + 2];
      let i = skipSpace(this.text, sign === "-" || sign === "+" ? at + 3 : at + 2);
      if (!this.text.startsWith("endraw", i)) continue;
      i = skipSpace(this.text, i + 6);
      const end = this.#blockEnd(i);
      if (end === undefined) continue;
      this.#data(start, at, sign, true);
      this.#at = end;
      return;
    }
    // At the very end of the text Jinja2 has no character left to complain about.
    if (start < this.text.length) {
      this.#problem("Missing end of raw directive", open, start);
      this.#push("data", start, this.text.length, this.text.slice(start));
    }
    this.#at = this.text.length;
  }

  #comment(open: number, start: number): void {
    const close = this.text.indexOf("#}", start);
    if (close < 0) {
      if (start < this.text.length) this.#problem("Missing end of comment tag", open, Math.min(start, this.text.length));
      this.#at = this.text.length;
      return;
    }
    const sign = close > start ? this.text[close - 1] : "";
    const end = close + 2;
    if (sign === "-") this.#at = skipSpace(this.text, end);
    else this.#at = sign !== "+" && this.options.trimBlocks && this.text[end] === "\n" ? end + 1 : end;
  }

  /** The end of `%}` with its sign and what it strips, if it stands at `at`. */
  #blockEnd(at: number): number | undefined {
    const { text } = this;
    if (text.startsWith("+%}", at)) return at + 3;
    if (text.startsWith("-%}", at)) return skipSpace(text, at + 3);
    if (!text.startsWith("%}", at)) return undefined;
    return this.options.trimBlocks && text[at + 2] === "\n" ? at + 3 : at + 2;
  }

  #variableEnd(at: number): number | undefined {
    if (this.text.startsWith("-}}", at)) return skipSpace(this.text, at + 3);
    return this.text.startsWith("}}", at) ? at + 2 : undefined;
  }

  #tag(state: TagState): void {
    const begin = this.#at;
    const tokens = this.#tokens.length;
    const problems = this.#problems.length;
    const guarded = this.#readTwice > Math.max(SECOND_READING, this.text.length * 2);
    if (this.#readTag(state, guarded) || guarded || this.options.state !== "root") return;
    this.#readTwice += this.#at - begin;
    const first = this.#problems[problems];
    this.#at = begin;
    this.#tokens.length = tokens;
    this.#problems.length = problems;
    this.#readTag(state, true);
    if (this.#problems.length === problems && first !== undefined && (first.start <= this.#at || !this.#tokens.at(-1)?.absent)) {
      this.#problems.push({ ...first, token: Math.min(first.token, this.#tokens.length - 1) });
    }
  }

  /** Reads to the end of the tag. False: not closed, or with a problem, which strict reading stops at. */
  #readTag(state: TagState, guarded: boolean): boolean {
    const { text } = this;
    const balance: string[] = [];
    const problems = this.#problems.length;
    const endType = state === "variable_begin" ? "variable_end" : "block_end";
    while (this.#at < text.length) {
      const at = this.#at;
      const end = state === "variable_begin" ? this.#variableEnd(at) : this.#blockEnd(at);
      if (end !== undefined && (balance.length === 0 || (guarded && this.#endsAnyway(balance, at)))) {
        if (balance.length > 0) this.#unexpected(text.includes("}}", at) ? "}" : "%", balance, at);
        const mark = text.indexOf("}", at) + (state === "variable_begin" ? 2 : 1);
        this.#push(endType, at, Math.min(end, mark));
        this.#at = end;
        return this.#problems.length === problems;
      }
      if (guarded && this.#nextTag(state, at, endType)) return false;
      this.#token(state, balance, guarded);
      if (!guarded && this.#problems.length > problems && this.options.state === "root") return false;
    }
    this.#push(endType, text.length, text.length, "", true);
    return false;
  }

  /** On guard: whether the tag ends at `at` although brackets are open. Two open braces may be what `}}` closes. */
  #endsAnyway(balance: readonly string[], at: number): boolean {
    if (this.text[at] !== "}") return true;
    const open = balance.at(-1);
    return !(open === "}" && (balance.at(-2) === "}" || this.text[at + 2] === "}"));
  }

  /** On guard: the start of another tag, or the end of another kind of tag, ends this one. */
  #nextTag(state: TagState, at: number, endType: TokenType): boolean {
    const two = this.text.slice(at, at + 2);
    if (two === "{{" || two === "{%" || two === "{#") {
      this.#push(endType, at, at, "", true);
      return true;
    }
    if (two !== (state === "variable_begin" ? "%}" : "}}")) return false;
    this.#problem(`unexpected '${two[0] === "%" ? "%" : "}"}'`, at, at + 2);
    this.#push(endType, at, at + 2);
    this.#at = at + 2;
    return true;
  }

  /** One token inside a tag, or the white space before one. */
  #token(state: TagState, balance: string[], guarded: boolean): void {
    const { text } = this;
    const at = this.#at;
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      this.#at = skipSpace(text, at);
      return;
    }
    const number = scanNumber(text, at);
    if (number) {
      this.#at = number.end;
      if (number.value === undefined) this.#problem("this number has too many digits", at, number.end, "jinja-compile");
      const type = typeof number.value === "number" ? "float" : "integer";
      this.#tokens.push({ type, start: at, end: number.end, text: "", number: number.value ?? 0n });
      return;
    }
    const word = wordEnd(text, at);
    if (word > at) {
      const name = text.slice(at, word);
      if (this.options.values && !isIdentifier(name)) this.#problem("Invalid character in identifier", at, word);
      this.#push("name", at, word, name);
      this.#at = word;
      return;
    }
    if (code === 39 || code === 34) this.#string(state, at, guarded);
    else this.#operator(balance, at);
  }

  #string(state: TagState, at: number, guarded: boolean): void {
    const { text } = this;
    const quote = text.charCodeAt(at);
    let i = at + 1;
    let closed = false;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        closed = true;
        break;
      }
      if (guarded && this.#stopsString(i, code)) break;
      if (code === 92) i++;
    }
    const end = Math.min(closed ? i + 1 : i, text.length);
    const inside = text.slice(at + 1, closed ? i : end);
    this.#at = end;
    if (!closed) {
      // Jinja2 says "unexpected char"; the quote that is missing is what the author wants to hear of.
      this.#problem(`this string is not closed: ${String.fromCharCode(quote)} is missing`, at, end);
      this.#push("string", at, end, inside);
      return;
    }
    const literal = !this.options.values || (this.options.literalBackslashes && state === "variable_begin");
    const decoded = literal ? { value: inside } : decodeString(inside);
    if ("error" in decoded) this.#problem(decoded.error, at, end);
    this.#push("string", at, end, "error" in decoded ? inside : decoded.value);
  }

  /** On guard: a line's end, a tag's end or start end a string. */
  #stopsString(i: number, code: number): boolean {
    if (code === 10) return true;
    if (code !== 125 && code !== 37 && code !== 123 && code !== 45) return false;
    const two = this.text.slice(i, i + 2);
    return two === "}}" || two === "%}" || two === "{{" || two === "{%" || ((two === "-}" || two === "-%") && this.text[i + 2] === "}");
  }

  #operator(balance: string[], at: number): void {
    const two = this.text.slice(at, at + 2);
    const operator = OPERATORS.has(two) && two.length === 2 ? two : two.slice(0, 1);
    this.#at = at + operator.length;
    if (!OPERATORS.has(operator)) {
      const character = String.fromCodePoint(this.text.codePointAt(at) as number);
      this.#at = at + character.length;
      this.#problem(`unexpected char '${character}'`, at, this.#at);
      return;
    }
    const closing = CLOSING.get(operator);
    if (closing) balance.push(closing);
    else if (operator === ")" || operator === "]" || operator === "}") {
      if (balance.at(-1) !== operator) {
        this.#unexpected(operator, balance, at);
        return;
      }
      balance.pop();
    }
    this.#push(operator as Operator, at, this.#at);
  }

  #unexpected(what: string, balance: readonly string[], at: number): void {
    const expected = balance.at(-1);
    const missing = expected === what ? `'${what}' is missing` : `unexpected '${what}'${expected ? `, expected '${expected}'` : ""}`;
    this.#problem(missing, at, at + 1);
  }
}
