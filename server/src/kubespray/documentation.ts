/**
 * What the comment above a variable in kubespray's defaults and sample inventory says of it: commented-out settings (`name: value`, `- item`),
 * rulers (`----`) and what stands above them are no part of the explanation.
 */

/** `comment` is without its `#`. undefined where nothing is left. */
export function documentationOf(comment: string | undefined): string | undefined {
  const lines = (comment ?? "").split("\n").map((line) => line.trimEnd());
  let first = 0;
  lines.forEach((line, index) => {
    if (/^\s*[A-Za-z_]\w*:(\s|$)/.test(line) || /^\s*-\s/.test(line) || /^[-=#*\s]*$/.test(line)) first = index + 1;
  });
  const kept = lines.slice(first).join("\n").trim();
  return kept === "" ? undefined : kept;
}
