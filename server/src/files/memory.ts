import { type DirectoryEntry, type FilePath, type FileSystem, MAXIMUM_FILE_SIZE, type ReadResult } from "./fileSystem";
import { compareCodePoints, folderOf, toFilePath } from "./paths";

/** What stands at a path: a text, or why it cannot be read. */
export type MemoryFile = string | Exclude<ReadResult, { readonly ok: true }>;

/** Files held in memory: release packs and tests. Folders exist where a file lies below them; there are no links. */
export function memoryFileSystem(files: Readonly<Record<string, MemoryFile>> | ReadonlyMap<string, MemoryFile>): FileSystem {
  const contents = new Map<FilePath, MemoryFile>();
  const folders = new Map<FilePath, Map<string, DirectoryEntry>>();
  for (const [name, content] of files instanceof Map ? files : Object.entries(files)) {
    const path = toFilePath(name);
    contents.set(path, content);
    addToFolders(folders, path);
  }
  const sorted = new Map(
    [...folders].map(([path, entries]) => [path, [...entries.values()].sort((a, b) => compareCodePoints(a.name, b.name))]),
  );
  return {
    read(path) {
      const content = contents.get(toFilePath(path));
      if (content === undefined) return { ok: false, reason: sorted.has(toFilePath(path)) ? "unreadable" : "missing" };
      if (typeof content !== "string") return content;
      if (content.length > MAXIMUM_FILE_SIZE) return { ok: false, reason: "too-large" };
      return content.includes("\0") ? { ok: false, reason: "binary" } : { ok: true, text: content };
    },
    list: (path) => sorted.get(toFilePath(path)),
    kind(path) {
      const wanted = toFilePath(path);
      return contents.has(wanted) ? "file" : sorted.has(wanted) ? "directory" : undefined;
    },
    real: (path) => toFilePath(path),
  };
}

function addToFolders(folders: Map<FilePath, Map<string, DirectoryEntry>>, file: FilePath): void {
  let path = file;
  let kind: DirectoryEntry["kind"] = "file";
  for (let folder = folderOf(path); folder !== path; folder = folderOf(path)) {
    let entries = folders.get(folder);
    if (entries === undefined) {
      entries = new Map();
      folders.set(folder, entries);
    }
    const name = path.slice(folder === "/" ? 1 : folder.length + 1);
    if (entries.has(name)) return;
    entries.set(name, { name, kind });
    path = folder;
    kind = "directory";
  }
}
