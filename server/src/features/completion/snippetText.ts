import { implicitTag, STRING_TAG } from "../../yaml/implicitTag";

/** Text as it must stand in a snippet's tab stop, and in YAML. */

export function placeholder(number: number, text: string): string {
  return `\${${number}:${escapeSnippet(text)}}`;
}

export function choice(number: number, texts: readonly string[]): string {
  return `\${${number}|${texts.map((text) => escapeSnippet(text).replace(/[,|]/g, "\\$&")).join(",")}|}`;
}

export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** A text as a YAML scalar: plain where that stays the same text, else in quotes. */
export function yamlText(text: string): string {
  const plain =
    /^[\w./@+~-][^\n\r\t]*$/.test(text) &&
    !/^-(?:\s|$)|:(?:\s|$)|\s#|\s$|\{\{|\{%|["\\]/.test(text) &&
    !text.startsWith("---") &&
    implicitTag(text) === STRING_TAG;
  if (plain) return text;
  if (!/["\\\n\r\t]/.test(text)) return `"${text}"`;
  return /[\n\r\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
