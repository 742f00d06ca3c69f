import type { Inventory } from "./inventory/inventory";
import { InventoryBuilder } from "./inventory/inventoryBuilder";

/** A host in any of `anyOf` joins `key`. */
export interface RuntimeGroupRule {
  readonly key: string;
  readonly anyOf: readonly string[];
  /** A host in none of them joins this group instead. */
  readonly otherwise?: string;
}

/**
 * The inventory after one task `group_by` in a loop over `rules`: every rule sees the groups that the host had before the task, as Ansible
 * templates all items of a loop before it takes in what they say. New groups hang below `all`, so that their group_vars apply
 * (ansible/inventory/manager.py, add_dynamic_group).
 */
export function addRuntimeGroups(inventory: Inventory, rules: readonly RuntimeGroupRule[]): Inventory {
  if (rules.length === 0) return inventory;
  const builder = InventoryBuilder.from(inventory);
  let changed = false;
  for (const host of inventory.hosts.values()) {
    for (const rule of rules) {
      const key = rule.anyOf.some((group) => host.membership.names.includes(group)) ? rule.key : rule.otherwise;
      if (key === undefined || key === "") continue;
      const group = builder.addGroup(key.replaceAll(" ", "-"));
      changed = true;
      if (group !== "all") builder.addChild("all", group);
      if (!builder.isIn(host.name, group)) builder.addHost(host.name, group, undefined, { name: undefined, folder: undefined });
    }
  }
  if (!changed) return inventory;
  builder.reconcile();
  return builder.build(inventory.sources, inventory.problems);
}
