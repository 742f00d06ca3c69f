import { span } from "../text/span";
import { commentAbove } from "./comments";
import type { TopLevelKey } from "./scanTopLevel";
import { type KeyAt, topLevelKey } from "./topLevelKey";

/**
 * The lines of a file that cannot be parsed that look like top-level keys, so that an editor can go on before and behind an error. A guess:
 * use scanTopLevel for a file that may be sound.
 */
export function recoverTopLevel(text: string): readonly TopLevelKey[] {
  const found: { readonly key: KeyAt; readonly start: number; readonly line: number }[] = [];
  for (let start = 0, line = 1; start < text.length; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const c = text.charCodeAt(start);
    const item = c === 45 && text.charCodeAt(start + 1) <= 32;
    const key = c > 32 && !item ? topLevelKey(text, start, text.charCodeAt(end - 1) === 13 ? end - 1 : end) : undefined;
    if (key) found.push({ key, start, line });
    start = end + 1;
  }
  return found.map(({ key, start, line }, i) => {
    const end = found[i + 1]?.start ?? text.length;
    const documentation = commentAbove(text, start);
    return {
      source: key.source,
      quoted: key.quoted,
      keySpan: span(start, key.end),
      valueSpan: trimmed(text, key.afterColon, end),
      region: span(start, end),
      line,
      ...(documentation !== undefined && { documentation }),
    };
  });
}

/** Without blanks around it and blank and comment lines behind it. */
function trimmed(text: string, from: number, to: number) {
  let end = to;
  for (;;) {
    while (end > from && text.charCodeAt(end - 1) <= 32) end--;
    const lineStart = text.lastIndexOf("\n", end - 1) + 1;
    if (lineStart <= from || !/^[ \t]*#/.test(text.slice(lineStart, Math.min(end, lineStart + 200)))) break;
    end = lineStart;
  }
  let start = from;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  return start < end ? span(start, end) : span(from, from);
}
