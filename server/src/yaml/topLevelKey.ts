import { COLON, HASH, isBlank } from "./cursor";

export interface KeyAt {
  /** Without quotes. */
  readonly source: string;
  readonly quoted: boolean;
  /** Behind the key and its quotes. */
  readonly end: number;
  /** Behind its colon. */
  readonly afterColon: number;
}

/** Indicators that no plain key starts with, and `?` and `:`, with which hardly one does. */
const NOT_A_KEY = "?:,[]{}#&*!|>%@`";
const MAXIMUM_LENGTH = 1000;

/** The key of a block mapping that starts at `start`, on a line that ends at `end`. Undefined: none, or one that needs the full parser. */
export function topLevelKey(text: string, start: number, end: number): KeyAt | undefined {
  const first = text.charCodeAt(start);
  const quoted = first === 34 || first === 39;
  const keyEnd = quoted ? quoteEnd(text, start, end) : plainEnd(text, start, end);
  if (keyEnd < 0 || keyEnd - start > MAXIMUM_LENGTH) return undefined;
  let colon = keyEnd;
  while (colon < end && isBlank(text.charCodeAt(colon))) colon++;
  if (colon >= end || text.charCodeAt(colon) !== COLON) return undefined;
  if (colon + 1 < end && !isBlank(text.charCodeAt(colon + 1))) return undefined;
  const source = quoted ? text.slice(start + 1, keyEnd - 1) : text.slice(start, keyEnd);
  if (quoted ? first === 34 && source.includes("\\") : source === "<<" || source === "=") return undefined;
  return { source: first === 39 ? source.replaceAll("''", "'") : source, quoted, end: keyEnd, afterColon: colon + 1 };
}

/** Behind the closing quote of the text quoted at `start`, -1 where it does not stand before `end`. */
export function quoteEnd(text: string, start: number, end: number): number {
  const quote = text[start] as string;
  for (let at = text.indexOf(quote, start + 1); at >= 0 && at < end; at = text.indexOf(quote, at + 1)) {
    if (quote === '"') {
      let escapes = at;
      while (text.charCodeAt(escapes - 1) === 92) escapes--;
      if ((at - escapes) % 2 === 0) return at + 1;
    } else if (text.charCodeAt(at + 1) === 39) at++;
    else return at + 1;
  }
  return -1;
}

function plainEnd(text: string, start: number, end: number): number {
  if (NOT_A_KEY.includes(text[start] as string)) return -1;
  const limit = Math.min(end, start + 2 * MAXIMUM_LENGTH);
  for (let at = start; at < limit; at++) {
    const c = text.charCodeAt(at);
    if (c === HASH && isBlank(text.charCodeAt(at - 1))) return -1;
    if (c !== COLON || (at + 1 < end && !isBlank(text.charCodeAt(at + 1)))) continue;
    let keyEnd = at;
    while (keyEnd > start && isBlank(text.charCodeAt(keyEnd - 1))) keyEnd--;
    return keyEnd === start ? -1 : keyEnd;
  }
  return -1;
}
