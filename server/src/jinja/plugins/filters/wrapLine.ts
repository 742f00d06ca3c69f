import { fail } from "../../../python/failure";

/** textwrap.wrap of one line, tabs and white space kept. Source: CPython's Lib/textwrap.py. */

export interface WrapOptions {
  readonly width: number;
  readonly breakLong: boolean;
  readonly onHyphens: boolean;
}

/** The lines that `text` becomes. Widths count code points. */
export function wrapLine(text: string, options: WrapOptions): string[] {
  const { width } = options;
  if (width <= 0) return fail(`invalid width ${width} (must be > 0)`);
  const chunks = chunksOf(text, options.onHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (isBlank(chunks.at(-1) as string) && lines.length > 0) chunks.pop();
    while (chunks.length > 0) {
      const size = sizeOf(chunks.at(-1) as string);
      if (length + size > width) break;
      line.push(chunks.pop() as string);
      length += size;
    }
    if (chunks.length > 0 && sizeOf(chunks.at(-1) as string) > width) breakLong(chunks, line, length, options);
    if (line.length > 0 && isBlank(line.at(-1) as string)) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

function breakLong(chunks: string[], line: string[], length: number, { width, breakLong, onHyphens }: WrapOptions): void {
  const left = width < 1 ? 1 : width - length;
  if (!breakLong) {
    if (line.length === 0) line.push(chunks.pop() as string);
    return;
  }
  const letters = [...(chunks.at(-1) as string)];
  let end = left;
  if (onHyphens && letters.length > left) {
    const hyphen = letters.slice(0, left).lastIndexOf("-");
    if (hyphen > 0 && letters.slice(0, hyphen).some((c) => c !== "-")) end = hyphen + 1;
  }
  line.push(letters.slice(0, end).join(""));
  chunks[chunks.length - 1] = letters.slice(end).join("");
}

/** textwrap counts its own five characters as white space. */
const SPACE = "[\\t\\n\\v\\f\\r ]";
const NO_SPACE = "[^\\t\\n\\v\\f\\r ]";
const WORD = "[\\p{L}\\p{N}_!\"'&.,?]";
const LETTER = "(?:(?!\\p{N}|_)[\\p{L}\\p{N}_])";

const BY_HYPHENS = new RegExp(
  `(${SPACE}+|(?<=${WORD})-{2,}(?=[\\p{L}\\p{N}_])|${NO_SPACE}+?(?:-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})|(?=${SPACE}|$)|(?<=${WORD})(?=-{2,}[\\p{L}\\p{N}_])))`,
  "u",
);
const BY_SPACE = new RegExp(`(${SPACE}+)`);

function chunksOf(text: string, onHyphens: boolean): string[] {
  return text.split(onHyphens ? BY_HYPHENS : BY_SPACE).filter((chunk) => chunk !== undefined && chunk !== "");
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function sizeOf(text: string): number {
  return [...text].length;
}
