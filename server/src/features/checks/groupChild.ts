import type { ChildEntry } from "../../ansible/inventory/inventoryDocument";
import type { Check, CheckContext, Finding } from "./check";
import { clusterHostsFile } from "./hostsEntries";
import { similarName } from "./similarNames";

/**
 * A child group that exists only because it is named as a child, while a group of nearly that name has the hosts: YAML makes any name a group.
 * (In a hosts file of INI Ansible refuses it itself.)
 */
export const groupChild: Check = {
  code: "group-child",
  severity: "warning",
  title: { en: "A child group without hosts, beside one of nearly that name", zh: "子组没有主机，而名称相近的组有主机" },
  summary: {
    en: "A group is named as a child and has no hosts, while the group of nearly that name has: the hosts do not get into the parent.",
    zh: "作为子组的组没有主机，而名称相近的组有主机：这些主机不会进入父组。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const hosts = clusterHostsFile(context);
  if (!hosts) return;
  const filled = model.groups.filter((group) => model.hostsOf(group).length > 0 && group !== "all" && group !== "ungrouped");
  const children = hosts.entries.filter((entry): entry is ChildEntry => entry.kind === "child");
  const groups = new Set(model.groups);
  const seen = new Set<string>();
  for (const { group, child, span } of children) {
    // Names that the configuration changes are other groups in the model.
    if (!groups.has(child) || model.hostsOf(child).length > 0) continue;
    yield undefined;
    // Nobody has as many empty groups, and each is compared with all others.
    if (seen.add(child).size > 100) return;
    const plain = child.replaceAll("-", "_");
    const meant =
      filled.find((one) => one !== child && one === (plain === "kube_master" ? "kube_control_plane" : plain)) ?? similarName(child, filled);
    if (meant === undefined || meant === group || model.hostsOf(meant).every((host) => model.hostsOf(group).includes(host))) continue;
    yield {
      file: hosts.file.document.path,
      span,
      subject: child,
      message: {
        en: `The group ${child} has no hosts, so it brings none into ${group}. Did you mean ${meant}?`,
        zh: `${child} 组没有主机，因此不会给 ${group} 带来任何主机。是否应为 ${meant}？`,
      },
      fixes: [
        {
          title: { en: `Replace with ${meant}`, zh: `替换为 ${meant}` },
          edits: [{ file: hosts.file.document.path, span, text: meant }],
        },
      ],
    };
  }
}
