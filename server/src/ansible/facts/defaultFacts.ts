import { PyDict, type Value } from "../../python/values";
import type { Facts } from "./facts";

/**
 * A host of which nothing is known: a common server of the kind that kubespray is tested on. Settings, a facts.json or the inventory can
 * say otherwise.
 */
export const DEFAULT_FACTS: Facts = {
  default: new Map<string, Value>([
    ["ansible_architecture", "x86_64"],
    ["ansible_machine", "x86_64"],
    ["ansible_userspace_architecture", "x86_64"],
    ["ansible_system", "Linux"],
    ["ansible_kernel", "6.1.0-18-amd64"],
    ["ansible_os_family", "Debian"],
    ["ansible_distribution", "Debian"],
    ["ansible_distribution_version", "12"],
    ["ansible_distribution_major_version", "12"],
    ["ansible_distribution_release", "bookworm"],
    ["ansible_service_mgr", "systemd"],
    ["ansible_pkg_mgr", "apt"],
    ["ansible_python_version", "3.11.2"],
    ["ansible_memtotal_mb", 8192n],
    ["ansible_processor_vcpus", 4n],
    ["ansible_processor_cores", 4n],
    ["ansible_user_id", "root"],
    ["ansible_selinux", new PyDict([["status", "disabled"]])],
  ]),
  groups: new Map(),
  hosts: new Map(),
};
