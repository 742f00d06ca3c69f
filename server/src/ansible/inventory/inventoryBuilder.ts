import type { FilePath } from "../../files/fileSystem";
import { orderText } from "../../python/compare";
import { Failure, fail } from "../../python/failure";
import { PyDict, type Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import { mergeValues } from "../mergeValues";
import type { Definition } from "../model";
import type { Group, Host, Inventory, InventorySource, Membership } from "./inventory";
import type { EntryVariable } from "./inventoryDocument";

/**
 * Hosts and groups while sources are read: ansible/inventory/data.py, group.py and host.py with the same rules in the same order. Methods
 * throw a Failure with Ansible's words where Ansible raises.
 */

interface DraftGroup {
  readonly name: string;
  depth: number;
  priority: bigint;
  readonly parents: Set<DraftGroup>;
  readonly children: Set<DraftGroup>;
  readonly hosts: Set<string>;
  readonly variables: Map<string, Definition>;
}

interface DraftHost {
  readonly name: string;
  readonly source: string | undefined;
  readonly groups: Set<DraftGroup>;
  /** Groups that it lost when reconcile took it out of `ungrouped`, even where one of its groups lies below them. */
  readonly lost: Set<DraftGroup>;
  readonly variables: Map<string, Definition>;
}

/** Where a variable of the hosts file stands. */
export interface Place {
  readonly file?: FilePath;
}

export interface BuilderOptions {
  /** hash_behaviour = merge */
  readonly mergeHashes?: boolean;
  /** See IniOptions.groupName: Ansible applies it to every group. */
  readonly groupName?: (name: string) => string;
}

/** Steps that walking up and down the groups may take, so that no file can ask for endless work. */
const MAXIMUM_STEPS = 20_000_000;

export class InventoryBuilder {
  readonly #groups = new Map<string, DraftGroup>();
  readonly #hosts = new Map<string, DraftHost>();
  #steps = 0;

  constructor(private readonly options: BuilderOptions = {}) {
    this.addGroup("all");
    this.addGroup("ungrouped");
    this.addChild("all", "ungrouped");
  }

  /** A copy of `inventory` that can be added to; the original stays as it is. */
  static from(inventory: Inventory): InventoryBuilder {
    const builder = new InventoryBuilder();
    for (const group of inventory.groups.values()) {
      const draft = builder.#group(group.name) ?? builder.#newGroup(group.name);
      draft.depth = group.depth;
      draft.priority = group.priority;
      for (const [name, definition] of group.variables) draft.variables.set(name, definition);
      for (const host of group.hosts) draft.hosts.add(host);
    }
    for (const group of inventory.groups.values()) {
      const draft = builder.#group(group.name) as DraftGroup;
      for (const child of group.children) draft.children.add(builder.#group(child) as DraftGroup);
      for (const parent of group.parents) draft.parents.add(builder.#group(parent) as DraftGroup);
    }
    for (const host of inventory.hosts.values()) {
      builder.#hosts.set(host.name, {
        name: host.name,
        source: host.source,
        groups: new Set(),
        lost: new Set(),
        variables: new Map(host.variables),
      });
    }
    for (const group of builder.#groups.values()) for (const host of group.hosts) builder.#hosts.get(host)?.groups.add(group);
    for (const host of inventory.hosts.values()) {
      for (const name of host.lost) builder.#hosts.get(host.name)?.lost.add(builder.#group(name) as DraftGroup);
    }
    return builder;
  }

  hasGroup(name: string): boolean {
    return this.#groups.has(name);
  }

  hasHost(name: string): boolean {
    return this.#hosts.has(name);
  }

  /** Whether the host is in the group or in one below it. */
  isIn(host: string, group: string): boolean {
    const draft = this.#group(group);
    return draft !== undefined && this.#closure(this.#hosts.get(host)?.groups ?? new Set()).has(draft);
  }

  /** The name under which the group is kept. */
  addGroup(name: string): string {
    if (name === "") fail(`Invalid empty/false group name provided: ${name}`);
    if (this.#groups.has(name)) return name;
    const safe = this.options.groupName?.(name) ?? name;
    if (!this.#groups.has(safe)) this.#newGroup(safe);
    return safe;
  }

  addHost(name: string, group: string | undefined, port: bigint | undefined, source: HostSource): void {
    if (name === "") fail(`Invalid empty host name provided: ${name}`);
    const parent = group === undefined ? undefined : (this.#group(group) ?? fail(`Could not find group ${group} in inventory`));
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = { name, source: source.name, groups: new Set(), lost: new Set(), variables: new Map() };
      this.#hosts.set(name, host);
      if (port) this.#setHostVariable(host, plainDefinition("ansible_port", port, name, source.file));
      // A group of the same name gets them instead, as with every variable.
      const variables = this.#group(name)?.variables ?? host.variables;
      this.#set(variables, plainDefinition("inventory_file", source.name ?? null, name));
      this.#set(variables, plainDefinition("inventory_dir", source.folder ?? (source.name === undefined ? null : "None"), name));
    }
    if (parent !== undefined) this.#join(parent, host);
  }

  /** Sets a variable of the group of that name or, where there is none, of the host. */
  setVariable(entity: string, variable: EntryVariable, place: Place = {}): void {
    const group = this.#group(entity);
    if (group !== undefined) {
      if (variable.name === "ansible_group_priority") group.priority = toInteger(variable.value);
      else this.#set(group.variables, definition(variable, entity === "all" ? "inventory-all" : "inventory-group", entity, place));
      return;
    }
    const host = this.#hosts.get(entity) ?? fail(`Could not identify group or host named ${entity}`);
    this.#setHostVariable(host, definition(variable, "inventory-host", entity, place));
  }

  /** Puts a group (or else a host) of that name into a group. */
  addChild(parentName: string, childName: string): void {
    const parent = this.#group(parentName) ?? fail(`${parentName} is not a known group`);
    const child = this.#group(childName);
    if (child !== undefined) this.#addChildGroup(parent, child);
    else this.#join(parent, this.#hosts.get(childName) ?? fail(`${childName} is not a known host nor group`));
  }

  /** What Ansible sees to after each source: every group hangs below `all`, every host is in some group. */
  reconcile(): void {
    const all = this.#group("all") as DraftGroup;
    const ungrouped = this.#group("ungrouped") as DraftGroup;
    for (const group of this.#groups.values()) if (group !== all && group.parents.size === 0) this.#addChildGroup(all, group);
    for (const host of this.#hosts.values()) {
      const groups = this.#closure(host.groups);
      if (groups.has(ungrouped)) {
        if (ungrouped.hosts.has(host.name) && [...groups].some((group) => group !== all && group !== ungrouped))
          this.#leave(ungrouped, host);
      } else if ([...groups].every((group) => group === all)) this.addChild("ungrouped", host.name); // a group of that name, if there is one
    }
  }

  build(sources: readonly InventorySource[], problems: readonly Problem[]): Inventory {
    const memberships = new Map<string, Membership>();
    const groups = new Map<string, Group>();
    for (const draft of this.#groups.values()) {
      groups.set(draft.name, {
        name: draft.name,
        depth: draft.depth,
        priority: draft.priority,
        parents: [...draft.parents].map((group) => group.name),
        children: [...draft.children].map((group) => group.name),
        hosts: [...draft.hosts],
        variables: draft.variables,
      });
    }
    const hosts = new Map<string, Host>();
    for (const draft of this.#hosts.values()) {
      const key = [...namesOf(draft.groups), "", ...namesOf(draft.lost)].join("\0");
      let membership = memberships.get(key);
      if (membership === undefined) {
        membership = this.#membership(draft);
        memberships.set(key, membership);
      }
      hosts.set(draft.name, { name: draft.name, membership, variables: draft.variables, source: draft.source, lost: namesOf(draft.lost) });
    }
    return { groups, hosts, hostsOf: hostLister(groups), sources, problems };
  }

  #membership(host: DraftHost): Membership {
    const groups = [...this.#closure(host.groups)].filter((group) => group.name !== "all" && !host.lost.has(group)).sort(compareGroups);
    return { groups: groups.map((group) => group.name), names: groups.map((group) => group.name).sort(orderText) };
  }

  #group(name: string): DraftGroup | undefined {
    return this.#groups.get(name);
  }

  #newGroup(name: string): DraftGroup {
    const group = {
      name,
      depth: 0,
      priority: 1n,
      parents: new Set<DraftGroup>(),
      children: new Set<DraftGroup>(),
      hosts: new Set<string>(),
      variables: new Map(),
    };
    this.#groups.set(name, group);
    return group;
  }

  #join(group: DraftGroup, host: DraftHost): void {
    if (group.hosts.has(host.name)) return;
    group.hosts.add(host.name);
    host.groups.add(group);
    if (host.lost.size > 0) for (const regained of this.#closure(new Set([group]))) host.lost.delete(regained);
  }

  /** Host.remove_group: with the group go those above it that no other group of the host lies below. */
  #leave(group: DraftGroup, host: DraftHost): void {
    const kept = this.#closure(host.groups);
    for (const lost of host.lost) kept.delete(lost);
    group.hosts.delete(host.name);
    host.groups.delete(group);
    const lose = (left: DraftGroup) => {
      if (!kept.delete(left)) return;
      host.lost.add(left);
      for (const above of this.#closure(left.parents)) {
        if (above.name !== "all" && ![...kept].some((other) => this.#closure(other.parents).has(above))) lose(above);
      }
    };
    lose(group);
  }

  #addChildGroup(parent: DraftGroup, child: DraftGroup): void {
    if (parent === child) fail("can't add group to itself");
    if (parent.children.has(child)) return;
    // A group without children cannot be above its new parent, and a parent without parents is below nothing.
    if (child.children.size > 0 && parent.parents.size > 0 && this.#closure(parent.parents).has(child)) {
      fail(`Adding group '${child.name}' as child to '${parent.name}' creates a recursive dependency loop.`);
    }
    parent.children.add(child);
    child.parents.add(parent);
    this.#deepen(child, parent.depth + 1);
  }

  #deepen(group: DraftGroup, depth: number): void {
    if (group.depth >= depth) return;
    group.depth = depth;
    let level: readonly DraftGroup[] = [group];
    for (let below = depth + 1; level.length > 0; below++) {
      const next: DraftGroup[] = [];
      for (const parent of level) {
        for (const child of parent.children) {
          this.#step();
          if (child.depth >= below) continue;
          child.depth = below;
          next.push(child);
        }
      }
      level = next;
    }
  }

  /** The groups and all above them. */
  #closure(groups: ReadonlySet<DraftGroup>): Set<DraftGroup> {
    const seen = new Set(groups);
    for (const group of seen) {
      for (const parent of group.parents) {
        this.#step();
        seen.add(parent);
      }
    }
    return seen;
  }

  #step(): void {
    if (++this.#steps > MAXIMUM_STEPS) throw new Failure("unknown", "The groups are nested too widely to be followed.", "budget");
  }

  #setHostVariable(host: DraftHost, value: Definition): void {
    this.#set(host.variables, value);
  }

  #set(variables: Map<string, Definition>, value: Definition): void {
    const before = variables.get(value.name);
    const old = this.options.mergeHashes ? before?.raw() : undefined;
    if (old instanceof PyDict && value.raw() instanceof PyDict) {
      const merged = mergeValues(old, value.raw());
      variables.set(value.name, { ...value, raw: () => merged });
    } else variables.set(value.name, value);
  }
}

/** The source that is being read: what inventory_file and inventory_dir say. */
export interface HostSource {
  readonly name: string | undefined;
  readonly folder: string | undefined;
  readonly file?: FilePath;
}

function namesOf(groups: ReadonlySet<DraftGroup>): string[] {
  return [...groups].map((group) => group.name);
}

/** ansible/inventory/helpers.py, sort_groups. */
function compareGroups(a: DraftGroup, b: DraftGroup): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  if (a.priority !== b.priority) return a.priority < b.priority ? -1 : 1;
  return orderText(a.name, b.name);
}

function definition(variable: EntryVariable, layer: Definition["layer"], owner: string, place: Place): Definition {
  const { name, value, keySpan, valueSpan, line } = variable;
  return { name, layer, owner, ...(place.file !== undefined && { file: place.file }), keySpan, valueSpan, line, raw: () => value };
}

function plainDefinition(name: string, value: Value, owner: string, file?: FilePath): Definition {
  return { name, layer: "inventory-host", owner, ...(file !== undefined && { file }), raw: () => value };
}

/** int(value) */
function toInteger(value: Value): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number" && Number.isFinite(value)) return BigInt(Math.trunc(value));
  if (typeof value === "string" && /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value))
    return BigInt(value.trim().replace("+", "").replaceAll("_", ""));
  return fail("invalid literal for int() with base 10: the value of ansible_group_priority");
}

/** Group._get_hosts: the hosts of the group, then those of the groups below it, level by level. */
function hostLister(groups: ReadonlyMap<string, Group>): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const hosts = new Set<string>();
    const seen = new Set([name]);
    for (const group of seen) {
      const { hosts: own, children } = groups.get(group) ?? { hosts: [], children: [] };
      for (const host of own) hosts.add(host);
      for (const child of children) seen.add(child);
    }
    const list = [...hosts];
    known.set(name, list);
    return list;
  };
}
