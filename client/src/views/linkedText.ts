/**
 * Markdown as text to be read in an editor: links to files become their words with the places that they lead to beside them. (The Markdown
 * preview does not follow links to files.)
 */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly { readonly start: number; readonly end: number; readonly target: string }[];
}

export function linkedText(markdown: string): LinkedText {
  const links: { start: number; end: number; target: string }[] = [];
  let text = "";
  let at = 0;
  for (const match of markdown.matchAll(/\[((?:\\.|[^\]\\])*)\]\((file:[^)\s]+)\)/g)) {
    text += plain(markdown.slice(at, match.index));
    const words = plain(match[1] as string);
    links.push({ start: text.length, end: text.length + words.length, target: match[2] as string });
    text += words;
    at = match.index + match[0].length;
  }
  return { text: text + plain(markdown.slice(at)), links };
}

/** Without marks for bold and the marks that keep characters from being markup; what stands in code stays as it is. */
function plain(markdown: string): string {
  return markdown
    .split(/(`+[^`]*`+)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/\*\*/g, "")
            .replace(/\\([\\`*_[\]<>!#|~&-])/g, "$1")
            .replaceAll("&lt;", "<")
            .replaceAll("&amp;", "&"),
    )
    .join("");
}
