import type { FilePath, FileSystem } from "../files/fileSystem";
import { join } from "../files/paths";
import { discoverInventories, isUntouchedSample } from "../kubespray/discoverInventories";
import { CommandError } from "./exitCodes";

/**
 * Where the inventory is when the user names none: the folder itself or `inventory/` in it, else those below `inventory/` and whatever
 * the editor finds in the folder as well, at any depth. What kubespray ships as a sample does not count until it is edited.
 */

/** Undefined where there is none. Throws CommandError where there are several. */
export function nearbyInventory(fs: FileSystem, folder: FilePath): FilePath | undefined {
  if (isInventory(fs, folder)) return folder;
  const below = join(folder, "inventory");
  if (isInventory(fs, below)) return below;
  const shallow = (fs.list(below) ?? [])
    .filter((entry) => entry.kind === "directory" && !entry.name.startsWith("."))
    .map((entry) => join(below, entry.name))
    .filter((path) => isInventory(fs, path) && !path.endsWith("/sample") && !isUntouchedSample(fs, path));
  const deep = discoverInventories(fs, folder).inventories.filter(({ sample }) => !sample);
  const found = [...new Set([...shallow, ...deep.map((inventory) => inventory.folder)])];
  if (found.length > 1) {
    const names = found.slice(0, MOST_NAMED).map((path) => path.slice(folder.length + 1));
    const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : "";
    throw new CommandError(`There are several inventories here: ${names.join(", ")}${more}.`, "Name one with --inventory.");
  }
  return found[0];
}

const MOST_NAMED = 8;

/** Names that people give to a hosts file, most used first. A bare `hosts` alone is no sign: many folders have one (/etc). */
const HOSTS_FILES = ["hosts.yaml", "inventory.ini", "hosts.yml", "inventory.yaml", "inventory.yml", "hosts.ini", "cluster.ini"];

function isInventory(fs: FileSystem, folder: FilePath): boolean {
  return fs.kind(join(folder, "group_vars")) === "directory" || HOSTS_FILES.some((name) => fs.kind(join(folder, name)) === "file");
}
