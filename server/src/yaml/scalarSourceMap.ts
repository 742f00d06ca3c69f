import { type Span, span } from "../text/span";
import { DASH, hexDigit, isBlank, isBreak, isDigit, SPACE } from "./cursor";
import type { ScalarStyle } from "./yamlNode";

/**
 * The way between an offset in a scalar's value and the offset in the document that it comes from, through escapes, folded lines and
 * indentation. It walks the source as the scanner does (scanPlainScalar, scanQuotedScalar, scanBlockScalar) and notes which piece of source
 * gave which piece of value.
 */
export interface ScalarSourceMap {
  /** What the source stands for. */
  readonly value: string;
  /** Where the character at `valueOffset` comes from; the end of the last character for the end of the value. */
  toSource(valueOffset: number): number;
  /** The offset in the value of what stands at `sourceOffset`; within an escape or between two lines, of what comes next. */
  toValue(sourceOffset: number): number;
  /** From the first character's start to the last one's end. */
  spanToSource(valueSpan: Span): Span;
}

export interface ScalarSource {
  /** The scalar without its properties (ScalarNode.contentSpan). A closing quote may be missing. */
  readonly contentSpan: Span;
  readonly style: ScalarStyle;
  /** Needed for a block scalar whose header says how far it is indented: which value it has. */
  readonly value?: string;
}

export function scalarSourceMap(text: string, source: ScalarSource): ScalarSourceMap {
  const { contentSpan, style } = source;
  switch (style) {
    case "plain":
      return pieces((piece) => walkFlow(text, contentSpan.start, contentSpan.end, undefined, piece), contentSpan.start);
    case "single":
    case "double": {
      const { start, end } = contentSpan;
      const quote = style === "single" ? "'" : '"';
      const closed = end - start > 1 && text[end - 1] === quote;
      return pieces((piece) => walkFlow(text, start + 1, closed ? end - 1 : end, quote, piece), start + 1);
    }
    case "literal":
    case "folded":
      return blockMap(text, source);
  }
}

/** A value that stands in the source as it is, from `start` on. */
export function plainSourceMap(value: string, start: number): ScalarSourceMap {
  return pieces((piece) => piece(value, start, start + value.length), start);
}

/** `value` came from the source between `start` and `end`; character by character where both are as long. */
type Piece = (value: string, start: number, end: number) => void;

interface PieceAt {
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
}

function pieces(walk: (piece: Piece) => void, start: number): ScalarSourceMap {
  const found: PieceAt[] = [];
  const parts: string[] = [];
  let length = 0;
  walk((value, from, to) => {
    if (value === "") return;
    const last = found.at(-1);
    // Neighbours that are both verbatim are one.
    if (last && last.end === from && last.length === last.end - last.start && value.length === to - from && value.length > 0) {
      found[found.length - 1] = { at: last.at, length: last.length + value.length, start: last.start, end: to };
    } else found.push({ at: length, length: value.length, start: from, end: to });
    parts.push(value);
    length += value.length;
  });
  return new PieceMap(found, parts.join(""), start);
}

class PieceMap implements ScalarSourceMap {
  constructor(
    private readonly found: readonly PieceAt[],
    readonly value: string,
    private readonly start: number,
  ) {}

  toSource(offset: number): number {
    if (offset >= this.value.length) return this.found.at(-1)?.end ?? this.start;
    const piece = this.found[last(this.found, (one) => one.at <= offset)];
    if (!piece) return this.start;
    return isVerbatim(piece) ? piece.start + offset - piece.at : piece.start;
  }

  toValue(offset: number): number {
    const index = last(this.found, (one) => one.start <= offset);
    const piece = this.found[index];
    if (!piece) return 0;
    if (isVerbatim(piece)) return piece.at + Math.min(offset - piece.start, piece.length);
    return offset === piece.start ? piece.at : piece.at + piece.length;
  }

  spanToSource(valueSpan: Span): Span {
    const start = this.toSource(valueSpan.start);
    if (valueSpan.end <= valueSpan.start) return span(start, start);
    const offset = Math.min(valueSpan.end, this.value.length) - 1;
    const piece = this.found[last(this.found, (one) => one.at <= offset)];
    if (!piece) return span(start, start);
    return span(start, Math.max(start, isVerbatim(piece) ? piece.start + offset - piece.at + 1 : piece.end));
  }
}

/** Pieces of another length than their source are escapes and folds; those as long may be read character by character. */
function isVerbatim(piece: PieceAt): boolean {
  return piece.length === piece.end - piece.start;
}

/** The index of the last element that `test` holds for; it holds for a beginning of the array. -1 for none. */
function last<T>(all: readonly T[], test: (one: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(all[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Plain and quoted scalars: lines fold. */
function walkFlow(text: string, from: number, end: number, quote: string | undefined, piece: Piece): void {
  const doubled = (at: number) => quote === "'" && text[at] === "'" && text[at + 1] === "'" && at + 1 < end;
  const escaped = (at: number) => quote === '"' && text[at] === "\\";
  for (let at = from; at < end; ) {
    if (isSpaceOrBreak(text, at)) at = walkBlanks(text, at, end, false, piece);
    else if (doubled(at)) {
      piece("'", at, at + 2);
      at += 2;
    } else if (escaped(at)) {
      at = isBreak(text.charCodeAt(at + 1)) ? walkBlanks(text, at + 1, end, true, piece) : walkEscape(text, at, end, piece);
    } else {
      const start = at;
      while (at < end && !isSpaceOrBreak(text, at) && !doubled(at) && !escaped(at)) at++;
      piece(text.slice(start, at), start, at);
    }
  }
}

/** The blanks and line breaks at `from`, as LineFolder has them. `joined`: the first break is escaped and gives nothing itself. */
function walkBlanks(text: string, from: number, end: number, joined: boolean, piece: Piece): number {
  let at = from;
  let blanksEnd = from;
  const breaks: Break[] = [];
  while (at < end && isSpaceOrBreak(text, at)) {
    const width = breakWidth(text, at);
    if (width > 0) breaks.push({ text: breakText(text, at), start: at, end: at + width });
    at += Math.max(width, 1);
    if (breaks.length === 0) blanksEnd = at;
  }
  const [first, ...more] = breaks;
  if (first === undefined) piece(text.slice(from, blanksEnd), from, blanksEnd);
  else if (!joined && first.text === "\n" && more.length === 0) piece(" ", from, at);
  else for (const one of joined || first.text === "\n" ? more : breaks) piece(one.text, one.start, one.end);
  return at;
}

function isSpaceOrBreak(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return isBlank(c) || isBreak(c);
}

/** What the line break at `at` stands for. */
function breakText(text: string, at: number): string {
  const c = text.charCodeAt(at);
  return c === 0x2028 || c === 0x2029 ? String.fromCharCode(c) : "\n";
}

/** Of the line break at `at`: 0 where there is none. */
function breakWidth(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (!isBreak(c)) return 0;
  return c === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** An escape in double quotes; what is none (half typed) stands for itself. */
function walkEscape(text: string, at: number, end: number, piece: Piece): number {
  const letter = text[at + 1] ?? "";
  const known = ESCAPED.get(letter);
  if (known !== undefined && at + 2 <= end) {
    piece(known, at, at + 2);
    return at + 2;
  }
  const width = WIDTHS.get(letter) ?? 0;
  let code = 0;
  for (let i = 0; i < width; i++) {
    const digit = hexDigit(text.charCodeAt(at + 2 + i));
    code = digit < 0 || at + 2 + i >= end ? Number.NaN : code * 16 + digit;
  }
  if (width > 0 && code <= 0x10ffff) {
    piece(String.fromCodePoint(code), at, at + 2 + width);
    return at + 2 + width;
  }
  piece("\\", at, at + 1);
  return at + 1;
}

/** A block scalar. Where its header gives the indentation relative to something above it, the one that gives the value is found. */
function blockMap(text: string, source: ScalarSource): ScalarSourceMap {
  const header = readHeader(text, source.contentSpan.start);
  const withIndent = (indent: number) => pieces((piece) => walkBlock(text, header, indent, source, piece), header.end);
  if (header.increment === 0) return withIndent(0);
  let best = withIndent(header.increment);
  if (source.value === undefined) return best;
  for (let indent = header.increment + 1; best.value !== source.value && indent < header.increment + MAXIMUM_INDENT; indent++) {
    best = withIndent(indent);
  }
  return best;
}

const MAXIMUM_INDENT = 200;

interface BlockHeader {
  readonly chomping: "clip" | "strip" | "keep";
  readonly increment: number;
  /** Where the first line starts. */
  readonly end: number;
}

function readHeader(text: string, start: number): BlockHeader {
  let at = start + 1;
  let chomping: BlockHeader["chomping"] = "clip";
  let increment = 0;
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 43) chomping = "keep";
    else if (c === DASH) chomping = "strip";
    else if (isDigit(c)) increment = c - 48;
    else break;
  }
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return { chomping, increment, end: at + (at < text.length ? breakWidth(text, at) : 0) };
}

/** `given`: the indentation, 0 where the first line tells. */
function walkBlock(text: string, header: BlockHeader, given: number, source: ScalarSource, piece: Piece): void {
  let at = header.end;
  let lineStart = at;
  let indent = given;
  let breaks: Break[] = [];
  const takeBreak = (): Break | undefined => {
    const width = breakWidth(text, at);
    if (width === 0) return undefined;
    const taken = { text: breakText(text, at), start: at, end: at + width };
    at += width;
    lineStart = at;
    return taken;
  };
  const passBreaks = () => {
    let widest = 0;
    for (let taken: Break | undefined; ; breaks.push(taken)) {
      while ((indent === 0 || at - lineStart < indent) && text.charCodeAt(at) === SPACE) at++;
      widest = Math.max(widest, at - lineStart);
      taken = takeBreak();
      if (!taken) break;
    }
    if (indent === 0) indent = Math.max(widest, 1);
  };
  const write = (one: Break) => piece(one.text, one.start, one.end);
  passBreaks();
  let leading: Break | undefined;
  let leadingBlank = false;
  while (at - lineStart === indent && at < source.contentSpan.end) {
    const blank = isBlank(text.charCodeAt(at));
    if (leading && (source.style === "literal" || leading.text !== "\n" || leadingBlank || blank)) write(leading);
    else if (leading && breaks.length === 0) piece(" ", leading.start, at);
    for (const one of breaks) write(one);
    breaks = [];
    leadingBlank = blank;
    const from = at;
    while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
    piece(text.slice(from, at), from, at);
    leading = takeBreak();
    passBreaks();
  }
  if (header.chomping !== "strip" && leading) write(leading);
  if (header.chomping === "keep") for (const one of breaks) write(one);
}

interface Break {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
