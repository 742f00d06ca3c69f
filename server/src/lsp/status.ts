import { translated } from "../features/wording/translated";
import type { Model } from "../kubespray/model";
import type { Inventories, InventoryInfo, Status, StatusState } from "../protocol";
import { uriOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** What the status item, the views' empty states and the inventory switch show. */

export function stateOf(model: Model): StatusState {
  return model.kubespray ? "ready" : "no-kubespray";
}

export function inventoriesRequest(snapshot: WorkspaceSnapshot): Inventories {
  return { inventories: snapshot.inventories.map((one) => info(one, snapshot)), trees: snapshot.trees.map(uriOf) };
}

export function statusRequest(snapshot: WorkspaceSnapshot): Status {
  const inventory = snapshot.current;
  const inventories = snapshot.inventories.filter(({ sample }) => !sample).length;
  if (!inventory) return { state: "no-inventory", inventories, hosts: [], groups: [], architectures: [] };
  const { model } = snapshot.context(inventory);
  const state = stateOf(model);
  const { release } = model.kubespray ?? {};
  const message = state === "ready" ? undefined : model.problems.find(({ code }) => code.startsWith("kubespray"))?.message;
  const said = (text: string) => translated(text, snapshot.locale);
  return {
    state,
    inventory: info(inventory, snapshot),
    inventories,
    hosts: model.hosts,
    groups: [...new Set(model.hosts.flatMap((host) => model.groupsOf(host)))].sort(),
    architectures: state === "ready" ? architectures(model) : [],
    ...(message !== undefined && { message: said(message) }),
    ...(model.kubespray && { tree: uriOf(model.kubespray.root) }),
    ...(release?.name !== undefined && { release: release.name }),
    ...(release?.nearest !== undefined && { nearest: release.nearest }),
    ...(release && { generation: said(release.generationReason) }),
    ...(model.inventory.imaginary !== undefined && { imaginary: said(model.inventory.imaginary) }),
  };
}

export function info(inventory: WorkspaceInventory, snapshot: WorkspaceSnapshot): InventoryInfo {
  return {
    inventory: uriOf(inventory.source),
    label: snapshot.label(inventory.source),
    folder: uriOf(inventory.folder),
    hostsFiles: inventory.hostsFiles.map(uriOf),
    workspaceFolder: uriOf(inventory.workspaceFolder),
    sample: inventory.sample,
    current: snapshot.current?.source === inventory.source,
  };
}

/** As the lists have them: those of the files that the hosts download. */
function architectures(model: Model): readonly string[] {
  const names = new Set<string>();
  for (const host of model.hosts) {
    const resolved = model.resolve(host, "image_arch");
    if (resolved.state === "known" && typeof resolved.value === "string") names.add(resolved.value);
  }
  return [...names].sort();
}
