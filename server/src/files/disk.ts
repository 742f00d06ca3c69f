import { isUtf8 } from "node:buffer";
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { type DirectoryEntry, type FileKind, type FilePath, type FileSystem, MAXIMUM_FILE_SIZE, type ReadResult } from "./fileSystem";
import { compareCodePoints, toFilePath } from "./paths";

/**
 * The real disk. The only file of this folder that knows Node; everything it meets (no permission, a loop of links, a device, a file that
 * is no text) becomes data, never an exception.
 */
export function diskFileSystem(maximumFileSize = MAXIMUM_FILE_SIZE): FileSystem {
  return {
    read: (path) => readText(path, maximumFileSize),
    list: listFolder,
    kind: kindOf,
    real(path) {
      try {
        return toFilePath(realpathSync(path));
      } catch {
        return path;
      }
    },
  };
}

function readText(path: FilePath, maximumFileSize: number): ReadResult {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { ok: false, reason: "unreadable", detail: "is a folder" };
    // A pipe or a device could block for ever or never end.
    if (!stats.isFile()) return { ok: false, reason: "unreadable", detail: "is no ordinary file" };
    if (stats.size > maximumFileSize) return { ok: false, reason: "too-large", detail: `${stats.size} bytes` };
    const bytes = readFileSync(path);
    if (bytes.length > maximumFileSize) return { ok: false, reason: "too-large", detail: `${bytes.length} bytes` };
    if (bytes.includes(0)) return { ok: false, reason: "binary" };
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    return isUtf8(bytes) ? { ok: true, text } : { ok: true, text, replaced: true };
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR")
      return isBrokenLink(path) ? unreadable("a link that leads nowhere") : { ok: false, reason: "missing" };
    return unreadable(code === "ELOOP" ? "links that lead in a circle" : (code ?? String(error)));
  }
}

function unreadable(detail: string): ReadResult {
  return { ok: false, reason: "unreadable", detail };
}

function isBrokenLink(path: FilePath): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function listFolder(path: FilePath): readonly DirectoryEntry[] | undefined {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries
      .map((entry): DirectoryEntry => {
        if (entry.isFile()) return { name: entry.name, kind: "file" };
        if (entry.isDirectory()) return { name: entry.name, kind: "directory" };
        return { name: entry.name, kind: kindOf(`${path}/${entry.name}`) ?? "other" };
      })
      .sort((a, b) => compareCodePoints(a.name, b.name));
  } catch {
    return undefined;
  }
}

function kindOf(path: FilePath): FileKind | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
  } catch (error) {
    const code = errorCode(error);
    if ((code === "ENOENT" || code === "ENOTDIR") && !isBrokenLink(path)) return undefined;
    return "other";
  }
}

function errorCode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}
