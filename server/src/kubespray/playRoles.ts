import { inRange, type ReleaseRange } from "./releases";

/**
 * The roles whose defaults and vars are visible in the play that runs roles/download: those that the play lists, those that their
 * meta/main.yml asks for, and those that their tasks import statically (Ansible adds an imported role to the play:
 * playbook/role_include.py, IncludeRole.get_block_list). The names come from the tree where it has meta files; the table below says
 * the same for trees that are trimmed to their defaults.
 */

interface Need extends ReleaseRange {
  readonly role: string;
}

/** role -> what it brings along, in order. Measured on every release; a test compares it with the trees. */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  "kubespray-defaults": [{ role: "download", before: "2.24" }],
  "kubernetes/preinstall": [{ role: "adduser" }],
  "container-engine": [
    { role: "container-engine/validate-container-engine", from: "2.19" },
    { role: "container-engine/kata-containers", before: "2.31" },
    { role: "container-engine/gvisor", from: "2.17", before: "2.31" },
    { role: "container-engine/crun", before: "2.31" },
    { role: "container-engine/youki", from: "2.19", before: "2.31" },
    { role: "container-engine/cri-o", before: "2.31" },
    { role: "container-engine/containerd", before: "2.31" },
    { role: "container-engine/docker", before: "2.20" },
    { role: "container-engine/cri-dockerd", from: "2.19", before: "2.31" },
  ],
  "container-engine/validate-container-engine": [
    { role: "container-engine/containerd" },
    { role: "container-engine/docker" },
    { role: "container-engine/cri-o" },
  ],
  "container-engine/containerd": [
    { role: "container-engine/containerd-common" },
    { role: "container-engine/runc", from: "2.18" },
    { role: "container-engine/crictl", from: "2.18" },
    { role: "container-engine/nerdctl", from: "2.18" },
  ],
  "container-engine/cri-dockerd": [{ role: "container-engine/docker" }, { role: "container-engine/crictl" }],
  "container-engine/docker": [{ role: "container-engine/containerd-common" }, { role: "container-engine/docker-storage", before: "2.26" }],
  "container-engine/cri-o": [
    { role: "container-engine/crun", from: "2.27", before: "2.29" },
    { role: "container-engine/runc", from: "2.21", before: "2.27" },
    { role: "container-engine/crictl", from: "2.20" },
    { role: "container-engine/skopeo", from: "2.21" },
  ],
  download: [
    { role: "container-engine/crictl", before: "2.20" },
    { role: "container-engine/nerdctl", before: "2.20" },
  ],
};

/** What one role brings along, by the table. */
export function knownNeeds(role: string, release: string): readonly string[] {
  return (NEEDS[role] ?? []).filter((need) => inRange(release, need)).map((need) => need.role);
}

/**
 * The roles in scope, each once and after those that it needs. `defaultsRole` is `kubespray_defaults` or, up to 2.28, `kubespray-defaults`.
 * `needs` answers from the tree's own files where it has them, and undefined where it has none.
 */
export function playRoles(
  defaultsRole: string,
  release: string,
  needs: (role: string) => readonly string[] | undefined,
): readonly string[] {
  const out = new Set<string>();
  const visiting = new Set<string>();
  const visit = (role: string): void => {
    if (visiting.has(role)) return;
    visiting.add(role);
    for (const need of needs(role) ?? knownNeeds(role, release)) visit(need);
    out.add(role);
  };
  for (const role of [defaultsRole, "kubernetes/preinstall", "container-engine", "download"]) visit(role);
  return [...out];
}
