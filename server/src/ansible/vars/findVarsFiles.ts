import { type DirectoryEntry, type FilePath, type FileSystem, whyNotRead } from "../../files/fileSystem";
import { extensionOf, isInside, join } from "../../files/paths";

const EXTENSIONS = ["", ".yml", ".yaml", ".json"];
const MAXIMUM_DEPTH = 20;
const MAXIMUM_FILES = 5000;

/** Told of what looks like a file of variables and is none that can be read. */
export type PassedOver = (path: FilePath, why: string) => void;

/**
 * The files that Ansible loads for a group or host NAME of a group_vars or host_vars folder, in the order in which later ones override
 * earlier ones: the folder or file NAME, else NAME.yml, NAME.yaml or NAME.json, the first that exists; a folder with everything in it, in
 * order of name (ansible/parsing/dataloader.py, find_vars_files). Hidden files, `~` and all other endings are passed over.
 */
export function findVarsFiles(folder: FilePath, name: string, files: FileSystem, passedOver: PassedOver = () => {}): readonly FilePath[] {
  if (name === "" || name.startsWith("/")) return [];
  for (const extension of EXTENSIONS) {
    const path = join(folder, name + extension);
    if (!isInside(path, folder) || path === folder) continue; // a name such as `../x` reads nothing outside
    const kind = files.kind(path);
    if (kind === "other") passedOver(path, whyOther(path, files));
    if (kind === undefined || kind === "other") continue;
    for (const next of EXTENSIONS.slice(EXTENSIONS.indexOf(extension) + 1)) {
      if (files.kind(join(folder, name + next)) === "file")
        passedOver(join(folder, name + next), `${name}${extension}${kind === "directory" ? "/" : ""} beside it is read instead`);
    }
    if (kind === "file") return [path];
    const found: FilePath[] = [];
    collect(path, files, found, [files.real(path)], passedOver);
    return found;
  }
  return [];
}

function collect(folder: FilePath, files: FileSystem, found: FilePath[], above: readonly FilePath[], passedOver: PassedOver): void {
  for (const entry of files.list(folder) ?? []) {
    if (entry.name.startsWith(".") || entry.name.endsWith("~") || found.length >= MAXIMUM_FILES) continue;
    const path = join(folder, entry.name);
    if (isFolder(entry)) {
      const real = files.real(path);
      if (above.includes(real)) passedOver(path, "it is a link to a folder that it lies in");
      else if (above.length >= MAXIMUM_DEPTH) passedOver(path, "it lies too deep");
      else collect(path, files, found, [...above, real], passedOver);
    } else if (!EXTENSIONS.includes(extensionOf(entry.name))) continue;
    else if (entry.kind === "file") found.push(path);
    else if (entry.kind === "other") passedOver(path, whyOther(path, files));
  }
}

function whyOther(path: FilePath, files: FileSystem): string {
  const read = files.read(path);
  return read.ok ? "it is no ordinary file" : whyNotRead(read);
}

/** A folder with a dot in its name is passed over as well. */
function isFolder(entry: DirectoryEntry): boolean {
  return entry.kind === "directory" && extensionOf(entry.name) === "";
}
