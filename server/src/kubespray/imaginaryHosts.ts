import type { Inventory } from "../ansible/inventory/inventory";
import { InventoryBuilder } from "../ansible/inventory/inventoryBuilder";

/**
 * A stand-in for a hosts file that is absent, dynamic or broken, so that variables, completion and lists still have hosts to speak of: one
 * for each group of kubespray that hosts are put into. group_vars apply to them as to any other host.
 */
export const IMAGINARY_GROUPS = ["kube_control_plane", "etcd", "kube_node"] as const;

/** `inventory` with the hosts `any-kube_control_plane`, `any-etcd` and `any-kube_node`, each in the group of its name. */
export function withImaginaryHosts(inventory: Inventory): Inventory {
  const builder = InventoryBuilder.from(inventory);
  const add = (group: string, above: string) => {
    builder.addGroup(group);
    builder.addChild(above, group);
  };
  add("k8s_cluster", "all");
  for (const group of IMAGINARY_GROUPS) {
    add(group, group === "etcd" ? "all" : "k8s_cluster");
    builder.addHost(`any-${group}`, group, undefined, { name: undefined, folder: undefined });
  }
  builder.reconcile();
  return builder.build(inventory.sources, inventory.problems);
}
