import type { Check, CheckContext, Finding } from "./check";
import { clusterHostsFile } from "./hostsEntries";

/** A machine that the hosts file lists and puts in no group, beside others that have theirs: kubespray does nothing with it. */
export const hostWithoutRole: Check = {
  code: "host-without-role",
  severity: "info",
  title: { en: "A host in no group", zh: "不属于任何组的主机" },
  summary: {
    en: "A host of a cluster's inventory that is in no group, so that kubespray leaves it alone.",
    zh: "集群 inventory 中的主机不属于任何组，kubespray 不会对其进行部署。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const hosts = clusterHostsFile(context);
  if (!hosts) return;
  const known = new Set(model.hosts);
  const isListed = new Set<string>();
  for (const entry of hosts.entries) {
    if (entry.kind !== "host") continue;
    yield undefined;
    for (const host of entry.hosts) {
      if (isListed.has(host) || /^(?:localhost|127\.0\.0\.1|::1)$/.test(host)) continue;
      isListed.add(host);
      // `_all` is what some releases put such hosts in while they run.
      if (!known.has(host) || model.groupsOf(host).some((group) => group !== "ungrouped" && group !== "_all")) continue;
      const connection = model.definitions(host, "ansible_connection")[0];
      if (connection?.file !== undefined && connection.raw() === "local") continue;
      yield {
        file: hosts.file.document.path,
        span: entry.span,
        subject: host,
        message: {
          en: `${host} is in no group, so kubespray does nothing with it. Put it into kube_node, kube_control_plane or etcd.`,
          zh: `${host} 不属于任何组，kubespray 不会对其做任何事。请将其放入 kube_node、kube_control_plane 或 etcd。`,
        },
      };
    }
  }
}
