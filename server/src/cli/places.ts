import type { Definition, LayerKind } from "../ansible/model";
import type { Loaded } from "./load";

/** Where a variable is set, in words and as file:line. */

const LAYERS: Record<LayerKind, (owner: string) => string> = {
  "role-defaults": (role) => `defaults of role ${role}`,
  "inventory-all": () => "hosts file, for all",
  "group-vars-all": () => "group_vars/all",
  "inventory-group": (group) => `hosts file, for group ${group}`,
  "group-vars": (group) => `group_vars/${group}`,
  "inventory-host": (host) => `hosts file, for host ${host}`,
  "host-vars": (host) => `host_vars/${host}`,
  facts: (source) => (source ? `facts (${source})` : "facts"),
  "role-vars": (role) => `vars of role ${role}`,
  "set-fact": (owner) => `set during the run by ${owner}`,
  "extra-vars": () => "extra variables (-e)",
  magic: () => "known to Ansible itself",
};

export function layerWords(definition: Definition): string {
  return LAYERS[definition.layer](definition.owner);
}

/** `group_vars/all/all.yml:3`, or undefined where it stands in no file. */
export function fileLine(file: string | undefined, line: number | undefined, loaded: Pick<Loaded, "display">): string | undefined {
  if (file === undefined) return undefined;
  return line === undefined ? loaded.display(file) : `${loaded.display(file)}:${line}`;
}

export function definitionPlace(definition: Definition, loaded: Pick<Loaded, "display">): string {
  const place = fileLine(definition.file, definition.line, loaded);
  return place === undefined ? layerWords(definition) : `${place} (${layerWords(definition)})`;
}
