import type { Inventory } from "../../server/src/ansible/inventory/inventory";
import type { Definition } from "../../server/src/ansible/model";
import { PyDict, type Value } from "../../server/src/python/values";

/** What `ansible-inventory --list` would print for the hosts file alone, as a Python value. */
export function inventoryList(inventory: Inventory): PyDict {
  const hostvars = new PyDict();
  for (const host of [...inventory.hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const variables = new PyDict();
    for (const name of ["all", ...host.membership.groups]) put(variables, inventory.groups.get(name)?.variables ?? new Map());
    put(variables, host.variables);
    if (variables.size > 0) hostvars.set(host.name, sorted(variables));
  }
  const groups = new PyDict();
  addGroup(inventory, "all", groups);
  return new PyDict([["_meta", new PyDict([["hostvars", hostvars]])], ...sorted(groups).entries()]);
}

/** The variables of groups in the file, with the priority as a variable. */
export function groupVariables(inventory: Inventory): PyDict {
  const all = new PyDict();
  for (const group of inventory.groups.values()) {
    const variables = new PyDict();
    put(variables, group.variables);
    if (group.priority !== 1n) variables.set("ansible_group_priority", group.priority);
    if (variables.size > 0) all.set(group.name, sorted(variables));
  }
  return sorted(all);
}

const INTERNAL = new Set(["inventory_file", "inventory_dir"]);

function put(into: PyDict, variables: ReadonlyMap<string, Definition>): void {
  for (const [name, definition] of variables) if (!INTERNAL.has(name)) into.set(name, definition.raw());
}

function addGroup(inventory: Inventory, name: string, into: PyDict): void {
  const group = inventory.groups.get(name);
  if (group === undefined || into.has(name)) return;
  const shown = new PyDict();
  if (group.children.length > 0) shown.set("children", [...group.children]);
  if (name !== "all" && group.hosts.length > 0) shown.set("hosts", [...group.hosts]);
  if (shown.size > 0) into.set(name, shown);
  for (const child of group.children) addGroup(inventory, child, into);
}

function sorted(dict: PyDict): PyDict {
  return new PyDict([...dict.entries()].sort(([a], [b]) => (String(a as Value) < String(b as Value) ? -1 : 1)));
}
