import { inRange, type ReleaseRange } from "./releases";

/**
 * The groups that kubespray makes at the start of every run with group_by: old group names become new ones, and from 2.27 k8s_cluster is
 * made of its members (legacy_groups.yml, playbooks/boilerplate.yml, roles/dynamic_groups). All rules look at the groups that a host had
 * before the first of them.
 */
export interface GroupRule {
  /** The group that the host joins ... */
  readonly group: string;
  /** ... where it is in any of these. */
  readonly anyOf: readonly string[];
}

export interface GroupRules {
  readonly rules: readonly GroupRule[];
  /** A host that some rule does not match joins this one (2.27 and 2.28). */
  readonly otherwise: string | undefined;
}

interface RangedRule extends GroupRule, ReleaseRange {}

const RULES: readonly RangedRule[] = [
  { group: "kube_control_plane", anyOf: ["kube-master"] },
  { group: "kube_node", anyOf: ["kube-node"] },
  { group: "k8s_cluster", anyOf: ["k8s-cluster"], before: "2.27" },
  { group: "calico_rr", anyOf: ["calico-rr"] },
  { group: "no_floating", anyOf: ["no-floating"] },
  { group: "k8s_cluster", anyOf: ["kube_node", "kube_control_plane", "calico_rr"], from: "2.27" },
];

export function groupRules(release: string): GroupRules {
  return {
    rules: RULES.filter((rule) => inRange(release, rule)).map(({ group, anyOf }) => ({ group, anyOf })),
    otherwise: inRange(release, { from: "2.27", before: "2.29" }) ? "_all" : undefined,
  };
}
