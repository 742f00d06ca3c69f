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
  let lineStart = offset;
  while (lineStart > 0 && text.charCodeAt(lineStart - 1) === 32) lineStart--;
  if (text.charCodeAt(lineStart - 1) !== 10) return undefined;
  const indent = text.slice(lineStart, offset);
  const lines: string[] = [];
  for (let end = lineStart - 1; end > 0; ) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    if (!text.startsWith(`${indent}#`, start)) break;
    lines.push(text.slice(start + indent.length, end));
    end = start - 1;
  }
  return lines.length > 0 ? commentText(lines.reverse().join("\n")) : undefined;
}
