import type { Check, CheckContext, Finding } from "./check";
import { clusterHosts, clusterHostsFile, placeOfHost } from "./hostsEntries";

/** `localhost` as a machine of the cluster: kubespray delegates to localhost what is meant for the machine that Ansible runs on. */
export const hostLocalhost: Check = {
  code: "host-localhost",
  severity: "info",
  title: { en: "localhost is a machine of the cluster", zh: "localhost 是集群中的主机" },
  summary: {
    en: "A host of the cluster is called localhost, which Ansible and kubespray also call the machine that Ansible runs on.",
    zh: "集群中有名为 localhost 的主机，而 Ansible 和 kubespray 也用这个名称称呼运行 Ansible 的机器。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const hosts = clusterHostsFile(context);
  if (!hosts) return;
  for (const host of clusterHosts(context)) {
    const place = /^(?:localhost|127\.0\.0\.1|::1)$/.test(host) ? placeOfHost(hosts, host) : undefined;
    if (!place) continue;
    yield {
      ...place,
      subject: host,
      message: {
        en: `${host} is the machine that Ansible runs on, and its node would be called ${host} too. Give it its own name with ansible_connection=local, as node1.`,
        zh: `${host} 是运行 Ansible 的机器，节点也会被命名为 ${host}。请为它另起名称（如 node1）并设置 ansible_connection=local。`,
      },
    };
  }
}
