import { Failure } from "../../python/failure";

/**
 * The facts that kubespray gathers from each machine before anything else, in every release (playbooks/facts.yml, later
 * internal_facts.yml): the minimal subset (ansible/module_utils/facts/default_collectors.py), the addresses and the sizes of memory. Nobody
 * can know them before the run, so a text that reads one has no value here, not even one with a default. Facts outside these, such as
 * ansible_eth0, kubespray does not gather: they are undefined as in a real run.
 */
export function gatheredFact(variable: string): Failure | undefined {
  if (!GATHERED.has(variable) && !HOST_KEY.test(variable)) return undefined;
  return new Failure("unknown", `${variable} is gathered from the machine at run time. A facts.json, or --facts, can give it.`, "run");
}

/** Whether `ansible_facts` may have it, under its bare name. */
export function gatheredBareFact(name: string): Failure | undefined {
  return gatheredFact(name.startsWith("ansible_") ? name : `ansible_${name}`);
}

const HOST_KEY = /^ansible_ssh_host_key_[a-z0-9]+_public(?:_keytype)?$/;

const GATHERED: ReadonlySet<string> = new Set(
  `all_ipv4_addresses all_ipv6_addresses apparmor architecture cmdline date_time default_ipv4 default_ipv6 distribution
  distribution_file_parsed distribution_file_path distribution_file_variety distribution_major_version distribution_minor_version
  distribution_release distribution_version dns domain effective_group_id effective_user_id env fips fqdn hostname kernel
  kernel_version local lsb machine machine_id memtotal_mb nodename os_family pkg_mgr proc_cmdline python python_version real_group_id
  real_user_id selinux selinux_python_present service_mgr swaptotal_mb system system_capabilities system_capabilities_enforced
  user_dir user_gecos user_gid user_id user_shell user_uid userspace_architecture userspace_bits`
    .split(/\s+/)
    .map((name) => `ansible_${name}`),
);
