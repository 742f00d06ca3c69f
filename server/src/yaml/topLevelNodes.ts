import { type Span, span } from "../text/span";
import { COLON, DASH, HASH, isBlank, SPACE, TAB } from "./cursor";
import { LineMarks } from "./lineMarks";
import { quoteEnd } from "./topLevelKey";

/**
 * Follows the values below a top-level key just closely enough to know where quoted texts, brackets and block scalars end, so that no text
 * inside them is taken for a key. Methods that pass over text give the start of the next line to look at, or -1 where it is not certain
 * what the text is.
 */
export class TopLevelNodes {
  #lineStart = 0;
  #lineEnd = 0;
  nextLine = 0;
  /** Column of the collection whose plain scalar may go on in deeper lines, -1 for none. */
  #plain = -1;
  /** Column of the collection whose last key or item still lacks its value, -1 for none. */
  #pending = -1;
  /** Items may stand at the left edge: the top-level key had nothing on its line. */
  #items = false;
  #valueStart = -1;
  #valueEnd = -1;

  readonly #marks: LineMarks;

  constructor(private readonly text: string) {
    this.#marks = new LineMarks(text);
  }

  /** Where the line ends, without its break. */
  startLine(start: number): number {
    this.#lineStart = start;
    const found = this.text.indexOf("\n", start);
    this.nextLine = found < 0 ? this.text.length : found + 1;
    const end = found < 0 ? this.text.length : found;
    this.#lineEnd = end > start && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    return this.#lineEnd;
  }

  comment(): void {
    this.#plain = -1;
  }

  mayHoldItems(): boolean {
    return this.#items;
  }

  valueSpan(): Span {
    return span(this.#valueStart, Math.max(this.#valueStart, this.#valueEnd));
  }

  /** What follows the colon of a top-level key. */
  value(at: number): number {
    this.#valueStart = at;
    this.#valueEnd = -1;
    this.#plain = -1;
    this.#pending = -1;
    this.#items = false;
    const next = this.#node(at, 0, false);
    this.#items = this.#pending === 0;
    return next;
  }

  /** A further line, from its first character that is no space. */
  line(first: number): number {
    if (this.#plain >= 0 && first - this.#lineStart > this.#plain) return this.#plainScalar(first, this.#plain);
    this.#plain = -1;
    return this.#node(first, this.#pending, true);
  }

  /**
   * A node that starts at `at` or behind the blanks there. `parent`: column of the collection that it belongs to, -1: there must be a key
   * or an item. `nested`: a key or an item may stand here.
   */
  #node(start: number, parent: number, nested: boolean): number {
    const { text } = this;
    let at = start;
    for (;;) {
      const from = at;
      while (at < this.#lineEnd && text.charCodeAt(at) === SPACE) at++;
      const c = at < this.#lineEnd ? text.charCodeAt(at) : 0;
      if (c === TAB) return -1;
      if (c === 0 || (c === HASH && at > from)) return this.#end(-1, parent);
      this.#note(at);
      if (c === DASH && this.#blankOrEndAt(at + 1)) {
        if (!nested) return -1;
        parent = at - this.#lineStart;
        this.#valueEnd = ++at;
        continue;
      }
      if (c === 34 || c === 39) {
        const end = quoteEnd(text, at, this.#lineEnd);
        if (end < 0) return parent < 0 ? -1 : this.#longQuote(at);
        const colon = this.#colonBehind(end);
        if (colon < 0) return parent < 0 ? -1 : this.#after(end);
        if (!nested) return -1;
        parent = at - this.#lineStart;
        nested = false;
        this.#valueEnd = at = colon + 1;
        continue;
      }
      if (c === 91 || c === 123) return parent < 0 ? -1 : this.#brackets(at);
      if (c === 33) {
        while (at < this.#lineEnd && !isBlank(text.charCodeAt(at))) at++;
        this.#valueEnd = at;
        nested = false;
        continue;
      }
      if (c === 124 || c === 62) return parent < 0 ? -1 : this.#blockScalar(at, parent);
      if (NEVER.includes(String.fromCharCode(c)) || ((c === 63 || c === COLON) && this.#blankOrEndAt(at + 1))) return -1;
      const colon = this.#colonOfKey(at);
      if (colon < 0) return parent < 0 ? -1 : this.#plainScalar(at, parent);
      if (!nested) return -1;
      parent = at - this.#lineStart;
      nested = false;
      this.#valueEnd = at = colon + 1;
    }
  }

  #note(at: number): void {
    if (this.#valueEnd < 0) this.#valueStart = at;
    this.#valueEnd = Math.max(this.#valueEnd, at + 1);
  }

  #end(plain: number, pending: number): number {
    this.#plain = plain;
    this.#pending = pending;
    return this.nextLine;
  }

  #blankOrEndAt(at: number): boolean {
    return at >= this.#lineEnd || isBlank(this.text.charCodeAt(at));
  }

  /** The colon of the key that starts at `at`, -1 where the rest of the line has none. */
  #colonOfKey(start: number): number {
    return this.#marks.colon(start, this.#marks.comment(start, this.#lineEnd), this.#lineEnd);
  }

  #colonBehind(end: number): number {
    let at = end;
    while (at < this.#lineEnd && isBlank(this.text.charCodeAt(at))) at++;
    return at < this.#lineEnd && this.text.charCodeAt(at) === COLON && this.#blankOrEndAt(at + 1) ? at : -1;
  }

  /** The rest of the line behind a node that is complete: nothing but a comment. */
  #after(end: number): number {
    this.#valueEnd = end;
    let at = end;
    while (at < this.#lineEnd && isBlank(this.text.charCodeAt(at))) at++;
    if (at < this.#lineEnd && (this.text.charCodeAt(at) !== HASH || at === end)) return -1;
    return this.#end(-1, -1);
  }

  /** A line of a plain scalar: it may go on below unless a comment ends it. */
  #plainScalar(start: number, parent: number): number {
    let end = this.#marks.comment(start, this.#lineEnd);
    if (this.#marks.colon(start, end, this.#lineEnd) >= 0) return -1;
    const commented = end < this.#lineEnd;
    while (end > start && isBlank(this.text.charCodeAt(end - 1))) end--;
    this.#valueEnd = end;
    return this.#end(commented ? -1 : parent, -1);
  }

  /** A quoted text over several lines, of which none may reach the left edge. */
  #longQuote(start: number): number {
    const end = quoteEnd(this.text, start, this.text.length);
    if (end < 0) return -1;
    return this.#moveTo(start, end) ? this.#after(end) : -1;
  }

  /** Makes the line of `end` the current one. False where a line after the one of `start` has text at the left edge. */
  #moveTo(start: number, end: number): boolean {
    for (let at = this.text.indexOf("\n", start); at >= 0 && at < end; at = this.text.indexOf("\n", at + 1)) {
      const c = this.text.charCodeAt(at + 1);
      if (c !== SPACE && c !== 10 && c !== 13) return false;
      this.startLine(at + 1);
    }
    return true;
  }

  /** `[...]` or `{...}`, over lines that do not reach the left edge. */
  #brackets(start: number): number {
    const { text } = this;
    let depth = 0;
    let before = 0; // the last character that is no blank
    for (let at = start; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 91 || c === 123) depth++;
      else if (c === 93 || c === 125) {
        if (--depth === 0) return this.#moveTo(start, at + 1) && this.#colonBehind(at + 1) < 0 ? this.#after(at + 1) : -1;
      } else if (c === 34 || c === 39) {
        if (before === COLON && text.charCodeAt(at - 1) === COLON) return -1;
        if (OPENS.includes(String.fromCharCode(before))) {
          at = quoteEnd(text, at, text.length) - 1;
          if (at < 0) return -1;
        }
      } else if (c === HASH || c === 38 || c === 42 || c === 33 || c === 63 || c === TAB) {
        // a comment, an anchor, an alias, a tag: left to the full parser
        if (c === TAB || isBlank(text.charCodeAt(at - 1)) || OPENS.includes(text[at - 1] as string) || text.charCodeAt(at - 1) === 10)
          return -1;
      }
      if (c > SPACE) before = text.charCodeAt(at);
    }
    return -1;
  }

  /** `|` or `>` and the lines below that are indented enough. */
  #blockScalar(start: number, parent: number): number {
    const { text } = this;
    const header = /^[|>](?:[-+]?([1-9])?|([1-9])[-+])[ \t]*(?:[ \t]#.*)?$/.exec(text.slice(start, this.#lineEnd));
    if (!header) return -1;
    this.#valueEnd = start + (header[0] as string).trimEnd().length;
    const given = Number(header[1] ?? header[2] ?? 0);
    let indent = given > 0 ? parent + given : 0;
    let widest = 0;
    let at = this.nextLine;
    while (at < text.length) {
      const end = this.startLine(at);
      let first = at;
      while (first < end && text.charCodeAt(first) === SPACE) first++;
      const column = first - at;
      if (first === end) widest = Math.max(widest, column);
      else {
        if (indent === 0) indent = Math.max(widest, column, parent + 1);
        if (text.charCodeAt(first) === TAB && column < indent) return -1;
        if (column < indent) break;
        this.#valueEnd = end;
      }
      at = this.nextLine;
    }
    this.#end(-1, -1);
    return at;
  }
}

/** Nothing can start with these, or (`&`, `*`) it has to be seen as a whole. */
const NEVER = ",]}&*%@`";
/** What a value follows in brackets. */
const OPENS = "[{,:";
