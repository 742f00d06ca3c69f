import type { FilePath } from "../../files/fileSystem";
import type { Problem } from "../../text/problem";
import type { Definition } from "../model";

/**
 * Hosts and groups as Ansible has them after reading all sources (ansible/inventory/data.py, reconcile_inventory). Immutable: groups that
 * are made at run time give a new inventory (see addRuntimeGroups.ts).
 */
export interface Inventory {
  /** In the order in which Ansible met them: `all` and `ungrouped` first. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly hosts: ReadonlyMap<string, Host>;
  /** All hosts of a group and of the groups below it, in the order of Ansible's `groups` variable; empty for an unknown group. */
  hostsOf(group: string): readonly string[];
  /** One for each file or list of hosts that was looked at. */
  readonly sources: readonly InventorySource[];
  readonly problems: readonly Problem[];
}

export interface Group {
  readonly name: string;
  /** The longest way down from `all`. */
  readonly depth: number;
  /** ansible_group_priority, 1 unless the hosts file sets it. */
  readonly priority: bigint;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  /** Those named in the group itself. */
  readonly hosts: readonly string[];
  /** From the hosts file; group_vars are elsewhere. */
  readonly variables: ReadonlyMap<string, Definition>;
}

export interface Host {
  readonly name: string;
  readonly membership: Membership;
  /** From the hosts file, with inventory_file and inventory_dir. */
  readonly variables: ReadonlyMap<string, Definition>;
  /** The source in which the host was met first. */
  readonly source: string | undefined;
  /** Groups above its own that do not count, as it was taken out of `ungrouped` below them. Empty but for odd inventories. */
  readonly lost: readonly string[];
}

/** The groups of a host. Hosts in the same groups share one object. */
export interface Membership {
  /** In the order in which their variables override each other: by depth, priority and name. Without `all`. */
  readonly groups: readonly string[];
  /** Ansible's group_names: sorted by name, without `all`. */
  readonly names: readonly string[];
}

export interface InventorySource {
  /** The path, or the list of hosts as given. */
  readonly name: string;
  readonly file?: FilePath;
  /**
   * - `parsed`: Ansible reads it with `plugin`.
   * - `rejected`: no plugin of Ansible reads it; what could be read nevertheless is in the inventory.
   * - `dynamic`: a script or a plugin's configuration, which this program does not run; a vaulted file, which it cannot read.
   * - `unreadable`: absent, no permission, binary, too large.
   */
  readonly state: "parsed" | "rejected" | "dynamic" | "unreadable";
  readonly plugin?: "ini" | "yaml" | "host_list";
  /** Why it is not `parsed`, for people. */
  readonly reason?: string;
  /** 1-based, of a rejected file. */
  readonly line?: number;
}
