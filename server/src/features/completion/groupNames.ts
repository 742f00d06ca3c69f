import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import type { FeatureContext } from "../feature";
import type { SuggestedFile } from "./completionItem";

/** The groups that kubespray's playbooks run on (inventory/sample and playbooks/), as they have been called since 2.16. */
const KUBESPRAY_GROUPS = ["kube_control_plane", "etcd", "kube_node", "k8s_cluster", "calico_rr", "bastion"];

/** Names of groups, those of kubespray first. `declaring`: for a place that can make a group that is not there yet. */
export function groupNames({ model }: FeatureContext, declaring: boolean): readonly string[] {
  const known = model.groups.filter((name) => name !== "ungrouped" && (declaring || name !== "all"));
  const own = known.filter((name) => !KUBESPRAY_GROUPS.includes(name));
  return [...KUBESPRAY_GROUPS, ...own];
}

/** The files that group_vars can still have: one for each group that has none, for a command that makes one. */
export function groupVarsFileNames(context: FeatureContext): readonly SuggestedFile[] {
  const { model, fs } = context;
  const folder = `${model.inventory.folder}/group_vars`;
  const present = new Set((fs.list(folder as FilePath) ?? []).map(({ name, kind }) => groupOf(name, kind === "directory")));
  return ["all", ...groupNames(context, false)]
    .filter((group) => !present.has(group))
    .map((group) => ({
      group,
      path: `${folder}/${group}.yml` as FilePath,
      hosts: group === "all" ? model.hosts.length : model.hostsOf(group).length,
      origin: group === "all" || KUBESPRAY_GROUPS.includes(group) ? "kubespray" : "inventory",
    }));
}

function groupOf(name: string, isFolder: boolean): string {
  const extension = extensionOf(name);
  return !isFolder && [".yml", ".yaml", ".json"].includes(extension) ? name.slice(0, -extension.length) : name;
}
