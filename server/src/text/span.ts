/** Half-open ranges of UTF-16 offsets in one text. Offsets live inside the program, lines and columns at its edge (see lineIndex.ts). */

/** `start` inclusive, `end` exclusive, both UTF-16 offsets from the start of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

/** True if `offset` is inside `s` or touches its end, as a cursor does. */
export function contains(s: Span, offset: number): boolean {
  return s.start <= offset && offset <= s.end;
}

export function shift(s: Span, by: number): Span {
  return { start: s.start + by, end: s.end + by };
}
