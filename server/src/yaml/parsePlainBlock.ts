import { PyDict, type Value } from "../python/values";
import { convertScalar } from "./convertScalar";
import { COLON, DASH, HASH, isBlank, SPACE } from "./cursor";
import { implicitTag, MERGE_TAG, VALUE_TAG } from "./implicitTag";
import { LineMarks } from "./lineMarks";

/** A collection that is being filled. */
interface Frame {
  readonly indent: number;
  readonly dict: PyDict | undefined;
  readonly list: Value[] | undefined;
  /** A sequence that stands as far left as the key it belongs to. */
  readonly indentless: boolean;
  /** A key or an item whose value was left out on its line: a deeper block may follow. */
  pending: boolean;
  key: Value;
}

/**
 * The value of block mappings and sequences of one-line scalars with comments, many times faster than the full parser, which takes whatever
 * is more than that (undefined: not plain; nothing is known of it). Kubespray's tables of checksums are plain. Never throws.
 */
export function parsePlainBlock(text: string, start = 0, end = text.length): Value | undefined {
  const part = text.slice(start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start, end);
  return NOT_PLAIN.test(part) ? undefined : new PlainBlock(part).read();
}

/** Characters that YAML forbids, other line breaks than LF and CR LF, and anything else that needs care. */
const NOT_PLAIN = /[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|\r(?!\n)/;
const MAXIMUM_DEPTH = 100;
/** Well within libyaml's 1024 characters. */
const MAXIMUM_KEY_LENGTH = 1000;

class PlainBlock {
  readonly #frames: Frame[] = [];
  #root: Value | undefined;
  #at = 0;
  #lineEnd = 0;
  #lineStart = 0;
  readonly #marks: LineMarks;

  constructor(private readonly text: string) {
    this.#marks = new LineMarks(text);
  }

  read(): Value | undefined {
    const { text } = this;
    for (let lineStart = 0, next = 0; lineStart < text.length; lineStart = next) {
      let lineEnd = text.indexOf("\n", lineStart);
      if (lineEnd < 0) lineEnd = text.length;
      next = lineEnd + 1;
      if (text.charCodeAt(lineEnd - 1) === 13 && lineEnd > lineStart) lineEnd--;
      let at = lineStart;
      while (at < lineEnd && text.charCodeAt(at) === SPACE) at++;
      if (at === lineEnd || text.charCodeAt(at) === HASH) continue;
      this.#lineStart = lineStart;
      this.#lineEnd = lineEnd;
      this.#at = at;
      if (!this.#line()) return undefined;
    }
    while (this.#frames.length > 0) this.#close();
    return this.#root;
  }

  // Every method below answers false where the text is not plain.

  #line(): boolean {
    const column = this.#at - this.#lineStart;
    if (column === 0 && this.#atDocumentIndicator()) return this.#skipDocumentStart();
    const item = this.text.charCodeAt(this.#at) === DASH && this.#blankOrEndAt(this.#at + 1);
    const frames = this.#frames;
    let top = frames[frames.length - 1];
    while (top && (top.indent > column || (top.indent === column && top.indentless && !item))) {
      this.#close();
      top = frames[frames.length - 1];
    }
    if (!top) {
      if (this.#root !== undefined) return false;
      this.#openFrame(column, item, false);
    } else if (top.indent < column) {
      if (!top.pending) return false; // a scalar over several lines, or wrong indentation
      this.#openFrame(column, item, false);
    } else if (item !== (top.list !== undefined)) {
      if (!item || !top.pending) return false;
      this.#openFrame(column, true, true);
    } else if (top.pending) this.#put(top, null);
    if (frames.length > MAXIMUM_DEPTH) return false;
    return item ? this.#item() : this.#pair();
  }

  #item(): boolean {
    this.#at++;
    const list = this.#frames[this.#frames.length - 1] as Frame;
    if (this.#skipToValue()) {
      list.pending = true;
      return true;
    }
    const colon = this.#keyEnd();
    if (colon < 0) return this.#scalar(list);
    this.#openFrame(this.#at - this.#lineStart, false, false);
    return this.#pair(colon);
  }

  #pair(colon = this.#keyEnd()): boolean {
    if (colon < 0) return false;
    const frame = this.#frames[this.#frames.length - 1] as Frame;
    const start = this.#at;
    let end = colon;
    while (end > start && isBlank(this.text.charCodeAt(end - 1))) end--;
    const key = this.#scalarValue(start, end);
    if (key === undefined) return false;
    frame.key = key;
    this.#at = colon + 1;
    if (this.#skipToValue()) {
      frame.pending = true;
      return true;
    }
    return this.#scalar(frame);
  }

  /** Where the colon of a key on the rest of the line stands, -1 where there is none. */
  #keyEnd(): number {
    const { text } = this;
    const first = text.charCodeAt(this.#at);
    let at = this.#at;
    if (first === 34 || first === 39) {
      at = this.#quoteEnd(at, first);
      if (at < 0) return -1;
      while (at < this.#lineEnd && isBlank(text.charCodeAt(at))) at++;
      return text.charCodeAt(at) === COLON && at < this.#lineEnd && this.#blankOrEndAt(at + 1) ? at : -1;
    }
    const colon = this.#marks.colon(at, this.#marks.comment(at, this.#lineEnd), this.#lineEnd);
    return colon - at > MAXIMUM_KEY_LENGTH ? -1 : colon;
  }

  /** A scalar from here to the end of the line or a comment, put into the frame. */
  #scalar(frame: Frame): boolean {
    const { text } = this;
    const start = this.#at;
    const first = text.charCodeAt(start);
    let end = start;
    if (first === 34 || first === 39) {
      end = this.#quoteEnd(start, first);
      if (end < 0 || !this.#onlyCommentFrom(end)) return false;
    } else if ((first === 91 || first === 123) && text.charCodeAt(start + 1) === first + 2 && this.#onlyCommentFrom(start + 2)) {
      this.#put(frame, first === 91 ? [] : new PyDict());
      return true;
    } else {
      end = this.#marks.comment(start, this.#lineEnd);
      if (this.#marks.colon(start, end, this.#lineEnd) >= 0) return false;
      while (isBlank(text.charCodeAt(end - 1))) end--;
    }
    const value = this.#scalarValue(start, end);
    if (value === undefined) return false;
    this.#put(frame, value);
    return true;
  }

  /** The value of the scalar that fills [start, end). */
  #scalarValue(start: number, end: number): Value | undefined {
    const first = this.text.charCodeAt(start);
    if (first === 34) return this.text.slice(start + 1, end - 1);
    if (first === 39) return this.text.slice(start + 1, end - 1).replaceAll("''", "'");
    if (start === end || cannotStartPlain(first, this.#blankOrEndAt(start + 1))) return undefined;
    const source = this.text.slice(start, end);
    const tag = implicitTag(source);
    if (tag === MERGE_TAG || tag === VALUE_TAG) return undefined;
    const converted = convertScalar(tag, source);
    return "value" in converted ? converted.value : undefined;
  }

  /** Behind the closing quote; -1 where it is not on this line or the text has escapes. */
  #quoteEnd(start: number, quote: number): number {
    for (let at = start + 1; at < this.#lineEnd; at++) {
      const c = this.text.charCodeAt(at);
      if (c === 92 && quote === 34) return -1;
      if (c !== quote) continue;
      if (quote === 34 || this.text.charCodeAt(at + 1) !== 39 || at + 1 >= this.#lineEnd) return at + 1;
      at++;
    }
    return -1;
  }

  /** Passes over blanks; true where nothing or only a comment follows. */
  #skipToValue(): boolean {
    const from = this.#at;
    while (this.#at < this.#lineEnd && isBlank(this.text.charCodeAt(this.#at))) this.#at++;
    return this.#at === this.#lineEnd || (this.#at > from && this.text.charCodeAt(this.#at) === HASH);
  }

  #onlyCommentFrom(start: number): boolean {
    this.#at = start;
    return this.#skipToValue();
  }

  #blankOrEndAt(at: number): boolean {
    return at >= this.#lineEnd || isBlank(this.text.charCodeAt(at));
  }

  #atDocumentIndicator(): boolean {
    const three = this.text.startsWith("---", this.#at) || this.text.startsWith("...", this.#at);
    return three && this.#blankOrEndAt(this.#at + 3);
  }

  #skipDocumentStart(): boolean {
    return (
      this.#root === undefined && this.text.charCodeAt(this.#at) === DASH && this.#onlyCommentFrom(this.#at + 3) && this.#firstDocument()
    );
  }

  #started = false;

  #firstDocument(): boolean {
    const first = !this.#started;
    this.#started = true;
    return first;
  }

  #openFrame(indent: number, sequence: boolean, indentless: boolean): void {
    const list: Value[] | undefined = sequence ? [] : undefined;
    const dict = sequence ? undefined : new PyDict();
    const value = (list ?? dict) as Value;
    const parent = this.#frames[this.#frames.length - 1];
    if (parent) this.#put(parent, value);
    else this.#root = value;
    this.#frames.push({ indent, list, dict, indentless, pending: false, key: null });
  }

  #close(): void {
    const frame = this.#frames.pop() as Frame;
    if (frame.pending) this.#put(frame, null);
  }

  #put(frame: Frame, value: Value): void {
    frame.pending = false;
    if (frame.list) frame.list.push(value);
    else frame.dict?.set(frame.key, value);
  }
}

/** Indicators, and quotes, which are dealt with before. */
function cannotStartPlain(c: number, blankFollows: boolean): boolean {
  if (c === DASH || c === 63 || c === COLON) return blankFollows;
  return c < 128 && INDICATORS[c] === 1;
}

const INDICATORS = new Uint8Array(128);
for (const character of ",[]{}#&*!|>'\"%@`") INDICATORS[character.charCodeAt(0)] = 1;
