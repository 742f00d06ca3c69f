/**
 * The text that Jinja2's lexer works on is not quite the author's: line ends become \n, and Ansible doubles backslashes. This keeps the
 * way back to the author's offsets.
 */
export class SourceMap {
  readonly #at: number[] = [];
  readonly #shift: number[] = [];

  /** From offset `at` of the derived text on, `shift` is to be added to reach the original's. Called in ascending order. */
  add(at: number, shift: number): void {
    this.#at.push(at);
    this.#shift.push(shift);
  }

  get isIdentity(): boolean {
    return this.#at.length === 0;
  }

  original(offset: number): number {
    let low = 0;
    let high = this.#at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? offset : offset + (this.#shift[low - 1] as number);
  }
}

export interface Derived {
  readonly text: string;
  readonly map: SourceMap;
}

/** `\r\n` and `\r` become `\n`, as at the start of Lexer.tokeniter. `offset` is where `source` starts in the original. */
export function normalizeNewlines(source: string, offset = 0): Derived {
  const map = new SourceMap();
  if (offset > 0) map.add(0, offset);
  if (!source.includes("\r")) return { text: source, map };
  let dropped = 0;
  for (let at = source.indexOf("\r\n"); at >= 0; at = source.indexOf("\r\n", at + 2)) {
    dropped++;
    map.add(at - dropped + 2, dropped + offset);
  }
  return { text: source.replace(/\r\n?/g, "\n"), map };
}

/** Doubles every backslash inside the given ranges of `text`. */
export function doubleBackslashes(text: string, ranges: readonly { readonly start: number; readonly end: number }[]): Derived {
  const map = new SourceMap();
  const parts: string[] = [];
  let done = 0;
  let added = 0;
  for (const range of ranges) {
    for (let at = text.indexOf("\\", range.start); at >= 0 && at < range.end; at = text.indexOf("\\", at + 1)) {
      parts.push(text.slice(done, at + 1), "\\");
      done = at + 1;
      added++;
      map.add(at + added, -added);
    }
  }
  parts.push(text.slice(done));
  return { text: parts.join(""), map };
}
