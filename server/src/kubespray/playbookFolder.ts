import type { FilePath, FileSystem } from "../files/fileSystem";
import { folderOf, join } from "../files/paths";
import { compareReleases } from "./releases";

/**
 * What `playbook_dir` is in kubespray's plays. A play that another playbook imports has the folder of the imported file
 * (ansible/playbook/playbook_include.py, load_data; executor/playbook_executor.py, run): where the `cluster.yml` at the root only imports
 * `playbooks/cluster.yml` it is `playbooks`. Inventories build paths on it.
 */
export function playbookFolder(fs: FileSystem, root: FilePath, rules: string): FilePath {
  const read = fs.read(`${root}/cluster.yml`);
  if (!read.ok) return compareReleases(rules, IMPORTED_FROM) >= 0 ? join(root, "playbooks") : root;
  const imported = /^[\s-]*(?:ansible\.builtin\.)?import_playbook:\s*["']?([\w./-]+\/cluster\.ya?ml)\b/m.exec(read.text)?.[1];
  return imported === undefined ? root : folderOf(join(root, imported));
}

/** From here on the root's cluster.yml is an import. */
const IMPORTED_FROM = "2.22";
