import type { Location, Range } from "vscode-languageserver";
import type { Location as Place } from "../features/feature";
import type { FilePath, FileSystem } from "../files/fileSystem";
import type { Memo } from "../files/memo";
import { type LineIndex, lineIndex } from "../text/lineIndex";
import type { Span } from "../text/span";
import { uriOf } from "./uris";

/** Offsets to lines and columns: the one place where the protocol's ranges are made. */

export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** A whole line, by its number from 1. */
export function lineRange(lines: LineIndex, text: string, line: number): Range {
  const start = lines.offsetAt({ line: line - 1, character: 0 });
  const end = lines.offsetAt({ line, character: 0 });
  const written = text.slice(start, end).replace(/\s+$/, "");
  const indent = written.length - written.trimStart().length;
  return toRange(lines, { start: start + indent, end: start + written.length });
}

/** The lines of any file that can be read; undefined where it cannot. */
export function linesOf(path: FilePath, fs: FileSystem, memo: Memo): LineIndex | undefined {
  const read = fs.read(path);
  return read.ok ? memo.of("lines", path, read.text, () => lineIndex(read.text)) : undefined;
}

export function toLocation({ file, span }: Place, fs: FileSystem, memo: Memo): Location {
  const lines = linesOf(file, fs, memo);
  const nowhere = { line: 0, character: 0 };
  return { uri: uriOf(file), range: lines ? toRange(lines, span) : { start: nowhere, end: nowhere } };
}
