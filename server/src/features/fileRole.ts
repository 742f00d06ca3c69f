import type { FilePath } from "../files/fileSystem";
import { baseName, extensionOf, isInside } from "../files/paths";
import type { Model } from "../kubespray/model";
import type { FileRole } from "./feature";

/**
 * What a file is to an inventory, told by its path alone: hosts file, variables of a group or a host (beside the inventory or beside the
 * playbook), defaults or vars of a role. A file that Ansible passes over because another one beside it wins has its role all the same.
 */
export function fileRole(model: Model, path: FilePath): FileRole {
  const { inventory, kubespray } = model;
  if (path === inventory.file) return { kind: "hosts-file" };
  for (const folder of kubespray ? [inventory.folder, kubespray.root] : [inventory.folder]) {
    const group = ownerOf(path, `${folder}/group_vars`);
    if (group !== undefined) return { kind: "group-vars", group };
    const host = ownerOf(path, `${folder}/host_vars`);
    if (host !== undefined) return { kind: "host-vars", host };
  }
  return (kubespray && roleFile(path, kubespray.root)) ?? { kind: "other" };
}

/** `NAME.yml`, or anything below `NAME/`. */
function ownerOf(path: FilePath, folder: string): string | undefined {
  if (!isInside(path, folder) || path.length <= folder.length + 1) return undefined;
  const [first = "", ...below] = path.slice(folder.length + 1).split("/");
  const extension = extensionOf(first);
  return below.length > 0 || ![".yml", ".yaml", ".json"].includes(extension) ? first : first.slice(0, -extension.length);
}

function roleFile(path: FilePath, root: FilePath): FileRole | undefined {
  if (!isInside(path, `${root}/roles`)) return undefined;
  const parts = path.slice(root.length + "/roles/".length).split("/");
  const at = parts.findIndex((part, i) => (part === "defaults" || part === "vars") && isMain(parts[i + 1]));
  if (at <= 0) return undefined;
  const role = parts.slice(0, at).join("/");
  return { kind: parts[at] === "defaults" ? "role-defaults" : "role-vars", role };
}

function isMain(name: string | undefined): boolean {
  return name !== undefined && /^main(?:\.ya?ml|\.json)?$/.test(baseName(name));
}
