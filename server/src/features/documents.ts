import type { FilePath, FileSystem } from "../files/fileSystem";
import { extensionOf, isInside } from "../files/paths";
import { lineIndex } from "../text/lineIndex";
import type { Document, FeatureContext } from "./feature";
import { ofModel } from "./ofModel";

/** The files that an inventory is made of, for features that look beyond the open document. */

const MOST_FILES = 3000;
const MAXIMUM_DEPTH = 12;

/** Undefined where it cannot be read. */
export function openDocument({ fs, memo }: FeatureContext, path: FilePath): Document | undefined {
  const read = fs.read(path);
  if (!read.ok) return undefined;
  const { text } = read;
  return {
    path,
    text,
    get lines() {
      return memo.of("lines", path, text, () => lineIndex(text));
    },
  };
}

/** The user's own: hosts file, group_vars and host_vars, beside the inventory and beside the playbook. */
export function inventoryFiles(context: FeatureContext): readonly FilePath[] {
  return ofModel(context, "inventory-files", () => {
    const { inventory, kubespray } = context.model;
    const found = new Set<FilePath>(inventory.file === undefined ? [] : [inventory.file]);
    for (const folder of new Set([inventory.folder, ...(kubespray ? [kubespray.root] : [])])) {
      for (const part of ["group_vars", "host_vars"]) collect(context.fs, `${folder}/${part}`, found, 0);
    }
    return [...found];
  });
}

/** Defaults and vars of kubespray's roles, as Ansible loads them. */
export function roleVariableFiles(context: FeatureContext): readonly FilePath[] {
  return ofModel(context, "role-files", () => {
    const { catalog } = context.model;
    const layers = catalog.roles.flatMap((role) => [...catalog.defaults(role), ...catalog.vars(role)]);
    return [...new Set(layers.flatMap(({ file }) => file ?? []))].slice(0, MOST_FILES);
  });
}

/** Whether the file is the user's rather than kubespray's. */
export function isInventoryFile(context: FeatureContext, file: FilePath): boolean {
  const { inventory, kubespray } = context.model;
  if (file === inventory.file) return true;
  return [inventory.folder, ...(kubespray ? [kubespray.root] : [])].some(
    (folder) => isInside(file, `${folder}/group_vars`) || isInside(file, `${folder}/host_vars`),
  );
}

function collect(fs: FileSystem, folder: FilePath, found: Set<FilePath>, depth: number): void {
  for (const { name, kind } of fs.list(folder) ?? []) {
    if (name.startsWith(".") || name.endsWith("~") || found.size >= MOST_FILES) continue;
    const path = `${folder}/${name}`;
    if (kind === "directory" && depth < MAXIMUM_DEPTH) collect(fs, path, found, depth + 1);
    else if (kind === "file" && ["", ".yml", ".yaml", ".json"].includes(extensionOf(name))) found.add(path);
  }
}
