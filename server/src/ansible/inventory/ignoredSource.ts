import { RE2JS } from "re2js";
import type { AnsibleCfg } from "../ansibleCfg";

/** Whether Ansible passes over a file of a folder that is given as inventory (IGNORED in ansible/inventory/manager.py). */
export function ignoredSource(name: string, cfg: AnsibleCfg): boolean {
  if (name.startsWith(".") || name === "host_vars" || name === "group_vars" || name === "vars_plugins") return true;
  if (cfg.inventoryIgnoreExtensions.some((extension) => name.endsWith(extension))) return true;
  return cfg.inventoryIgnorePatterns.some((pattern) => {
    try {
      return RE2JS.compile(pattern).matcher(name).find();
    } catch {
      return false; // Python would refuse to start, or it is syntax that only Python has
    }
  });
}
