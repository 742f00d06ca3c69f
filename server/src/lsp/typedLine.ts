import type { Diagnostic } from "vscode-languageserver";
import { extensionOf } from "../files/paths";
import { openVarsFile } from "../yaml/varsFile";

/**
 * The line that is being typed: a name without its colon, a bracket that is not closed yet. What is wrong because of it alone is nothing
 * that the user has to be told while he types it.
 */

/** The line, from 0, within which all of an edit lies; undefined where it inserts line breaks, as a key that ends a line does. */
export function typedLine(before: string, after: string): number | undefined {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = after.length;
  for (let gone = before.length; end > start && gone > start && before.charCodeAt(gone - 1) === after.charCodeAt(end - 1); gone--) end--;
  if (after.slice(start, end).includes("\n")) return undefined;
  let line = 0;
  for (let at = after.indexOf("\n"); at >= 0 && at < start; at = after.indexOf("\n", at + 1)) line++;
  return line;
}

/**
 * Whether a diagnostic of `text` is there because of one line: of YAML, where it goes with the line, wherever it is told (an error of libyaml
 * often stands in the next line); of an INI file or a template, where it stands in it.
 */
export function isOfLine({ code, range }: Diagnostic, path: string, text: string, line: number): boolean {
  const name = String(code);
  if (name === "template-syntax") return range.start.line === line;
  if (!SYNTAX.test(name)) return false;
  if (extensionOf(path) === ".ini" || name === "inventory-syntax") return range.start.line === line;
  return openVarsFile(text).check()?.code === code && openVarsFile(withoutLine(text, line)).check() === undefined;
}

const SYNTAX = /^yaml-|^vars-not-a-mapping$|^inventory-syntax$/;

/** The text with blanks in place of the line, so that all offsets stay. */
function withoutLine(text: string, line: number): string {
  const lines = text.split("\n");
  lines[line] = (lines[line] ?? "").replace(/[^\r]/g, " ");
  return lines.join("\n");
}
