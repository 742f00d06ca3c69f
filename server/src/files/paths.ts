import type { FilePath } from "./fileSystem";

/** Paths as text: forward slashes, no `.` or `..` left. Nothing here touches a disk. */

/** An absolute path of any platform as a FilePath. */
export function toFilePath(path: string): FilePath {
  return normalize(path.replaceAll("\\", "/"));
}

/** `folder` with `parts` below it; a part that is absolute starts anew, as in os.path.join. */
export function join(folder: FilePath, ...parts: readonly string[]): FilePath {
  // One name below a folder is by far the most frequent case, and has nothing to put right.
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && NAME.test(only) && ROOTED.test(folder)) return `${folder}/${only}` as FilePath;
  let path: string = folder;
  for (const part of parts) path = isAbsolute(part) ? part : `${path}/${part}`;
  return normalize(path);
}

const NAME = /^[^./:\\][^/:\\]*$/;
/** Without a `.`, `..` or empty part. */
const ROOTED = /^(?:\/[^./:][^/]*)+$/;

/** The folder that holds `path`; the root is its own. */
export function folderOf(path: FilePath): FilePath {
  const at = path.lastIndexOf("/");
  if (at < 0) return "." as FilePath;
  return at === 0 ? "/" : /^[A-Za-z]:$/.test(path.slice(0, at)) ? path.slice(0, at + 1) : path.slice(0, at);
}

export function baseName(path: FilePath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The ending of the last part with its dot, '' where it has none; leading dots are none (os.path.splitext). */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const start = name.search(/[^.]/);
  const at = name.lastIndexOf(".");
  return start < 0 || at <= start ? "" : name.slice(at);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}

/** True where `path` is `folder` or lies below it. Both without links (see FileSystem.real). */
export function isInside(path: FilePath, folder: FilePath): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** How Python sorts names. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return (x < 0xd800 ? x : x >= 0xe000 ? x - 0x800 : x + 0x2000) - (y < 0xd800 ? y : y >= 0xe000 ? y - 0x800 : y + 0x2000);
  }
  return a.length - b.length;
}

function normalize(path: string): FilePath {
  const root = path.startsWith("/") ? "/" : (/^[A-Za-z]:\//.exec(path)?.[0] ?? "");
  const parts: string[] = [];
  for (const part of path.slice(root.length).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || root === "") parts.push(part);
  }
  return (root + parts.join("/") || ".") as FilePath;
}
