import { type Span, span } from "../../text/span";
import { openVarsFile } from "../../yaml/varsFile";
import type { Document } from "../feature";
import type { Fix } from "./check";

/**
 * `key: {{ x }}` without quotes. Reading the file tells it already, in many ways (a mapping as a key, a missing comma, a `%` that starts
 * nothing), so this is no check of its own: it gives those problems the quick fix that quotes the value.
 */
export function unquotedFixes(document: Document, at: number): readonly Fix[] {
  const place = valueAt(document.text, at);
  if (place === undefined) return [];
  const text = quoted(document.text.slice(place.start, place.end));
  const after = document.text.slice(0, place.start) + text + document.text.slice(place.end);
  // Only what mends it: the next problem, if there is one, stands further down.
  const left = openVarsFile(after).check();
  if (left?.span !== undefined && left.span.start <= place.start + text.length) return [];
  return [
    {
      title: { en: "Put the template in quotes", zh: "给模板加引号" },
      edits: [{ file: document.path, span: place, text }],
      preferred: true,
    },
  ];
}

/** The value on the line of the offset that begins with a template, without blanks and a comment behind it. */
function valueAt(text: string, at: number): Span | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const before = /^[ \t]*(?:-[ \t]+)*(?:[\w.-]+[ \t]*:[ \t]+)?(?=\{\{|\{%)/.exec(line)?.[0];
  if (before === undefined || before.trim() === "") return undefined;
  const value = line
    .slice(before.length)
    .replace(/[ \t]+#.*$/, "")
    .trimEnd();
  const start = lineStart + before.length;
  return isWhole(value) ? span(start, start + value.length) : undefined;
}

/** A template that goes on in the next line is for its author to quote. */
function isWhole(value: string): boolean {
  return (value.match(/\{\{|\{%/g) ?? []).length === (value.match(/\}\}|%\}/g) ?? []).length;
}

/** The same characters for Jinja2: as they are between single or double quotes, else with the quotes of the text written twice. */
function quoted(value: string): string {
  if (!/["\\]/.test(value)) return `"${value}"`;
  return `'${value.replaceAll("'", "''")}'`;
}
