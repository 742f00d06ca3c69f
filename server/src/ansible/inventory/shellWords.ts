/**
 * A host line split into words as Python's shlex.split(line, comments=True) does: quotes and backslashes as in a shell, `#` starts a
 * comment wherever a word or the space between words could go on.
 */

export interface ShellWord {
  /** Without quotes and escapes. */
  readonly text: string;
  /** The word as written, quotes included: offsets in the line. */
  readonly start: number;
  readonly end: number;
  /** The offset in the line of the first `=` that belongs to the word; -1 where it has none. */
  readonly equals: number;
}

export type ShellWords =
  | { readonly ok: true; readonly words: readonly ShellWord[] }
  /** Python's message: "No closing quotation" or "No escaped character". */
  | { readonly ok: false; readonly message: string; readonly at: number };

const SPACES = " \t\r\n";

export function shellWords(line: string): ShellWords {
  const words: ShellWord[] = [];
  let at = 0;
  while (at < line.length) {
    const c = line[at] as string;
    if (SPACES.includes(c)) {
      at++;
      continue;
    }
    if (c === "#") break;
    const read = readWord(line, at);
    if (!read.ok) return read;
    words.push(read.word);
    at = read.word.end;
    if (line[at] === "#") break;
  }
  return { ok: true, words };
}

type WordRead = { readonly ok: true; readonly word: ShellWord } | { readonly ok: false; readonly message: string; readonly at: number };

function readWord(line: string, start: number): WordRead {
  const parts: string[] = [];
  let equals = -1;
  let at = start;
  let quote = "";
  let quoteStart = start;
  for (; ; at++) {
    const c = line[at];
    if (c === undefined) {
      if (quote !== "") return { ok: false, message: "No closing quotation", at: quoteStart };
      break;
    }
    if (quote !== "" && c === quote) quote = "";
    else if (c === "\\" && quote !== "'") {
      const next = line[at + 1];
      if (next === undefined) return { ok: false, message: "No escaped character", at };
      // Inside double quotes a backslash stays unless it stands before a quote or a backslash.
      if (quote === '"' && next !== '"' && next !== "\\") parts.push("\\");
      if (next === "=" && equals < 0) equals = at + 1;
      parts.push(next);
      at++;
    } else if (quote === "" && (c === '"' || c === "'")) {
      quote = c;
      quoteStart = at;
    } else if (quote === "" && (SPACES.includes(c) || c === "#")) break;
    else {
      if (c === "=" && equals < 0) equals = at;
      parts.push(c);
    }
  }
  return { ok: true, word: { text: parts.join(""), start, end: at, equals } };
}
