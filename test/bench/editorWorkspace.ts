import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Fills `folder` with a copy of a kubespray tree and an inventory of its sample's variables with so many hosts; returns the file of group_vars
 * that is typed in. A tree without a sample (the example's) brings its own inventory.
 */
export function makeEditorWorkspace(folder: string, tree: string, hostCount: number): string {
  const inventory = join(folder, "inventory");
  const sample = join(tree, "inventory/sample/group_vars");
  cpSync(tree, join(folder, "kubespray"), { recursive: true });
  cpSync(existsSync(sample) ? sample : join(tree, "../inventory/group_vars"), join(inventory, "group_vars"), { recursive: true });
  const hosts = Array.from({ length: hostCount }, (_, i) => `node${i + 1}`);
  const first = hosts.slice(0, 3);
  const lines = ["[kube_control_plane]", ...first, "[etcd]", ...first, "[kube_node]", ...hosts];
  writeFileSync(
    join(inventory, "inventory.ini"),
    `${[...lines, "[k8s_cluster:children]", "kube_control_plane", "kube_node"].join("\n")}\n`,
  );
  mkdirSync(join(inventory, "group_vars/k8s_cluster"), { recursive: true });
  const file = join(inventory, "group_vars/k8s_cluster/k8s-cluster.yml");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!/^kube_version:/m.test(text)) writeFileSync(file, `${text}\nkube_version: 1.34.0\n`);
  return file;
}
