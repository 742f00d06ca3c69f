import type { Model } from "../../kubespray/model";
import { isDefaultsRole } from "./layerRules";
import type { PlaybookEntry } from "./playbookFile";

/**
 * Plays that run on no host of this inventory, whatever happens at run time: all that their pattern adds are groups, and host names, that the
 * inventory (with the groups that kubespray makes of its old names) has no host for. Anything else in a pattern is taken to match.
 */
export function runsOnNoHost(hosts: string | undefined, model: Model): boolean {
  if (hosts === undefined || model.inventory.imaginary !== undefined) return false;
  const names = new Set(model.hosts);
  return hosts.split(/[:,]/).every((written) => {
    const term = written.trim();
    if (/^[!&]/.test(term)) return true;
    const name = /^([\w.-]+)(?:\[-?\d+\])?$/.exec(term)?.[1];
    // A group of kubespray's own, such as _kubespray_needs_etcd, is filled while it runs; so may be one that no file names.
    if (name === undefined || name.startsWith("_") || names.has(name)) return false;
    return KNOWN_GROUPS.has(name) && model.hostsOf(name).length === 0 && name !== "all" && name !== "localhost";
  });
}

/** Groups that only the inventory, or the rules of the model, fill: no task of kubespray adds a host to them while it runs. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set([
  "bastion",
  "calico_rr",
  "calico-rr",
  "etcd",
  "kube-master",
  "kube-node",
  "k8s-cluster",
  "no-floating",
]);

/** Entries without plays that nobody needs: those of no host, and those whose every role was refused by name. */
export function withoutUnused(
  entries: readonly PlaybookEntry[],
  unwanted: (entry: PlaybookEntry) => boolean,
  read: (entry: PlaybookEntry) => readonly PlaybookEntry[],
): { readonly entries: readonly PlaybookEntry[]; readonly left: readonly PlaybookEntry[] } {
  const left: PlaybookEntry[] = [];
  const kept = entries.flatMap((entry): readonly PlaybookEntry[] => {
    if (entry.kind === "play") {
      if (!unwanted(entry)) return [entry];
      left.push(entry);
      return [];
    }
    // Only what hands nothing down to its plays can be opened.
    if (!entry.bare || entry.imported === undefined) return [entry];
    const inner = withoutUnused(read(entry), unwanted, read);
    if (inner.left.length === 0) return [entry];
    left.push(...inner.left);
    return inner.entries;
  });
  return { entries: kept, left };
}

/** A play with roles, all of which are in the list (the defaults apart), and without tasks of its own. */
export function hasOnlyRoles(entry: PlaybookEntry, names: readonly string[]): boolean {
  if (entry.kind !== "play") return false;
  const own = entry.roles.map(({ name }) => name).filter((name) => !isDefaultsRole(name));
  const tasks = entry.node.pairs.some(({ key }) => key.kind === "scalar" && /^(?:pre_|post_)?tasks$/.test(key.value));
  return own.length > 0 && !tasks && own.every((name) => names.includes(name));
}
