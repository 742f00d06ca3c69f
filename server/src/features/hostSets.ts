import type { Resolved } from "../ansible/model";
import { signatureOf } from "../ansible/signature";
import type { Value } from "../python/values";
import type { DocumentIndex, VariableAt } from "./documentIndex";
import type { FeatureContext } from "./feature";

/** Hosts that agree, and short names for sets of hosts. */

export interface Agreement {
  readonly hosts: readonly string[];
  /** On the first of them; the value is the same on all. */
  readonly resolved: Resolved;
}

/** Hosts with equal answers together, in the order of the first ones. */
export function agreements(hosts: readonly string[], ask: (host: string) => Resolved): readonly Agreement[] {
  const found = new Map<unknown, { hosts: string[]; resolved: Resolved }>();
  for (const host of hosts) {
    const resolved = ask(host);
    const key = resolved.state === "known" ? valueKey(resolved.value) : `${resolved.state}\0${messageOf(resolved)}`;
    const same = found.get(key);
    if (same) same.hosts.push(host);
    else found.set(key, { hosts: [host], resolved });
  }
  return [...found.values()];
}

/** Equal for values that are the same; large ones that are worked out apart stay apart. */
export function valueKey(value: Value): unknown {
  if (typeof value !== "object" || value === null) return `known\0${typeof value}\0${String(value)}`;
  return signatureOf(value) ?? value;
}

export function messageOf(resolved: Resolved): string {
  return resolved.state === "known" ? "" : resolved.state === "unknown" ? resolved.reason : resolved.message;
}

/** The hosts that a variable of a document can be seen on: those of its group, the host itself, or all. */
export function hostsFor({ model }: FeatureContext, index: DocumentIndex, variable?: VariableAt): readonly string[] {
  const own =
    variable?.owner.kind === "group"
      ? model.hostsOf(variable.owner.group)
      : variable?.owner.kind === "hosts"
        ? variable.owner.hosts
        : index.role.kind === "group-vars"
          ? model.hostsOf(index.role.group)
          : index.role.kind === "host-vars"
            ? [index.role.host]
            : [];
  const known = own.filter((host) => model.groupsOf(host).length > 0 || model.hosts.includes(host));
  return known.length > 0 ? known : model.hosts;
}

/** `all hosts`, the groups that they are made of, or their names. `all` is the caller's word for all hosts. */
export function hostWords(context: FeatureContext, hosts: readonly string[], all: string, more: (count: number) => string): string {
  const { model } = context;
  if (hosts.length === model.hosts.length) return all;
  const left = new Set(hosts);
  const words: string[] = [];
  if (hosts.length > 1) {
    const whole = model.groups
      .filter((group) => group !== "all" && group !== "ungrouped")
      .map((group) => ({ group, members: model.hostsOf(group) }))
      .filter(({ members }) => members.length > 1 && members.length <= hosts.length && members.every((host) => left.has(host)))
      .sort((a, b) => b.members.length - a.members.length);
    for (const { group, members } of whole) {
      if (words.length >= 3 || !members.some((host) => left.has(host))) continue;
      words.push(group);
      for (const host of members) left.delete(host);
    }
  }
  const rest = [...left];
  const shown = rest.length > 6 ? rest.slice(0, 4) : rest;
  return [...words, ...shown, ...(rest.length > shown.length ? [more(rest.length - shown.length)] : [])].join(", ");
}
