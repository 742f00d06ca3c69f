import type { Problem } from "../../text/problem";
import { type Span, span } from "../../text/span";
import type { MissingNode } from "../ast";
import { describe, describeType, type LexProblem, type ProblemCode, shorten, type Token, type TokenType } from "./token";

/**
 * The parser's place among the tokens (jinja2/lexer.py, TokenStream), its bounds, and the problems found. A tag has at most one problem:
 * what follows the first is mostly its consequence.
 */
export class Cursor {
  readonly problems: Problem[] = [];
  /** End of what has been read, for the span of a node that ends here. */
  lastEnd = 0;
  /** Height of the tree that was read last: see `fits`. */
  height = 0;
  #index = 0;
  #depth = 0;
  #tagStart = 0;
  #tagBroken = false;
  #lexProblem = 0;

  constructor(
    readonly tokens: readonly Token[],
    private readonly lexProblems: readonly LexProblem[],
  ) {
    const first = this.current.type;
    if (first !== "data" && first !== "variable_begin" && first !== "block_begin") this.#enterTag();
  }

  get current(): Token {
    return this.tokens[this.#index] as Token;
  }

  /** The tag that the cursor is in, from its begin to what has been read of it. */
  get tagSpan(): Span {
    return span(this.#tagStart, Math.max(this.#tagStart, this.lastEnd));
  }

  look(): Token {
    return this.tokens[this.#index + 1] ?? this.current;
  }

  /** Goes one token ahead and returns the one left behind. The last token, eof, is never left. */
  next(): Token {
    const token = this.current;
    if (token.type === "eof") return token;
    this.lastEnd = Math.max(this.lastEnd, token.end);
    this.#index++;
    if (token.type === "variable_begin" || token.type === "block_begin") {
      this.#tagStart = token.start;
      this.#enterTag();
    }
    return token;
  }

  is(type: TokenType): boolean {
    return this.current.type === type;
  }

  isName(name: string): boolean {
    return this.current.type === "name" && this.current.text === name;
  }

  skip(type: TokenType): boolean {
    if (!this.is(type)) return false;
    this.next();
    return true;
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.next();
    return true;
  }

  /** The current token if it is of that type (and name); otherwise a problem, and the cursor stays. */
  expect(type: TokenType, name?: string): Token | undefined {
    const token = this.current;
    if (token.type === type && (name === undefined || token.text === name) && !token.absent) return this.next();
    this.expected(name ?? describeType(type));
    return undefined;
  }

  expected(what: string): void {
    const token = this.current;
    if (token.type === "eof" || token.absent) this.problem(`unexpected end of template, expected '${what}'.`);
    else this.problem(`expected token '${what}', got '${describe(token)}'`);
  }

  /** Records a problem at the current token, or at `at`, unless the tag has one already. */
  problem(message: string, at: Span = this.#here(), code: ProblemCode = "jinja-syntax"): void {
    if (this.#tagBroken) return;
    this.#tagBroken = true;
    this.report(message, at, code);
  }

  /** Records a problem whatever the tag. */
  report(message: string, at: Span, code: ProblemCode = "jinja-syntax"): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ severity: "error", code, message: shortenMessage(message), span: at });
  }

  /** The hole between what has been read and the next token, where something should stand. */
  hole(): Span {
    const start = this.lastEnd;
    this.lastEnd = Math.max(start, this.current.start);
    return span(start, this.lastEnd);
  }

  missing(): MissingNode {
    this.height = 0;
    return { kind: "missing", span: this.hole() };
  }

  /** One level deeper. False, a problem and the rest of the tag skipped: too deep. */
  enter(): boolean {
    if (this.#depth >= MAX_DEPTH) return this.#tooDeep();
    this.#depth++;
    return true;
  }

  leave(): void {
    this.#depth--;
  }

  /** Notes the height of a tree just made, so that whoever walks it needs no more stack than we do. False as in `enter`. */
  fits(height: number): boolean {
    this.height = height;
    return height <= MAX_DEPTH || this.#tooDeep();
  }

  #tooDeep(): false {
    this.problem("nested too deeply", this.#here(), "jinja-depth");
    this.skipToTagEnd();
    return false;
  }

  skipToTagEnd(): void {
    while (!this.is("variable_end") && !this.is("block_end") && !this.is("eof")) this.next();
  }

  /** Leaves the rest of the text unread. */
  giveUp(): void {
    this.#index = this.tokens.length - 1;
  }

  /** Takes the lexer's problems up to the end of the text. */
  finish(): void {
    for (; this.#lexProblem < this.lexProblems.length; this.#lexProblem++) this.#reportLexed();
    this.problems.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  /** A new tag: it is broken from the start if the lexer found a problem in it. */
  #enterTag(): void {
    this.#tagBroken = false;
    let end = this.#index;
    if (this.#lexProblem >= this.lexProblems.length) return;
    while (end < this.tokens.length - 1 && this.tokens[end]?.type !== "variable_end" && this.tokens[end]?.type !== "block_end") end++;
    for (; (this.lexProblems[this.#lexProblem]?.token ?? Number.POSITIVE_INFINITY) <= end; this.#lexProblem++) {
      if (!this.#tagBroken) this.#reportLexed();
      this.#tagBroken = true;
    }
  }

  #reportLexed(): void {
    const problem = this.lexProblems[this.#lexProblem] as LexProblem;
    this.report(problem.message, span(problem.start, problem.end), problem.code);
  }

  #here(): Span {
    const { start, end, absent } = this.current;
    // What a tag that is not closed lacks, it lacks after its last word.
    if (absent) return span(this.lastEnd, this.lastEnd);
    return span(start, Math.max(start, end));
  }
}

/** CPython gives up at 200 nested brackets, so that Jinja2 compiles 197 levels at most (measured with 3.1.2 on Python 3.11). */
const MAX_DEPTH = 197;
const MAX_PROBLEMS = 100;

function shortenMessage(message: string): string {
  return message.length > 400 ? shorten(message.slice(0, 400)) : message;
}
