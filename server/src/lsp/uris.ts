import type { FilePath } from "../files/fileSystem";
import { toFilePath } from "../files/paths";

/** `file:` addresses and paths. Anything else (untitled, git, ...) is no file of an inventory. */

export function pathOf(uri: string): FilePath | undefined {
  const encoded = /^file:\/\/(?:localhost)?(\/[^?#]*)$/i.exec(uri)?.[1];
  if (encoded === undefined) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  if (/^\/[A-Za-z]:/.test(path)) return toFilePath((path[1] as string).toUpperCase() + path.slice(2));
  return toFilePath(path);
}

export function uriOf(path: FilePath): string {
  const rooted = path.startsWith("/") ? path : `/${path}`;
  const encoded = rooted.split("/").map((part) => encodeURIComponent(part).replace(/[!'()*]/g, percent));
  return `file://${encoded.join("/")}`;
}

/** VS Code writes these in full as well. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
