import { USUAL_NAMES } from "../../ansible/findInventory";
import { findVarsFiles } from "../../ansible/vars/findVarsFiles";
import type { FilePath } from "../../files/fileSystem";
import { isInside } from "../../files/paths";
import { playbookFolder } from "../../kubespray/playbookFolder";
import { span } from "../../text/span";
import type { Check, CheckContext, CheckedFile, Finding, Severity } from "./check";
import { clusterHosts, clusterHostsFile, isNamedBeside, isSharedFolder, ROLE_GROUPS } from "./hostsEntries";
import { isKubesprays } from "./overriddenBy";
import { type OwnUses, ownUses } from "./ownUses";
import { similarName } from "./similarNames";
import { type VarsPlace, varsEnding, varsFileMove } from "./varsFileMove";

/**
 * A file of group_vars or host_vars that Ansible never reads: no group or host has its name. Old and mistyped names of groups are the usual
 * reason, the wrong one of the two folders another. Ansible says nothing about it.
 */
export const unmatchedVars: Check = {
  code: "unmatched-vars",
  severity: "warning",
  title: { en: "A variables file that no group or host matches", zh: "没有组或主机与之对应的变量文件" },
  summary: {
    en: "A file in group_vars or host_vars whose name is that of no group or host, or of a group without hosts: its variables have no effect.",
    zh: "group_vars 或 host_vars 中的文件与任何组或主机都不同名，或对应的组没有主机：其中的变量不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  if (model.inventory.imaginary !== undefined || clusterHosts(context).length === 0) return;
  const names = { groups: new Set(model.groups), hosts: new Set(model.hosts) };
  yield* besideWrongPlaybook(context);
  let uses: OwnUses | undefined;
  const told = new Set<string>();
  for (const file of context.files) {
    const first = file.index.variables[0];
    const { role } = file.index;
    if (first === undefined || !isInside(file.document.path, model.inventory.folder)) continue;
    const wanted = wantedOf(file, names);
    const key = role.kind === "group-vars" ? `group ${role.group}` : role.kind === "host-vars" ? `host ${role.host}` : "";
    if (wanted === undefined || told.has(key) || isElsewhere(context, wanted)) continue;
    yield undefined;
    const reason = reasonOf(context, wanted);
    if (reason === undefined) continue;
    if (reason.severity === "info") {
      uses ??= yield* ownUses(context);
      // Playbooks of the user's own may make the group while they run, or serve other machines.
      if (wanted.kind !== "empty" && (uses.isPlaybookProject || uses.has(wanted.name))) continue;
    }
    if (!isReadFile(context, file.document.path, wanted.name)) continue;
    told.add(key);
    const { path } = file.document;
    const fix = reason.meant && varsFileMove(context, path, { folder: model.inventory.folder, ...reason.meant });
    const { meant: _, ...said } = reason;
    yield { file: path, span: first.keySpan, subject: wanted.name, ...said, ...(fix && { fixes: [fix] }) };
  }
}

/**
 * group_vars and host_vars at the root of a tree whose plays lie in `playbooks`: Ansible looks beside the playbook that is imported, not beside
 * the one that imports it (executor/playbook_executor.py, run: set_basedir). Only variables of kubespray's: the rest may be for own plays.
 */
function* besideWrongPlaybook(context: CheckContext): Generator<Finding> {
  const { model, fs, files } = context;
  const root = model.kubespray?.root;
  if (root === undefined || model.inventory.folder === root || fs.kind(`${root}/cluster.yml`) !== "file") return;
  if (playbookFolder(fs, root, "0") === root || (fs.list(root) ?? []).some(({ name }) => mayBeHosts(name))) return;
  const told = new Set<FilePath>();
  for (const { document, index } of files) {
    const { path } = document;
    const part = PARTS.find((one) => isInside(path, `${root}/${one}`));
    const known = index.variables.find(({ name }) => isKubesprays(context, name) && !name.startsWith("ansible_"));
    if (part === undefined || known === undefined || told.has(path)) continue;
    told.add(path);
    const first = path.slice(`${root}/${part}/`.length).split("/")[0] as string;
    const name = path === `${root}/${part}/${first}` ? first.slice(0, first.length - varsEnding(first).length) : first;
    const fix = varsFileMove(context, path, { folder: model.inventory.folder, part, name });
    yield {
      file: path,
      span: known.keySpan,
      subject: part,
      ...(fix && { fixes: [fix] }),
      message: {
        en: `Kubespray's plays lie in playbooks/, and Ansible looks for ${part} beside them and beside the inventory, not here: it never reads this file. Move it beside the hosts file.`,
        zh: `kubespray 的 play 位于 playbooks/，Ansible 只在其旁边和 inventory 旁边查找 ${part}，因此不会读取此文件。请将其移到主机清单文件旁边。`,
      },
    };
  }
}

const PARTS = ["group_vars", "host_vars"] as const;

/** With a hosts file beside them the folders are those of an inventory. */
function mayBeHosts(name: string): boolean {
  return USUAL_NAMES.includes(name) || name.endsWith(".ini");
}

interface Wanted {
  readonly kind: "group" | "host" | "empty";
  readonly name: string;
}

interface Reason extends Pick<Finding, "message" | "fixes"> {
  readonly severity: Severity;
  /** What the file is for, where that can be told. */
  readonly meant?: Pick<VarsPlace, "part" | "name">;
}

interface Names {
  readonly groups: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
}

/** The group or host that the file waits for; undefined where there is one. */
function wantedOf({ index: { role } }: CheckedFile, { groups, hosts }: Names): Wanted | undefined {
  if (role.kind === "group-vars") return { kind: groups.has(role.group) ? "empty" : "group", name: role.group };
  if (role.kind !== "host-vars" || hosts.has(role.host) || IMPLICIT.has(role.host)) return undefined;
  return { kind: "host", name: role.host };
}

/** Ansible makes this host where the inventory has none. */
const IMPLICIT: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);

function isElsewhere(context: CheckContext, { kind, name }: Wanted): boolean {
  return kind === "empty" ? isSharedFolder(context) : isNamedBeside(context, name);
}

/** Whether Ansible would read it if only the name were known: what it passes over anyhow is said by the engine. */
function isReadFile({ fs, model }: CheckContext, path: FilePath, name: string): boolean {
  return PARTS.some((part) => findVarsFiles(`${model.inventory.folder}/${part}`, name, fs).includes(path));
}

function reasonOf(context: CheckContext, { kind, name }: Wanted): Reason | undefined {
  const { model } = context;
  if (kind === "empty") {
    if (name === "all" || name === "ungrouped" || model.hostsOf(name).length > 0) return undefined;
    return {
      severity: "info",
      message: {
        en: `No host is in the group ${name}, so nothing in this file has an effect.`,
        zh: `${name} 组中没有主机，因此此文件中的内容不起作用。`,
      },
    };
  }
  const part = kind === "group" ? "group_vars" : "host_vars";
  const swapped = kind === "group" ? model.hosts.includes(name) : model.groups.includes(name);
  if (swapped) return inOtherFolder(kind, name);
  const candidates = kind === "group" ? model.groups.filter((group) => model.hostsOf(group).length > 0) : model.hosts;
  const meant = (kind === "group" ? newName(name, candidates) : undefined) ?? similarName(name, candidates);
  // The file is right and the hosts file is old: this release has no more use for the group's old name.
  if (kind === "group" && meant !== undefined && ROLE_GROUPS.some((group) => group === name)) return inHostsFile(name, meant);
  const [what, zh] = kind === "group" ? ["group", "组"] : ["host", "主机"];
  if (kind === "group" && name === CLUSTER) return withoutCluster(context);
  if (meant === undefined)
    return {
      // Kubespray's own groups are not for other playbooks.
      severity: kind === "group" && isRoleGroup(name) ? "warning" : "info",
      message: {
        en: `This inventory has no ${what} ${name}, so Ansible never reads this file.`,
        zh: `此 inventory 中没有名为 ${name} 的${zh}，因此 Ansible 不会读取此文件。`,
      },
    };
  return {
    severity: "warning",
    meant: { part, name: meant },
    message: {
      en: `This inventory has no ${what} ${name}, so Ansible never reads this file. Did you mean ${meant}?`,
      zh: `此 inventory 中没有名为 ${name} 的${zh}，因此 Ansible 不会读取此文件。是否应为 ${meant}？`,
    },
  };
}

function inOtherFolder(kind: "group" | "host", name: string): Reason {
  const [here, there, is, isZh] =
    kind === "group" ? (["group_vars", "host_vars", "host", "主机"] as const) : (["host_vars", "group_vars", "group", "组"] as const);
  return {
    severity: "warning",
    meant: { part: there, name },
    message: {
      en: `${name} is a ${is}, and ${here} is not where Ansible looks for it: it never reads this file. Move it to ${there}.`,
      zh: `${name} 是${isZh}，而 Ansible 不会在 ${here} 中查找它，因此不会读取此文件。请将其移到 ${there}。`,
    },
  };
}

/** Up to 2.26 the hosts file has to make it, from 2.27 kubespray makes it of its members. */
const CLUSTER = "k8s_cluster";

function withoutCluster(context: CheckContext): Reason {
  const hosts = clusterHostsFile(context);
  const document = hosts?.file.document;
  const text = "\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n";
  const end = document?.text.length ?? 0;
  const isIni = hosts?.file.index.inventory?.syntax === "ini";
  return {
    severity: "warning",
    message: {
      en: `This inventory has no group ${CLUSTER}, which this release does not make by itself, so Ansible never reads this file. Add the group to the hosts file, with kube_control_plane and kube_node as its children.`,
      zh: `此 inventory 中没有 ${CLUSTER} 组，而此版本不会自动创建它，因此 Ansible 不会读取此文件。请在主机清单文件中添加该组，并以 kube_control_plane 和 kube_node 作为其 children。`,
    },
    fixes:
      document && isIni
        ? [
            {
              title: { en: `Add ${CLUSTER} to the hosts file`, zh: `在主机清单文件中添加 ${CLUSTER}` },
              edits: [{ file: document.path, span: span(end, end), text: document.text.endsWith("\n") ? text : `\n${text}` }],
            },
          ]
        : [],
  };
}

function inHostsFile(name: string, old: string): Reason {
  return {
    severity: "warning",
    message: {
      en: `This inventory has no group ${name}, so Ansible never reads this file. The hosts file has ${old}, which this release does not take for it: rename it there.`,
      zh: `此 inventory 中没有名为 ${name} 的组，因此 Ansible 不会读取此文件。主机清单文件中是 ${old}，而此版本不会将其视为 ${name}：请在主机清单文件中重命名。`,
    },
  };
}

/** Kubespray's group names before 2.16 and their kin. */
function newName(name: string, groups: readonly string[]): string | undefined {
  const plain = name.toLowerCase().replaceAll("-", "_").replace(/s$/, "");
  const wanted = OLD.get(plain) ?? plain;
  return groups.find((group) => group.toLowerCase().replaceAll("-", "_") === wanted);
}

function isRoleGroup(group: string): boolean {
  const plain = group.replaceAll("-", "_");
  // These two may be left out.
  if (plain === "etcd" || plain === "calico_rr") return false;
  return OLD.has(plain) || ROLE_GROUPS.some((one) => one === plain);
}

const OLD: ReadonlyMap<string, string> = new Map([
  ["kube_master", "kube_control_plane"],
  ["k8s_master", "kube_control_plane"],
  ["kubernetes_cluster", "k8s_cluster"],
]);
