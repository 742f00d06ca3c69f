import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { addRuntimeGroups } from "../../server/src/ansible/addRuntimeGroups";
import { readFacts } from "../../server/src/ansible/facts/readFacts";
import { findInventory } from "../../server/src/ansible/findInventory";
import { inventoryScopes } from "../../server/src/ansible/inventoryScopes";
import { createVarsFiles } from "../../server/src/ansible/vars/varsFiles";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { groupRules } from "../../server/src/kubespray/groupRules";
import { PyDict, type Value } from "../../server/src/python/values";
import { oracleJson } from "../conformance/oracleJson";
import { parsePyJson } from "../support/pyJson";
import { describeShared, shared } from "../support/shared";

/** Groups, hosts and every variable that the inventory defines without a template, against what real Ansible made of them. */
const files = diskFileSystem();
const INVENTORY_LAYERS = ["inventory-all", "inventory-group", "group-vars-all", "group-vars", "inventory-host", "host-vars", "facts"];

for (const release of ["v2.16.0", "v2.26.1", "v2.31.0", "master"]) {
  const base = `kubespray/${release}`;
  describeShared(`inventories of ${release}`, base, () => {
    const names = readdirSync(shared(`${base}/expected`) as string).map((name) => name.replace(/\.json$/, ""));
    const roleVars = namesInRoleVars(shared(`${base}/tree/roles`) as FilePath);
    let compared = 0;

    it.each(names)("%s", (name) => {
      const expected = parsePyJson(readFileSync(shared(`${base}/expected/${name}.json`) as string, "utf8")) as PyDict;
      const folder = shared(`${base}/inventories/${name}`) as FilePath;
      const { inventory, scopes } = open(folder, release);
      const hosts = expected.get("hosts") as PyDict;
      expect([...inPlay(inventory)].sort()).toEqual([...hosts.keys()].sort());
      for (const [host, value] of hosts.entries()) {
        const told = value as PyDict;
        expect(inventory.hosts.get(host as string)?.membership.names, String(host)).toEqual(told.get("group_names"));
        const variables = told.get("vars") as PyDict;
        for (const [variable, entry] of variables.entries()) {
          const winner = scopes(host as string).find(variable as string);
          if (winner === undefined || roleVars.has(winner.name) || !INVENTORY_LAYERS.includes(winner.layer)) continue;
          if (winner.name === "etcd_deployment_type") continue; // a set_fact of kubespray may beat it
          if (winner.owner === "assumed facts" || isTemplate(winner.raw())) continue;
          compared++;
          const wanted = oracleJson((entry as PyDict).get("v") as Value, NOWHERE, false);
          const ours = oracleJson(winner.raw(), { inventoryFolder: folder, kubespray: "\0" });
          expect(ours, `${host} ${variable}`).toBe(wanted);
        }
      }
    });

    it("has compared many variables", () => expect(compared).toBeGreaterThan(5000));
  });
}

const NOWHERE = { inventoryFolder: "\0", kubespray: "\0" };

function open(folder: FilePath, release: string) {
  const generation = release === "master" ? "native" : "classic";
  const found = findInventory(folder, { files, generation, imaginaryGroups: [] });
  const { rules, otherwise } = groupRules(release);
  const inventory = addRuntimeGroups(
    found.inventory,
    rules.map(({ group, anyOf }) => ({ key: group, anyOf, ...(otherwise !== undefined && { otherwise }) })),
  );
  const factsFile = `${folder}/facts.json`;
  const { facts } = readFacts({ generation, hosts: inventory.hosts.keys(), ...(existsSync(factsFile) && { file: factsFile }) }, files);
  const varsFiles = createVarsFiles(files, generation);
  const play = { hosts: [...inPlay(inventory)] };
  return { inventory, ...inventoryScopes({ inventory, varsFiles, inventoryFolders: [folder], generation, facts, play }) };
}

function inPlay(inventory: { hostsOf(group: string): readonly string[] }): Set<string> {
  return new Set([...inventory.hostsOf("k8s_cluster"), ...inventory.hostsOf("etcd")]);
}

/** Role vars beat the inventory. */
function namesInRoleVars(roles: FilePath): ReadonlySet<string> {
  const opened = createVarsFiles(files, "classic");
  const names = new Set<string>();
  for (const entry of readdirSync(roles, { recursive: true, encoding: "utf8" })) {
    if (!/(^|\/)vars\/.*\.ya?ml$/.test(entry)) continue;
    for (const name of opened.open(`${roles}/${entry}`)?.entries.keys() ?? []) names.add(name);
  }
  return names;
}

function isTemplate(value: Value): boolean {
  if (typeof value === "string") return /\{[{%#]/.test(value);
  if (Array.isArray(value)) return value.some(isTemplate);
  return value instanceof PyDict && [...value.entries()].some(([key, item]) => isTemplate(key) || isTemplate(item));
}
