/**
 * Text of an inventory inside a generated file: each function gives a form that its reader takes back as the same text, whatever it holds.
 * Templates reach them as filters (`{{ url | sh }}`); a text goes through exactly one of them, and none stands in a template bare.
 */

/** A POSIX shell word. NUL cannot be passed to a program; it is left out. A leading `-` is the caller's to guard with `--`. */
export function sh(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", `'\\''`)}'`;
}

/**
 * A double-quoted YAML scalar, on one line, read the same by YAML 1.1 (PyYAML) and 1.2. As JSON, but for characters beyond U+FFFF: PyYAML
 * refuses the two halves that JSON writes.
 */
export function yaml(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** JSON, with everything but printable ASCII written as escapes, so that no reader's idea of a line break or of printable matters. */
export function json(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A JSON document. Characters that nobody sees are escapes in it too; letters of any language stay readable. */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${text}\n`;
}

/** An nginx parameter in quotes. `$` starts a variable there and nothing can escape it: such a text is refused by throwing RangeError. */
export function nginx(text: string): string {
  if (/[$\0]/.test(text)) throw new RangeError(`nginx has no way to write this text: ${json(text)}`);
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
}

/** A word of a Dockerfile instruction in quotes (ENV, ARG, LABEL), where `$` is expanded. A line break cannot be written: RangeError. */
export function docker(text: string): string {
  if (/[\n\r\0]/.test(text)) throw new RangeError(`a Dockerfile has no way to write this text: ${json(text)}`);
  return `"${text.replace(/[\\"$]/g, "\\$&")}"`;
}

/** One line of a comment: control characters and line breaks of any reader are shown as escapes. */
export function comment(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
