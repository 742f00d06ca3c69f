import { type Span, span } from "../../text/span";
import { enclosingLines, headOf, type LineHead, lineAt } from "./yamlLines";

/**
 * Where a cursor stands in a YAML file of variables or hosts, told from lines and indentation alone: text that is being typed is seldom
 * YAML that can be parsed. What is certain of a whole file is for yaml/ to say.
 */

/** The keys down to the cursor; `-` is an item of a list. */
export type YamlPath = readonly string[];

export const ITEM = "-";

export type YamlPosition =
  /** Where a key can be typed. `siblings` are the other keys of the same mapping. */
  | { readonly kind: "key"; readonly path: YamlPath; readonly word: Span; readonly hasColon: boolean; readonly siblings: readonly string[] }
  /** Behind `key:` or `- `. `path` ends with the key. */
  | { readonly kind: "value"; readonly path: YamlPath; readonly scalar: OpenScalar }
  /** Text whose shape says nothing: block scalars, further lines of a quoted text, flow collections. */
  | { readonly kind: "text"; readonly path: YamlPath }
  | { readonly kind: "comment" };

/** A value on one line that is being typed. */
export interface OpenScalar {
  /** Of the text without its quotes. */
  readonly content: Span;
  /** With its quotes, as far as they are there. */
  readonly whole: Span;
  readonly quote: "" | "'" | '"';
}

export interface YamlCursor {
  readonly position: YamlPosition;
  /** From where on a template that holds the cursor can have begun. */
  readonly scalarStart: number;
  /** The quotes around the scalar, for texts inserted into it. */
  readonly quote: "" | "'" | '"';
}

export function yamlPosition(text: string, offset: number): YamlCursor {
  const line = lineAt(text, offset);
  const head = headOf(text, line);
  const before = text.slice(line.start, offset);
  const blank = before.trim() === "";
  const column = blank ? offset - line.start : head.indent;
  const above = enclosingLines(text, line.start, column, !blank && head.dashes.length > 0 && head.dashes[0] === column);
  const inBlock = above.find((one) => one.opensBlockScalar);
  if (inBlock) return { position: { kind: "text", path: pathOf(above) }, scalarStart: inBlock.contentStart, quote: "" };

  const own = ownPath(head, offset);
  const path = [...pathOf(above), ...own];
  if (head.colon >= 0 && offset > head.colon) return valueCursor(text, line.end, head, path, offset);
  if (head.key !== undefined && offset <= head.keySpan.end && offset >= head.keySpan.start) {
    return keyCursor(text, head, above, path, span(head.keySpan.start, head.keySpan.end), true, offset);
  }
  const dash = head.dashes.length > 0 && offset > line.start + (head.dashes.at(-1) as number);
  const word = /^[\w.-]*$/.exec(text.slice(head.contentStart, Math.max(offset, head.contentStart)));
  if (before.trimStart().startsWith("#")) return { position: { kind: "comment" }, scalarStart: offset, quote: "" };
  const parent = above[0];
  // A key beside the cursor's own mapping has a value of its own.
  const continues = parent?.hasValue === true && !dash && (parent.key === undefined || parent.stepsUsed.at(-1) !== ITEM);
  if (parent && continues) {
    const position = /(^|\s)#/.test(before) && parent.quote === "" ? ({ kind: "comment" } as const) : ({ kind: "text", path } as const);
    return { position, scalarStart: parent.contentStart, quote: parent.quote };
  }
  if (word && offset >= head.contentStart - (blank ? Number.POSITIVE_INFINITY : 0)) {
    const start = blank ? offset : head.contentStart;
    const end = start + (/^[\w.-]*/.exec(text.slice(start, line.end))?.[0].length ?? 0);
    if (dash && parent !== undefined) {
      // `- wor`: the beginning of a text or of a mapping; the shape of the default says which.
      return { ...keyCursor(text, head, above, path, span(start, end), false, offset), scalarStart: head.contentStart };
    }
    return keyCursor(text, head, above, path, span(start, end), false, offset);
  }
  if (dash) return valueCursor(text, line.end, head, path, offset);
  return { position: { kind: "text", path }, scalarStart: head.contentStart, quote: quoteAt(text, head.contentStart) };
}

function keyCursor(
  text: string,
  head: LineHead,
  above: readonly LineHead[],
  path: YamlPath,
  word: Span,
  hasColon: boolean,
  offset: number,
): YamlCursor {
  const column = word.start - head.lineStart;
  const siblings = siblingKeys(text, head, above, column, word);
  return { position: { kind: "key", path, word, hasColon, siblings }, scalarStart: offset, quote: "" };
}

/** Behind a colon or a dash. */
function valueCursor(text: string, lineEnd: number, head: LineHead, path: YamlPath, offset: number): YamlCursor {
  const start = head.contentStart;
  const quote = quoteAt(text, start);
  if (offset < start) {
    // In the blanks before a value that is there, or behind a colon with nothing after it.
    const empty = text.slice(offset, lineEnd).trim() === "";
    const scalar: OpenScalar = { content: span(offset, offset), whole: span(offset, offset), quote: "" };
    return { position: empty ? { kind: "value", path, scalar } : { kind: "text", path }, scalarStart: start, quote: "" };
  }
  const contentStart = quote === "" ? start : start + 1;
  const close = quote === "" ? plainEnd(text, start, lineEnd) : quoteEnd(text, contentStart, lineEnd, quote);
  const end = close >= 0 ? close : quote === "" ? trimEnd(text, contentStart, lineEnd) : lineEnd;
  const wholeEnd = quote !== "" && close >= 0 ? close + 1 : end;
  if (offset > Math.max(wholeEnd, start)) {
    const rest = text.slice(wholeEnd, offset);
    const commented = /(^|\s)#/.test(rest);
    // Blanks behind what was typed: still its value, as in `key: |`
    if (quote === "" && !commented && rest.trim() === "" && wholeEnd === start) {
      const scalar: OpenScalar = { content: span(offset, offset), whole: span(offset, offset), quote: "" };
      return { position: { kind: "value", path, scalar }, scalarStart: start, quote };
    }
    return { position: commented ? { kind: "comment" } : { kind: "text", path }, scalarStart: start, quote };
  }
  if (quote !== "" && offset === start) return { position: { kind: "text", path }, scalarStart: start, quote: "" };
  const flow = text[start] === "[" || text[start] === "{";
  if (flow || (quote !== "" && close >= 0 && offset > close)) return { position: { kind: "text", path }, scalarStart: start, quote };
  const scalar: OpenScalar = {
    content: span(contentStart, Math.max(end, offset)),
    whole: span(start, Math.max(wholeEnd, offset)),
    quote,
  };
  return { position: { kind: "value", path, scalar }, scalarStart: contentStart, quote };
}

function quoteAt(text: string, start: number): "" | "'" | '"' {
  const c = text[start];
  return c === "'" || c === '"' ? c : "";
}

/** The closing quote on this line, -1 where it is not there. */
function quoteEnd(text: string, from: number, lineEnd: number, quote: string): number {
  for (let at = from; at < lineEnd; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at;
    }
  }
  return -1;
}

function plainEnd(text: string, start: number, lineEnd: number): number {
  const comment = /(?:^|\s)#/.exec(text.slice(start, lineEnd));
  return trimEnd(text, start, comment ? start + comment.index : lineEnd);
}

function trimEnd(text: string, start: number, end: number): number {
  while (end > start && /\s/.test(text[end - 1] as string)) end--;
  return end;
}

/** From the outside in. */
function pathOf(above: readonly LineHead[]): string[] {
  return above.toReversed().flatMap((head) => [...head.stepsUsed]);
}

/** What the cursor's own line adds: items and the key before the cursor. */
function ownPath(head: LineHead, offset: number): string[] {
  const dashes = head.dashes.filter((column) => head.lineStart + column < offset).map(() => ITEM);
  return head.key !== undefined && head.colon >= 0 && offset > head.colon ? [...dashes, head.key] : dashes;
}

/** Keys that start in the same column, in the same mapping. */
function siblingKeys(text: string, own: LineHead, above: readonly LineHead[], column: number, word: Span): readonly string[] {
  const keys: string[] = [];
  const from = above[0]?.lineStart ?? 0;
  const firstOfItem = own.dashes.length > 0;
  const collect = (head: LineHead) => {
    if (head.key !== undefined && head.keySpan.start - head.lineStart === column && head.keySpan.start !== word.start) keys.push(head.key);
  };
  for (let end = own.lineStart; !firstOfItem && end > from; ) {
    const line = lineAt(text, end - 1);
    const head = headOf(text, line);
    if (!head.empty) {
      if (head.content < column) break;
      if (head.indent < column && head.dashes.length === 0) break;
      collect(head);
      if (head.dashes.length > 0 && head.indent < column) break;
    }
    end = line.start;
  }
  for (let start = lineAt(text, own.lineStart).end + 1; start < text.length; ) {
    const line = lineAt(text, start);
    const head = headOf(text, line);
    if (!head.empty) {
      if (head.indent < column) break;
      collect(head);
    }
    start = line.end + 1;
  }
  return keys;
}
