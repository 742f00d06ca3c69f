/** The words of a template's expression up to a cursor: the least that tells what is being typed. jinja/ has the lexer that is exact. */
export interface JinjaWord {
  readonly kind: "name" | "text" | "number" | "sign";
  /** Of a text with its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface JinjaWords {
  readonly words: readonly JinjaWord[];
  /** Set where the cursor stands between quotes: where their content starts. */
  readonly text?: { readonly start: number; readonly quote: string };
}

const MOST_CHARACTERS = 4000;
const WORD = /[A-Za-z_]\w*|\d+(?:\.\d+)?|==|!=|<=|>=|\/\/|\*\*|[^\s\w]/y;

export function jinjaWords(text: string, from: number, to: number): JinjaWords {
  const words: JinjaWord[] = [];
  let at = Math.max(from, to - MOST_CHARACTERS);
  while (at < to) {
    const c = text[at] as string;
    if (/\s/.test(c)) {
      at++;
      continue;
    }
    // In a double-quoted YAML scalar a quote is written with a backslash.
    const escaped = c === "\\" && text[at + 1] === '"';
    if (c === "'" || c === '"' || escaped) {
      const quote = escaped ? '\\"' : c;
      const start = at + quote.length;
      const end = closing(text, start, to, quote);
      if (end < 0) return { words, text: { start, quote } };
      words.push({ kind: "text", text: text.slice(start - 1, end + 1), start: at, end: end + quote.length });
      at = end + quote.length;
      continue;
    }
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0] ?? c;
    const end = Math.min(at + found.length, to);
    const kind = /^[A-Za-z_]/.test(found) ? "name" : /^\d/.test(found) ? "number" : "sign";
    words.push({ kind, text: text.slice(at, end), start: at, end });
    at = end;
  }
  return { words };
}

function closing(text: string, from: number, to: number, quote: string): number {
  for (let at = from; at < to; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === "\\") at++;
  }
  return -1;
}
