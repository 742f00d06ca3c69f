import type { Check, CheckContext, Finding } from "./check";

/** Groups without which kubespray cannot make a cluster: every role that starts one takes the first host of kube_control_plane. */
export const emptyGroup: Check = {
  code: "empty-group",
  severity: "error",
  title: { en: "A group that must have hosts has none", zh: "必须有主机的组是空的" },
  summary: {
    en: "The inventory has hosts, but none in a group that kubespray cannot do without (kube_control_plane).",
    zh: "inventory 中有主机，但 kubespray 必需的组（kube_control_plane）里一台也没有。",
  },
  run,
};

const NEEDED = ["kube_control_plane"] as const;

function* run({ model, files }: CheckContext): Iterable<Finding | undefined> {
  // A hosts file without hosts is one that is not filled in yet.
  if (model.inventory.imaginary !== undefined || model.hosts.length === 0) return;
  const hosts = files.find(({ document }) => document.path === model.inventory.file);
  const entries = (hosts?.index.inventory?.entries ?? []).filter((entry) => entry.kind === "group");
  // Not an inventory of a cluster: another playbook's, or one that only lists machines.
  if (!hosts || !entries.some(({ name }) => KUBESPRAY.test(name))) return;
  for (const group of NEEDED) {
    if (model.hostsOf(group).length > 0) continue;
    const declared = entries.find(({ name, section }) => name === group && section !== "vars");
    const place = declared ?? entries.find(({ name }) => KUBESPRAY.test(name));
    if (!place) continue;
    // Where the release asserts it itself, its own words are told (preflight.ts).
    if ([...model.preflight()].some((answer) => answer?.state === "fails" && answer.reason.includes(group))) continue;
    yield {
      file: hosts.document.path,
      span: place.span,
      subject: group,
      message: declared
        ? { en: `No host is in ${group}: kubespray cannot start a control plane.`, zh: `${group} 中没有主机：kubespray 无法建立控制平面。` }
        : {
            en: `There is no group ${group}: kubespray cannot start a control plane without a host in it.`,
            zh: `没有 ${group} 组：其中没有主机，kubespray 无法建立控制平面。`,
          },
    };
  }
}

/** Names that only kubespray's hosts files have. */
const KUBESPRAY = /^(?:kube_node|kube-node|k8s_cluster|k8s-cluster|kube_control_plane|kube-master|calico_rr)$/;
