import type { HostEntry, InventoryEntry } from "../../ansible/inventory/inventoryDocument";
import { readInventory } from "../../ansible/inventory/readInventory";
import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import type { Span } from "../../text/span";
import { generationOf } from "../locate";
import { ofModel } from "../ofModel";
import type { CheckContext, CheckedFile } from "./check";

/** What the checks about hosts and groups go by: the entries of the hosts file, the machines of the cluster, what else lies in the folder. */

/** A host in one of these is a machine of the cluster; from 2.27 k8s_cluster is made of them. */
export const ROLE_GROUPS = ["kube_control_plane", "kube_node", "etcd", "calico_rr", "k8s_cluster"] as const;

export interface HostsFile {
  readonly file: CheckedFile;
  readonly entries: readonly InventoryEntry[];
}

/** The hosts file with what it says; undefined where the hosts are made up, or where no host is in a group of kubespray's. */
export function clusterHostsFile(context: CheckContext): HostsFile | undefined {
  const { model, files } = context;
  if (model.inventory.imaginary !== undefined || clusterHosts(context).length === 0) return undefined;
  const file = files.find(({ document }) => document.path === model.inventory.file);
  return file?.index.inventory && { file, entries: file.index.inventory.entries };
}

/** In the order of the inventory. */
export function clusterHosts(context: CheckContext): readonly string[] {
  return ofModel(context, "cluster-hosts", () => {
    const found = new Set(ROLE_GROUPS.flatMap((group) => context.model.hostsOf(group)));
    return context.model.hosts.filter((host) => found.has(host));
  });
}

/** Where the host is named first. */
export function placeOfHost({ file, entries }: HostsFile, host: string): { readonly file: FilePath; readonly span: Span } | undefined {
  const entry = entries.find((one): one is HostEntry => one.kind === "host" && one.hosts.includes(host));
  return entry && { file: file.document.path, span: entry.span };
}

/** Whether group_vars and host_vars beside the inventory serve other hosts files too: then what has no effect here may have one there. */
export function isSharedFolder(context: CheckContext): boolean {
  return beside(context).some(({ kind }) => kind !== "none");
}

/** Whether another file beside the hosts file names the group or host, or may bring any: it may be there in another run. */
export function isNamedBeside(context: CheckContext, name: string): boolean {
  return beside(context).some((one) => one.kind === "dynamic" || one.names.has(name));
}

/** What a file beside the hosts file is to Ansible, and all names in it. */
interface Beside {
  readonly kind: "none" | "hosts" | "dynamic";
  readonly names: ReadonlySet<string>;
}

function beside(context: CheckContext): readonly Beside[] {
  return ofModel(context, "beside-hosts-file", () => otherFiles(context).flatMap((path) => look(context, path) ?? []));
}

function look(context: CheckContext, path: FilePath): Beside | undefined {
  const read = context.fs.read(path);
  if (!read.ok) return undefined;
  const { text } = read;
  const generation = generationOf(context);
  return context.memo.of(`beside-hosts-file ${generation}`, path, text, () => {
    const names = new Set(text.match(/[\w.-]+/g) ?? []);
    // A script or a plugin's configuration gives hosts that nobody can see here.
    if (text.length > LARGEST || text.startsWith("#!") || /^plugin:/m.test(text)) return { kind: "dynamic", names };
    if (![".ini", ".yml", ".yaml", ".json", ""].includes(extensionOf(path))) return { kind: "none", names };
    const { sources, hosts, groups } = readInventory([path], { files: context.fs, generation });
    if (hosts.size === 0 || sources[0]?.state !== "parsed") return { kind: "none", names };
    for (const host of hosts.keys()) names.add(host);
    for (const group of groups.keys()) names.add(group);
    return { kind: "hosts", names };
  });
}

const MOST_FILES = 60;
/** What is larger is no hosts file that somebody wrote, and may be the output of anything. */
const LARGEST = 300_000;
/** Endings of what Ansible never takes for a list of hosts (INVENTORY_IGNORE_EXTS in ansible/config/base.yml, less `.ini`), and of notes. */
const NO_HOSTS: ReadonlySet<string> = new Set([".cfg", ".retry", ".pyc", ".pyo", ".swp", ".bak", ".orig", ".md", ".rst", ".txt", ".log"]);

function otherFiles({ model, fs }: CheckContext): readonly FilePath[] {
  const { folder, file } = model.inventory;
  const files = (fs.list(folder) ?? []).filter(({ kind, name }) => kind === "file" && !name.startsWith(".") && !name.endsWith("~"));
  return files
    .flatMap(({ name }) => (`${folder}/${name}` === file || NO_HOSTS.has(extensionOf(name)) ? [] : [`${folder}/${name}`]))
    .slice(0, MOST_FILES);
}
