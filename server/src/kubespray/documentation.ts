/**
 * The comment that explains a variable in kubespray's defaults and sample inventory: the `#` lines directly above its key, else the one
 * behind its value. Commented-out settings (`# name: value`) and rulers (`# ----`) are no explanation.
 */

/** `keyStart` is the offset of the key in `text`. undefined where there is no comment. */
export function documentationAt(text: string, keyStart: number): string | undefined {
  const lineStart = text.lastIndexOf("\n", keyStart - 1) + 1;
  const above: string[] = [];
  let end = lineStart - 1;
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end).replace(/\r$/, "");
    const comment = /^\s*#+ ?(.*)$/.exec(line)?.[1];
    if (comment === undefined) break;
    above.unshift(comment);
    end = start - 1;
  }
  const kept = lastParagraph(above.filter((line) => !isRuler(line)));
  if (kept.length > 0) return kept.join("\n");
  const lineEnd = text.indexOf("\n", keyStart);
  const line = text.slice(keyStart, lineEnd < 0 ? text.length : lineEnd);
  const behind = /\s#+ ?(.*?)\s*$/.exec(line)?.[1];
  return behind === undefined || behind === "" || /["'].*#.*["']/.test(line) ? undefined : behind;
}

/** What stands below the last commented-out setting or empty comment line belongs to the key. */
function lastParagraph(lines: readonly string[]): readonly string[] {
  let first = 0;
  lines.forEach((line, index) => {
    if (/^[a-z_][a-z0-9_]*:(\s|$)/.test(line) || line.trim() === "" || /^\s*-\s/.test(line)) first = index + 1;
  });
  return lines.slice(first).map((line) => line.trimEnd());
}

function isRuler(line: string): boolean {
  return /^[-=#*\s]*$/.test(line) && line.trim() !== "";
}
