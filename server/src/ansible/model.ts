import type { FilePath } from "../files/fileSystem";
import type { Value } from "../python/values";
import type { Span } from "../text/span";

/**
 * The shapes that the inventory, the variable files and kubespray's roles share: where a variable is defined, in which layer, and what
 * it resolves to.
 */

/** Low to high, as Ansible's VariableManager lets them override each other. */
export const LAYER_KINDS = [
  "role-defaults",
  "inventory-all", // `all` in the inventory file
  "inventory-group", // a group in the inventory file: group_vars/all beats it (VARIABLE_PRECEDENCE in ansible/config/base.yml)
  "group-vars-all", // group_vars/all
  "group-vars", // group_vars/GROUP
  "inventory-host", // a host in the inventory file
  "host-vars",
  "facts",
  "role-vars",
  "set-fact",
  "extra-vars",
  "magic", // inventory_hostname, groups, hostvars, ...
] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];

/** One place that defines a variable. */
export interface Definition {
  readonly name: string;
  readonly layer: LayerKind;
  /** The group, host or role it stands in; for facts what they come from. */
  readonly owner: string;
  /** Absent for values that stand in no file (magic variables, the default facts, `-e`). */
  readonly file?: FilePath;
  /** The key, in the text of `file`. */
  readonly keySpan?: Span;
  readonly valueSpan?: Span;
  /** 1-based. */
  readonly line?: number;
  /** The raw value: not templated, tagged texts kept. Parsed when first asked for. Never throws; a broken value is a Failure object. */
  raw(): Value;
}

/** Definitions of one place in one layer (one vars file, one group in the hosts file, one role's defaults). */
export interface Layer {
  readonly kind: LayerKind;
  readonly owner: string;
  readonly file?: FilePath;
  get(name: string): Definition | undefined;
  names(): Iterable<string>;
  /** Set where the layer may define more names than can be read (a vaulted or broken file): why. */
  readonly opaque?: string;
}

/** What is known of a variable on a host. Every form carries the definitions consulted, winner first. */
export type Resolved = { readonly trace: readonly Definition[] } & (
  | { readonly state: "known"; readonly value: Value }
  /** No definition at all, or its template leads to a variable that has none; `message` is Ansible's sentence. */
  | { readonly state: "undefined"; readonly message: string }
  /** Cannot be known before the run, or not by this program; `reason` says why. */
  | { readonly state: "unknown"; readonly reason: string }
  /** Ansible fails here too. */
  | { readonly state: "failed"; readonly message: string }
);
