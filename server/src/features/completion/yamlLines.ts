import { type Span, span } from "../../text/span";

/** The lines of half-typed YAML: what each line opens, and which lines hold another by their indentation. */

/** What a line begins with: dashes, then a key, then a value. Columns count from the line's start, the rest are offsets. */
export interface LineHead {
  readonly lineStart: number;
  /** Column of the first character that is no blank. */
  readonly indent: number;
  /** Columns of the dashes. */
  readonly dashes: readonly number[];
  /** Column behind the dashes. */
  readonly content: number;
  readonly key?: string;
  readonly keySpan: Span;
  /** Offset of the colon behind the key, -1 without one. */
  readonly colon: number;
  /** Where the value starts, or would. */
  readonly contentStart: number;
  /** Something stands behind the colon or, without a key, behind the dashes. */
  readonly hasValue: boolean;
  readonly quote: "" | "'" | '"';
  readonly opensBlockScalar: boolean;
  /** Blank or a comment. */
  readonly empty: boolean;
  /** Among the lines that enclose another: the steps that this one adds to its path. */
  readonly stepsUsed: readonly string[];
}

export interface Line {
  readonly start: number;
  /** Before the line's end. */
  readonly end: number;
}

const ITEM = "-";
const MOST_LINES = 20_000;

export function lineAt(text: string, offset: number): Line {
  // lastIndexOf takes a negative place for 0.
  const start = offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const newline = text.indexOf("\n", start);
  const end = newline < 0 ? text.length : newline;
  return { start, end: text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end };
}

const HEAD = /^( *)((?:- +|-$)*)(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'{}[\],&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?)( *):(?=\s|$))?([ \t]*)/;

export function headOf(text: string, line: Line): LineHead {
  const source = text.slice(line.start, Math.min(line.end, line.start + 2000));
  const match = HEAD.exec(source) as RegExpExecArray;
  const [, blanks = "", dashText = "", written, beforeColon = "", gap = ""] = match;
  const dashes: number[] = [];
  for (let at = dashText.indexOf(ITEM); at >= 0; at = dashText.indexOf(ITEM, at + 1)) dashes.push(blanks.length + at);
  const content = blanks.length + dashText.length;
  const keyStart = line.start + content;
  const keyEnd = keyStart + (written?.length ?? 0);
  const colon = written === undefined ? -1 : keyEnd + beforeColon.length;
  const contentStart = written === undefined ? keyStart : colon + 1 + gap.length;
  const value = text.slice(contentStart, line.end);
  const first = value[0];
  const hasValue = value !== "" && first !== "#" && !/^(?:&\S+|!\S+)?\s*(?:#.*)?$/.test(value);
  return {
    lineStart: line.start,
    indent: blanks.length,
    dashes,
    content,
    ...(written !== undefined && { key: unquoted(written) }),
    keySpan: span(keyStart, keyEnd),
    colon,
    contentStart,
    hasValue,
    quote: first === "'" || first === '"' ? first : "",
    opensBlockScalar: /^(?:!\S+\s+)?[|>][-+0-9]{0,2}\s*(?:\s#.*)?$/.test(value),
    empty: source.trim() === "" || (dashes.length === 0 && source.trimStart().startsWith("#")),
    stepsUsed: [],
  };
}

/**
 * The lines that hold a line with `column`, nearest first, each with the steps of the path that it adds. `isItem`: the line begins with a
 * dash, which may stand in the column of its key.
 */
export function enclosingLines(text: string, lineStart: number, column: number, isItem: boolean): readonly LineHead[] {
  const out: LineHead[] = [];
  let limit = column;
  let mayEqual = isItem;
  let end = lineStart;
  for (let count = 0; end > 0 && count < MOST_LINES && (limit > 0 || mayEqual); count++) {
    const line = lineAt(text, end - 1);
    end = line.start;
    if (text.charCodeAt(line.start) === 35) continue;
    const head = headOf(text, line);
    if (head.empty || head.indent > limit) continue;
    const steps: string[] = [];
    const keyColumn = head.content;
    if (head.key !== undefined && (keyColumn < limit || (mayEqual && keyColumn === limit))) {
      steps.unshift(head.key);
      limit = keyColumn;
      mayEqual = false;
    }
    for (const dash of head.dashes.toReversed()) {
      if (dash >= limit) continue;
      steps.unshift(ITEM);
      limit = dash;
      mayEqual = true;
    }
    if (steps.length > 0) out.push({ ...head, stepsUsed: steps });
    else if (head.indent < limit && head.dashes.length === 0) limit = Math.min(limit, head.indent === 0 ? 0 : limit);
  }
  return out;
}

function unquoted(source: string): string {
  return source[0] === '"' || source[0] === "'" ? source.slice(1, -1) : source;
}
