/** Python's idea of white space and identifiers, which differs from JavaScript's. */

/** `\s` of Python's re and str.isspace(), for a UTF-16 unit. */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** Where white space that starts at `from` ends. */
export function skipSpace(text: string, from: number): number {
  let i = from;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  return i;
}

/** `text.rstrip()`'s end within `[start, end)`. */
export function stripEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isSpace(text.charCodeAt(i - 1))) i--;
  return i;
}

/** The end of the word (jinja2/_identifier.py) that starts at `from`; `from` itself where there is none. */
export function wordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      if (!((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95)) break;
      i++;
    } else {
      const character = String.fromCodePoint(text.codePointAt(i) as number);
      if (!/[\p{L}\p{N}\p{XIDC}]/u.test(character)) break;
      i += character.length;
    }
  }
  return i;
}

/** str.isidentifier() */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) || /^[\p{XIDS}_]\p{XIDC}*$/u.test(text);
}
