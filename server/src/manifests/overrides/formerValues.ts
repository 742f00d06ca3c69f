/**
 * What a variable was before an override took its place: a comment above it keeps the value as it was written, so that the user can put it
 * back, and so that whatever fetches from the origins still knows this one.
 */

const FORMER = "# kubespray-inventory generate overrides, instead of: ";

/** The comment for a value; undefined for one of several lines, and where `now` leads to no mirror, or to the same as the value did. */
export function formerLine(written: string, now: string): string | undefined {
  const helper = helperOf(now);
  if (helper === undefined || helperOf(written) === helper) return undefined;
  return written === "" || /[\r\n\u0085\u2028\u2029]/.test(written) ? undefined : FORMER + written;
}

/** The value that a line keeps; undefined for any other line. */
export function formerOf(line: string): string | undefined {
  const text = line.trim();
  return text.startsWith(FORMER) ? text.slice(FORMER.length) : undefined;
}

/** The variable that a value begins with: `files_repo` of `"{{ files_repo }}/..."`. */
export function helperOf(value: string): string | undefined {
  return /^["']?\{\{ *([A-Za-z_]\w*) *\}\}/.exec(value)?.[1];
}
