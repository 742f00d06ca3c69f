import type { Check, CheckContext, Finding } from "./check";
import { clusterHostsFile } from "./hostsEntries";

/**
 * One name for a group and a host, which Ansible warns of (ansible/inventory/data.py, reconcile_inventory) and which is most often a group
 * that was meant as a child: `[k8s_cluster]` with `kube_node` below it, without `:children`.
 */
export const hostAndGroup: Check = {
  code: "host-and-group",
  severity: "warning",
  title: { en: "A host with the name of a group", zh: "主机与组同名" },
  summary: {
    en: "A name is used for a host and for a group: Ansible tries to reach it as a machine, and gives the host's variables to the group.",
    zh: "同一名称既是主机又是组：Ansible 会把它当作机器连接，并把该主机的变量设置到组上。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const hosts = clusterHostsFile(context);
  if (!hosts) return;
  const groups = new Set(model.groups);
  const isHost = new Set(model.hosts);
  const told = new Set<string>();
  for (const entry of hosts.entries) {
    const name = entry.kind === "host" ? entry.hosts.find((host) => groups.has(host) && isHost.has(host)) : undefined;
    if (entry.kind !== "host" || name === undefined) continue;
    const members = model.hostsOf(name);
    // A group that has other hosts was most likely meant as a child.
    const isChild = members.length > 0 && !members.includes(name);
    // A group of that host alone, as kubespray's sample has its bastion: what goes to the group reaches the host.
    if (members.every((host) => host === name) || (!isChild && told.has(name))) continue;
    told.add(name);
    const isIni = hosts.file.index.inventory?.syntax === "ini";
    const where = isIni ? `[${entry.group}:children]` : `children: of ${entry.group}`;
    const whereZh = isIni ? `[${entry.group}:children]` : `${entry.group} 的 children:`;
    yield {
      file: hosts.file.document.path,
      span: entry.span,
      subject: name,
      message: isChild
        ? {
            en: `${name} is a group, and here it is listed as a host: Ansible will try to reach a machine of that name. A group belongs below ${where}.`,
            zh: `${name} 是组，此处却作为主机列出：Ansible 会尝试连接同名的机器。组应写在 ${whereZh} 下。`,
          }
        : {
            en: `${name} is the name of a host and of a group: Ansible gives the variables in this file that are meant for the host to the group. Rename one of them.`,
            zh: `${name} 既是主机名又是组名：Ansible 会把此文件中为该主机设置的变量设置到组上。请重命名其中之一。`,
          },
    };
  }
}
