/** What \d, \w and \s hold in a Python regular expression on text. */

export type Range = readonly [low: number, high: number];

export const ASCII_WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];

const ASCII_SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];

/** str.isspace() */
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

export function spaces(ascii: boolean): readonly Range[] {
  return ascii ? ASCII_SPACE : SPACE;
}

export function isSpaceCode(code: number, ascii: boolean): boolean {
  return spaces(ascii).some(([low, high]) => code >= low && code <= high);
}

export function isWordCode(code: number, ascii: boolean): boolean {
  if (code < 128) return ASCII_WORD.some(([low, high]) => code >= low && code <= high);
  return !ascii && /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

export function isDigitCode(code: number, ascii: boolean): boolean {
  if (code < 128) return code >= 0x30 && code <= 0x39;
  return !ascii && /\p{Nd}/u.test(String.fromCodePoint(code));
}
