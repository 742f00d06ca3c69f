/** Comment lines without their `#` and one blank. */
export function commentText(lines: string): string {
  return lines
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.replace(/^#+ ?/, "").trimEnd())
    .join("\n");
}

/** The comment lines directly above the line of `offset` that start in its column, without `#`. Undefined where there are none. */
export function commentAbove(text: string, offset: number): string | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const indent = text.slice(lineStart, offset);
  if (indent.trim() !== "") return undefined;
  const lines: string[] = [];
  for (let end = lineStart - 1; end > 0; ) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    if (!text.startsWith(`${indent}#`, start)) break;
    lines.push(text.slice(start + indent.length, end));
    end = start - 1;
  }
  return lines.length > 0 ? commentText(lines.reverse().join("\n")) : undefined;
}
