import type { FilePath, FileSystem } from "../files/fileSystem";
import { extensionOf } from "../files/paths";

/**
 * Which files of a role Ansible loads as its defaults, vars or meta: the first of main.yml, main.yaml, main.json and main (a folder or a
 * file without ending), a folder with everything in it, in order of name (playbook/role/__init__.py, Role._load_role_yaml;
 * parsing/dataloader.py, find_vars_files). Whatever else lies there is ignored, as 2.22.2's defaults/main/checksums.yml beside its main.yml.
 */

const ENDINGS = [".yml", ".yaml", ".json", ""] as const;
const MAXIMUM_DEPTH = 20;

/** In the order in which later files override earlier ones. Empty where the role has none. */
export function roleFiles(fs: FileSystem, rolesFolder: FilePath, role: string, kind: "defaults" | "vars" | "meta"): readonly FilePath[] {
  const base = `${rolesFolder}/${role}/${kind}/main`;
  for (const ending of ENDINGS) {
    const path = base + ending;
    const found = fs.kind(path);
    if (found === "directory") {
      // Ansible looks into folders for defaults and vars alone; for meta it goes on to the next ending.
      if (kind === "meta") continue;
      return filesBelow(fs, path, [fs.real(path)]);
    }
    if (found === "file") return [path];
  }
  return [];
}

/** `above` are the folders around, without links, so that a circle of links ends. */
function filesBelow(fs: FileSystem, folder: FilePath, above: readonly FilePath[]): readonly FilePath[] {
  const out: FilePath[] = [];
  for (const { name, kind } of fs.list(folder) ?? []) {
    if (name.startsWith(".") || name.endsWith("~")) continue;
    const path = `${folder}/${name}`;
    const ending = extensionOf(name);
    if (kind === "directory" && ending === "") {
      const real = fs.real(path);
      if (above.length < MAXIMUM_DEPTH && !above.includes(real)) out.push(...filesBelow(fs, path, [...above, real]));
    } else if (kind === "file" && ENDINGS.some((known) => known === ending)) out.push(path);
  }
  return out;
}
