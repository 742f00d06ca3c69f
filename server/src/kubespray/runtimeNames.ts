import { inRange, type ReleaseRange } from "./releases";

/**
 * Variables that kubespray's tasks set on the machines (set_fact, register) and that its defaults read: addresses that a host finds out
 * about itself, and the like. No file defines them, so a value that needs one is not known before the run. Found in the tasks of every
 * release.
 */
const NAMES: readonly (ReleaseRange & { readonly name: string })[] = [
  { name: "fallback_ips", before: "2.27" },
  { name: "fallback_ip", from: "2.27" },
  { name: "main_ip", from: "2.28" },
  { name: "main_ips", from: "2.28" },
  { name: "main_access_ip", from: "2.28" },
  { name: "main_access_ips", from: "2.28" },
  { name: "kubelet_cgroup_driver", from: "2.18" },
  { name: "containerd_default_base_runtime_spec", from: "2.21" },
  { name: "dns_early", from: "2.27" },
  { name: "default_searchdomains", from: "2.27" },
  { name: "resolvconf_slurp", from: "2.27" },
  { name: "resolvconf_stat", from: "2.27" },
];

/**
 * The name that kubespray sets at run time among those that Ansible's complaint mentions as missing. A filter that was given something
 * undefined does not say what: then `templates`, the texts behind the value, are searched.
 */
export function missingAtRunTime(message: string, templates: () => readonly string[], release: string): string | undefined {
  const names = NAMES.filter((known) => inRange(release, known)).map(({ name }) => name);
  for (const match of message.matchAll(/'(\w+)' is undefined|has no attribute '(\w+)'/g)) {
    const missing = match[1] ?? match[2];
    if (missing !== undefined && names.includes(missing)) return missing;
  }
  if (!message.includes("AnsibleUndefined")) return undefined;
  const behind = templates();
  return names.find((name) => behind.some((text) => new RegExp(`\\b${name}\\b`).test(text)));
}
