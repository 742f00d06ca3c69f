import type { FilePath } from "../../files/fileSystem";
import { baseName, folderOf, isInside } from "../../files/paths";
import type { Model } from "../../kubespray/model";

/**
 * A path as it may stand in a file that travels: from the name of the inventory's or the tree's folder on (`mycluster/hosts.yaml`), so that
 * it names nothing of the machine and is the same wherever they lie. Of any other file the bare name.
 */
export function shownPath(model: Model, path: FilePath): string {
  const roots = [model.inventory.folder, model.kubespray?.root].filter((root) => root !== undefined && isInside(path, root));
  const root = roots[0];
  if (root === undefined) return baseName(path);
  const parent = folderOf(root);
  return path.slice(parent.endsWith("/") ? parent.length : parent.length + 1);
}
