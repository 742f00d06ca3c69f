import type { DirectoryEntry, FilePath, FileSystem } from "./fileSystem";
import { compareCodePoints, folderOf } from "./paths";

/**
 * Open documents over another file system: their text is what the program sees, saved or not. A document that exists only in the editor
 * appears in its folder as well.
 */
export function overlayFileSystem(below: FileSystem, open: ReadonlyMap<FilePath, string>): FileSystem {
  if (open.size === 0) return below;
  const folders = new Map<FilePath, DirectoryEntry[]>();
  for (const path of open.keys()) addToFolders(folders, path);
  return {
    read(path) {
      const text = open.get(path) ?? open.get(below.real(path));
      if (text === undefined) return below.read(path);
      return { ok: true, text };
    },
    list(path) {
      const added = folders.get(path);
      const listed = below.list(path);
      if (added === undefined) return listed;
      const names = new Map((listed ?? []).map((entry) => [entry.name, entry]));
      for (const entry of added) if (!names.has(entry.name)) names.set(entry.name, entry);
      return [...names.values()].sort((a, b) => compareCodePoints(a.name, b.name));
    },
    kind: (path) => (open.has(path) ? "file" : (below.kind(path) ?? (folders.has(path) ? "directory" : undefined))),
    real: (path) => below.real(path),
  };
}

function addToFolders(folders: Map<FilePath, DirectoryEntry[]>, file: FilePath): void {
  let path = file;
  let kind: DirectoryEntry["kind"] = "file";
  for (let folder = folderOf(path); folder !== path; folder = folderOf(path)) {
    const name = path.slice(folder === "/" ? 1 : folder.length + 1);
    const entries = folders.get(folder);
    if (entries === undefined) folders.set(folder, [{ name, kind }]);
    else if (entries.some((entry) => entry.name === name)) return;
    else entries.push({ name, kind });
    path = folder;
    kind = "directory";
  }
}
