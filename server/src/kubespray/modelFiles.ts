import { addRuntimeGroups } from "../ansible/addRuntimeGroups";
import { type AnsibleCfg, DEFAULT_CFG, readAnsibleCfg } from "../ansible/ansibleCfg";
import { findInventory, type ImaginaryGroup } from "../ansible/findInventory";
import type { Inventory } from "../ansible/inventory/inventory";
import { createVarsFiles } from "../ansible/vars/varsFiles";
import type { FilePath, FileSystem } from "../files/fileSystem";
import type { FileMemo } from "../files/memo";
import { folderOf } from "../files/paths";
import { openCatalog } from "./catalog";
import { findTree } from "./findTree";
import type { ModelOptions } from "./openModel";
import { playRoles } from "./playRoles";
import { releaseOf } from "./release";
import { type TreeRules, treeRules } from "./treeRules";

/**
 * What a model is made of that hardly ever changes: the tree and what it says of itself, the hosts. Kept in the memo until one of the files
 * that were read changes.
 */

export type ModelTree = ReturnType<typeof readTree>;

export function modelTree(options: ModelOptions, memo: FileMemo): ModelTree {
  return memo.reading("kubespray-tree", treeKey(options), options.fs, (seen) => readTree(seen, options));
}

export function modelHosts(options: ModelOptions, { search, release, rules }: ModelTree, memo: FileMemo) {
  const root = search.tree?.root;
  const { generation } = release;
  const key = `${options.inventory}\0${options.ansibleCfg ?? ""}\0${root ?? ""}\0${generation}`;
  return memo.reading("hosts", key, options.fs, (seen) => {
    const cfg = configuration({ ...options, fs: seen }, root);
    const found = findInventory(options.inventory, { files: seen, generation, cfg, imaginaryGroups: ROLE_GROUPS });
    return { cfg, found, hosts: withRuntimeGroups(found.inventory, rules) };
  });
}

/** What opening a model and a first look at it would have to wait for, in small steps: all of it is then in the memo. */
export function* openingSteps(options: ModelOptions & { readonly memo: FileMemo }): Generator<void> {
  const { fs, memo } = options;
  const tree = modelTree(options, memo);
  yield;
  modelHosts(options, tree, memo);
  yield;
  const root = tree.search.tree?.root;
  const catalog = openCatalog(fs, createVarsFiles(fs, tree.release.generation, memo), root);
  for (const role of tree.roles) {
    const layers = catalog.defaults(role);
    yield;
    catalog.vars(role);
    yield;
    // The table is large, and asked for by whatever looks at downloads.
    for (const layer of layers) layer.get("downloads")?.raw();
    yield;
  }
}

/** Where no hosts file can be used, one imaginary host in each of these stands in. */
const ROLE_GROUPS: readonly ImaginaryGroup[] = [
  { name: "kube_control_plane", within: ["k8s_cluster"] },
  { name: "etcd" },
  { name: "kube_node", within: ["k8s_cluster"] },
];

/** What a tree is and says, without its variables. Everything is read at once, so that it can be kept until one of its files changes. */
function readTree(fs: FileSystem, options: ModelOptions) {
  const search = findTree(fs, {
    inventory: options.inventory,
    ...(options.kubespray !== undefined && { named: options.kubespray }),
    ...(options.workspace && { workspace: options.workspace }),
  });
  const root = search.tree?.root;
  const release = releaseOf(fs, root ?? "/nowhere", options.generation);
  const rules = treeRules(fs, root ?? "/nowhere", release.rules);
  const defaultsRole =
    root !== undefined && fs.kind(`${root}/roles/kubespray_defaults/defaults`) ? "kubespray_defaults" : "kubespray-defaults";
  return { search, release, rules, roles: playRoles(defaultsRole, release.rules, rules.needs) };
}

function treeKey({ inventory, kubespray, generation, workspace }: ModelOptions): FilePath {
  return [inventory, kubespray ?? "", generation ?? "", ...(workspace ?? [])].join("\0");
}

function withRuntimeGroups(inventory: Inventory, { groups }: TreeRules): Inventory {
  const { rules, otherwise } = groups;
  return addRuntimeGroups(
    inventory,
    rules.map(({ group, anyOf }) => ({ key: group, anyOf, ...(otherwise !== undefined && { otherwise }) })),
  );
}

function configuration(options: ModelOptions, root: FilePath | undefined): AnsibleCfg {
  const { fs } = options;
  if (options.ansibleCfg !== undefined) return readAnsibleCfg(options.ansibleCfg, fs);
  let folder = fs.kind(options.inventory) === "directory" ? options.inventory : folderOf(options.inventory);
  for (let level = 0; level < 6; level++) {
    const path = `${folder}/ansible.cfg`;
    if (fs.kind(path) === "file") return readAnsibleCfg(path, fs);
    // An ansible.cfg above the repository is somebody else's.
    if (fs.kind(`${folder}/.git`) !== undefined || folder === root || folderOf(folder) === folder) break;
    folder = folderOf(folder);
  }
  return root === undefined ? DEFAULT_CFG : readAnsibleCfg(`${root}/ansible.cfg`, fs);
}
