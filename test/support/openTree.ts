import { addRuntimeGroups, type RuntimeGroupRule } from "../../server/src/ansible/addRuntimeGroups";
import { DEFAULT_FACTS } from "../../server/src/ansible/facts/defaultFacts";
import type { Facts } from "../../server/src/ansible/facts/facts";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import { inventoryScopes } from "../../server/src/ansible/inventoryScopes";
import { valueLayer } from "../../server/src/ansible/layers";
import { createResolver } from "../../server/src/ansible/resolver";
import { createVarsFiles } from "../../server/src/ansible/vars/varsFiles";
import type { FilePath } from "../../server/src/files/fileSystem";
import type { Generation } from "../../server/src/jinja/context";
import { toJson } from "../../server/src/python/json";
import type { Value } from "../../server/src/python/values";
import { memoryTree } from "./memoryTree";

export interface OpenTreeOptions {
  readonly hosts?: string;
  readonly generation?: Generation;
  readonly facts?: Facts;
  readonly rules?: readonly RuntimeGroupRule[];
  readonly roleDefaults?: Readonly<Record<string, Value>>;
  readonly roleVars?: Readonly<Record<string, Value>>;
  readonly extraVars?: Readonly<Record<string, Value>>;
  readonly merge?: boolean;
}

/** An inventory written inline, with a resolver over it. The playbook lies in /playbook. */
export function openTree(text: string, options: OpenTreeOptions = {}) {
  const generation = options.generation ?? "classic";
  const files = memoryTree(text);
  const file = `/inventory/${options.hosts ?? "hosts.ini"}` as FilePath;
  const inventory = addRuntimeGroups(readInventory([file], { files, generation }), options.rules ?? []);
  const facts = options.facts ?? DEFAULT_FACTS;
  const varsFiles = createVarsFiles(files, generation);
  const layer = (kind: "role-defaults" | "role-vars" | "extra-vars", values: Readonly<Record<string, Value>> | undefined) =>
    values === undefined ? [] : [valueLayer(kind, "test", new Map(Object.entries(values)))];
  const scopes = inventoryScopes({
    inventory,
    varsFiles,
    inventoryFolders: ["/inventory" as FilePath],
    generation,
    facts,
    play: { hosts: [...inventory.hosts.keys()], playbookFolder: "/playbook" as FilePath },
    roleDefaults: layer("role-defaults", options.roleDefaults),
    roleVars: layer("role-vars", options.roleVars),
    extraVars: layer("extra-vars", options.extraVars),
    merge: options.merge ?? false,
  });
  const resolver = createResolver({ inventory, ...scopes, facts, generation });
  /** The value as JSON, or the state and its message. */
  const show = (host: string, name: string): string => {
    const resolved = resolver.resolve(host, name);
    if (resolved.state === "known") return toJson(resolved.value);
    return `${resolved.state}: ${resolved.state === "unknown" ? resolved.reason : resolved.message}`;
  };
  const template = (host: string, text: string): string => {
    const resolved = resolver.evaluate(host, text);
    if (resolved.state === "known") return toJson(resolved.value);
    return `${resolved.state}: ${resolved.state === "unknown" ? resolved.reason : resolved.message}`;
  };
  return { inventory, resolver, varsFiles, ...scopes, show, template };
}
