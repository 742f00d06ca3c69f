import { RE2JS } from "re2js";
import type { Generation } from "../../jinja/context";
import type { AnsibleCfg } from "../ansibleCfg";

/** Whether Ansible passes over a file of a folder that is given as inventory (IGNORED in ansible/inventory/manager.py). */
export function ignoredSource(name: string, cfg: AnsibleCfg, generation: Generation): boolean {
  if (name.startsWith(".") || name === "host_vars" || name === "group_vars" || name === "vars_plugins") return true;
  const extensions = cfg.inventoryIgnoreExtensions ?? (generation === "classic" ? [...ALWAYS, ".ini"] : ALWAYS);
  if (extensions.some((extension) => name.endsWith(extension))) return true;
  return cfg.inventoryIgnorePatterns.some((pattern) => {
    try {
      return RE2JS.compile(pattern).matcher(name).find();
    } catch {
      return false; // Python would refuse to start, or it is syntax that only Python has
    }
  });
}

/** The default of inventory_ignore_extensions; up to ansible-core 2.18 `.ini` is in it as well (ansible/config/base.yml). */
const ALWAYS = [".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry"];
