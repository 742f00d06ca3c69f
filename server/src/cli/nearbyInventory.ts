import type { FilePath, FileSystem } from "../files/fileSystem";
import { join } from "../files/paths";
import { CommandError } from "./exitCodes";

/**
 * Where the inventory is when the user names none: the folder itself, or one of those below `inventory/`, as most repositories lay it
 * out. An untouched `inventory/sample` does not count.
 */

/** Undefined where there is none. Throws CommandError where there are several. */
export function nearbyInventory(fs: FileSystem, folder: FilePath): FilePath | undefined {
  if (isInventory(fs, folder)) return folder;
  const below = join(folder, "inventory");
  if (isInventory(fs, below)) return below;
  const found = (fs.list(below) ?? [])
    .filter((entry) => entry.kind === "directory" && entry.name !== "sample" && !entry.name.startsWith("."))
    .map((entry) => join(below, entry.name))
    .filter((path) => isInventory(fs, path));
  if (found.length > 1) {
    const names = found.map((path) => path.slice(folder.length + 1)).join(", ");
    throw new CommandError(`There are several inventories here: ${names}.`, "Name one with --inventory.");
  }
  return found[0];
}

/** Names that people give to a hosts file, most used first. A bare `hosts` alone is no sign: many folders have one (/etc). */
const HOSTS_FILES = ["hosts.yaml", "inventory.ini", "hosts.yml", "inventory.yaml", "inventory.yml", "hosts.ini", "cluster.ini"];

function isInventory(fs: FileSystem, folder: FilePath): boolean {
  return fs.kind(join(folder, "group_vars")) === "directory" || HOSTS_FILES.some((name) => fs.kind(join(folder, name)) === "file");
}
