import { extensionOf } from "../files/paths";
import { documentIndex } from "./documentIndex";
import type { Document, FeatureContext } from "./feature";

export interface FoldingRange {
  /** Both count from 0. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind?: "comment";
}

/** What can be folded away: what is indented below a line, runs of comments, and sections of an INI hosts file. */
export function foldingRanges(context: FeatureContext, document: Document): readonly FoldingRange[] {
  const index = documentIndex(context, document);
  const isIni = index.inventory?.syntax === "ini" && extensionOf(document.path) !== ".yml";
  const lines = document.text.split(/\r\n|\r|\n/);
  const ranges = [...commentRanges(lines), ...(isIni ? sectionRanges(lines) : indentRanges(lines))];
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

function commentRanges(lines: readonly string[]): readonly FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (let start = 0; start < lines.length; start++) {
    let end = start;
    while (end < lines.length && /^\s*[#;]/.test(lines[end] as string)) end++;
    if (end - start > 1) ranges.push({ startLine: start, endLine: end - 1, kind: "comment" });
    if (end > start) start = end - 1;
  }
  return ranges;
}

function sectionRanges(lines: readonly string[]): readonly FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let start = -1;
  let last = -1;
  const close = () => {
    if (start >= 0 && last > start) ranges.push({ startLine: start, endLine: last });
  };
  for (const [number, line] of lines.entries()) {
    if (/^\s*\[/.test(line)) {
      close();
      start = number;
    } else if (line.trim() !== "" && !/^\s*[#;]/.test(line)) last = number;
  }
  close();
  return ranges;
}

/** A list may stand at the same indentation as the key that it belongs to. */
function indentRanges(lines: readonly string[]): readonly FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: { line: number; indent: number; takesItems: boolean }[] = [];
  let last = -1;
  const closeTo = (indent: number, isItem: boolean) => {
    for (let top = open.at(-1); top && (top.indent > indent || (top.indent === indent && !(isItem && top.takesItems))); top = open.at(-1)) {
      if (last > top.line) ranges.push({ startLine: top.line, endLine: last });
      open.pop();
    }
  };
  for (const [number, line] of lines.entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    const isItem = /^ *-(?: |$)/.test(line);
    closeTo(indent, isItem);
    open.push({ line: number, indent, takesItems: !isItem && /:\s*(?:#.*)?$/.test(line) });
    last = number;
  }
  closeTo(-1, false);
  return ranges;
}
