/**
 * Lines and white space of a hosts file as Python's str.splitlines and str.strip see them; both differ from JavaScript's (a byte order
 * mark is no white space, a form feed ends a line).
 */

const SPACE_CLASS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** For use inside a regular expression's brackets: what Python's `\s` matches in text. */
export const PYTHON_SPACE = SPACE_CLASS;

const LINE = /[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*/y;
const OUTER_SPACE_START = new RegExp(`^[${SPACE_CLASS}]+`);
const SPACE = new RegExp(`[${SPACE_CLASS}]`);

/** One line without its end and without white space around it. `start` is the offset of `text` in the whole. */
export interface StrippedLine {
  readonly text: string;
  readonly start: number;
  /** 1-based, as Ansible counts in its messages. */
  readonly number: number;
}

export function* strippedLines(text: string): IterableIterator<StrippedLine> {
  let at = 0;
  for (let number = 1; at < text.length; number++) {
    LINE.lastIndex = at;
    const line = LINE.exec(text)?.[0] ?? "";
    const stripped = strip(line);
    yield { text: stripped.text, start: at + stripped.start, number };
    at += line.length;
    at += text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  }
}

/** str.strip(), with where the rest began. */
export function strip(text: string): { readonly text: string; readonly start: number } {
  const start = OUTER_SPACE_START.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && SPACE.test(text[end - 1] as string)) end--;
  return { text: text.slice(start, end), start };
}
