import type { Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import type { Span } from "../../text/span";

/**
 * One hosts file, whatever its syntax, as a list of what it says in its own order and with positions. Reading a file makes this; applying it
 * to an InventoryBuilder makes hosts and groups.
 */
export interface InventoryDocument {
  readonly syntax: "ini" | "yaml";
  readonly entries: readonly InventoryEntry[];
  readonly problems: readonly Problem[];
  /** The first thing for which Ansible refuses the whole file. The entries hold what could be read nevertheless. */
  readonly rejected?: Rejection;
}

export interface Rejection {
  /** Ansible's words where it has some. */
  readonly message: string;
  readonly line: number;
  readonly span?: Span;
}

export type InventoryEntry = GroupEntry | HostEntry | VariableEntry | ChildEntry;

/** `[name]`, `[name:vars]`, `[name:children]`, or a key that names a group in YAML. */
export interface GroupEntry {
  readonly kind: "group";
  readonly name: string;
  /** What its lines are; in YAML a group is declared by its name alone. */
  readonly section: "hosts" | "vars" | "children";
  /** The name. */
  readonly span: Span;
  readonly line: number;
}

/** A host, or a range of hosts, in a group. */
export interface HostEntry {
  readonly kind: "host";
  readonly group: string;
  /** As written: `node[01:03]:2222`. */
  readonly pattern: string;
  readonly hosts: readonly string[];
  readonly port: bigint | undefined;
  readonly variables: readonly EntryVariable[];
  /** The pattern. */
  readonly span: Span;
  readonly line: number;
}

export interface VariableEntry extends EntryVariable {
  readonly kind: "variable";
  readonly group: string;
}

export interface ChildEntry {
  readonly kind: "child";
  readonly group: string;
  readonly child: string;
  readonly span: Span;
  readonly line: number;
}

export interface EntryVariable {
  readonly name: string;
  readonly value: Value;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly line: number;
}
