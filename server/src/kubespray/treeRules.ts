import type { FilePath, FileSystem } from "../files/fileSystem";
import { PyDict, type Value } from "../python/values";
import { loadText as loadYaml } from "../yaml/loadText";
import { type DownloadRules, downloadRules, type KubeadmRules, type SelectionCondition } from "./downloadRules";
import { type GroupRule, type GroupRules, groupRules } from "./groupRules";
import { moduleOf, taskPath } from "./preflight/taskFile";
import { roleFiles } from "./roleFiles";
import { entry } from "./taskScope";

/**
 * The rules of a tree read from its own tasks, playbooks and meta files, so that a fork is taken at its word. What a tree does not have (a
 * trimmed one has only defaults) or says in a form that is not understood comes from the tables of facts of the nearest release. Nothing
 * of the tree is run.
 */
export interface TreeRules {
  readonly groups: GroupRules;
  readonly downloads: DownloadRules;
  /** The roles that a role's meta/main.yml asks for; undefined: the tree has no such file and the tables must answer. */
  needs(role: string): readonly string[] | undefined;
}

export function treeRules(fs: FileSystem, root: FilePath, release: string): TreeRules {
  const hasMeta = roleFiles(fs, `${root}/roles`, "download", "meta").length > 0;
  return {
    groups: readGroupRules(fs, root) ?? groupRules(release),
    downloads: readDownloadRules(fs, root, downloadRules(release)),
    needs: (role) => (hasMeta ? readNeeds(fs, root, role) : undefined),
  };
}

function readNeeds(fs: FileSystem, root: FilePath, role: string): readonly string[] {
  const file = roleFiles(fs, `${root}/roles`, role, "meta")[0];
  const dependencies = entry(file === undefined ? undefined : load(fs, file), "dependencies");
  const needs = (Array.isArray(dependencies) ? dependencies : []).map((item) => (typeof item === "string" ? item : entry(item, "role")));
  const main = taskPath(fs, `${root}/roles/${role}`);
  const imported = main === undefined ? [] : importedRoles(load(fs, main));
  return [...needs, ...imported].filter((name): name is string => typeof name === "string");
}

/** Roles that tasks import statically, also inside blocks. */
function importedRoles(tasks: Value | undefined): readonly string[] {
  return flatTasks(tasks).flatMap((task) => {
    const name = entry(moduleOf(task, "import_role"), "name");
    return typeof name === "string" ? [name] : [];
  });
}

function readGroupRules(fs: FileSystem, root: FilePath): GroupRules | undefined {
  for (const path of [
    "roles/dynamic_groups/tasks/main.yml",
    "playbooks/boilerplate.yml",
    "playbooks/legacy_groups.yml",
    "legacy_groups.yml",
  ]) {
    const plays = load(fs, `${root}/${path}`);
    const tasks = flatTasks(plays);
    const mapped = tasks.find((task) => entry(task.get("vars"), "group_mappings") instanceof PyDict);
    if (mapped) return mappedGroups(mapped);
    const legacy = legacyGroups(plays);
    if (legacy.length > 0) return { rules: legacy, otherwise: undefined };
  }
  return undefined;
}

function mappedGroups(task: PyDict): GroupRules | undefined {
  const mappings = entry(task.get("vars"), "group_mappings");
  const key = entry(task.get("group_by"), "key");
  if (!(mappings instanceof PyDict) || typeof key !== "string") return undefined;
  const rules = [...mappings.entries()].flatMap(([group, names]): GroupRule[] =>
    typeof group === "string" ? [{ group, anyOf: texts(names) }] : [],
  );
  return { rules, otherwise: /ternary\(\s*item\.key\s*,\s*'([^']+)'\s*\)/.exec(key)?.[1] };
}

/** One play for each old name, whose only task puts its hosts into the new group. */
function legacyGroups(plays: Value | undefined): readonly GroupRule[] {
  return (Array.isArray(plays) ? plays : []).flatMap((play) => {
    const hosts = entry(play, "hosts");
    const group = flatTasks(entry(play, "tasks")).map((task) => entry(task.get("group_by"), "key"))[0];
    return typeof hosts === "string" && typeof group === "string" && !group.includes("{{") ? [{ group, anyOf: [hosts] }] : [];
  });
}

function readDownloadRules(fs: FileSystem, root: FilePath, known: DownloadRules): DownloadRules {
  const role = `${root}/roles/download`;
  const task = flatTasks(load(fs, `${role}/tasks/main.yml`)).find((one) => typeof one.get("loop") === "string");
  const loop = task?.get("loop");
  const when = texts(task?.get("when"));
  const checksum = /^\s+checksum: (.*)$/m.exec(read(fs, `${role}/tasks/download_file.yml`) ?? "")?.[1];
  const checksumText = checksum === undefined ? undefined : loadText(checksum);
  return {
    loop: typeof loop === "string" ? loop : known.loop,
    conditions: when.length > 0 ? when.map(conditionOf) : known.conditions,
    checksum: typeof checksumText === "string" ? checksumText : known.checksum,
    kubeadm: readKubeadm(fs, role, known.kubeadm),
    etcdSwitch: hasTasks(fs, root) ? readEtcdSwitch(fs, root, known) : known.etcdSwitch,
  };
}

function conditionOf(when: string): SelectionCondition {
  if (when.includes("skip_downloads")) return { when, asks: "skip-downloads" };
  if (when === "download.enabled") return { when, asks: "enabled" };
  if (when === "item.value.enabled") return { when, asks: "item-enabled" };
  if (when.includes("download_container")) return { when, asks: "containers" };
  return { when, asks: when.includes("download.groups") ? "groups" : "other" };
}

/** The template is YAML with Jinja2 in it: the lines that matter are found by their keys. */
function readKubeadm(fs: FileSystem, role: FilePath, known: KubeadmRules): KubeadmRules {
  const template = read(fs, `${role}/templates/kubeadm-images.yaml.j2`);
  if (template === undefined) return known;
  const top = (key: string) => new RegExp(`^${key}: *(.*\\{\\{.*\\}\\}.*?) *$`, "m").exec(template)?.[1];
  const expressions = [...template.matchAll(/^\s*(?:criSocket|apiVersion|imageRepository|imageTag): .*?\{\{ *(\w+)/gm)].map(
    (match) => match[1] as string,
  );
  const repository = top("imageRepository");
  const own = [repository, "{{ etcd_image_repo }}", "{{ etcd_image_tag }}"].map((text) => /\{\{ *(\w+)/.exec(text ?? "")?.[1]);
  const tasks = flatTasks(load(fs, `${role}/tasks/prep_kubeadm_images.yml`));
  const image = tasks.map((task) => entry(moduleOf(task, "set_fact"), "kubeadm_image")).find(Boolean);
  const groups = entry(entry(image, "value"), "groups");
  return {
    repository: repository ?? known.repository,
    version: top("kubernetesVersion") ?? known.version,
    localEtcd: /\{% *if (.+?) *%\}\s*\n\s*local:/.exec(template)?.[1] ?? known.localEtcd,
    alsoUses: [...new Set(expressions)].filter((name) => !own.includes(name)),
    groups: typeof groups === "string" ? groups : Array.isArray(groups) ? texts(groups) : known.groups,
  };
}

function hasTasks(fs: FileSystem, root: FilePath): boolean {
  return fs.kind(`${root}/roles/download/tasks/main.yml`) === "file";
}

/** The only set_fact of the defaults role that is about downloads. */
function readEtcdSwitch(fs: FileSystem, root: FilePath, known: DownloadRules): DownloadRules["etcdSwitch"] {
  for (const role of ["kubespray_defaults", "kubespray-defaults"]) {
    const main = taskPath(fs, `${root}/roles/${role}`);
    for (const task of main === undefined ? [] : flatTasks(load(fs, main))) {
      const to = entry(moduleOf(task, "set_fact"), "etcd_deployment_type");
      const when = texts(task.get("when"));
      if (typeof to === "string" && when.length === 1) return { when: when[0] as string, sets: "etcd_deployment_type", to };
      if (to !== undefined) return known.etcdSwitch;
    }
  }
  return undefined;
}

/** All tasks of a list of tasks or plays, those in blocks and plays included. */
function flatTasks(value: Value | undefined, depth = 0): readonly PyDict[] {
  if (!Array.isArray(value) || depth > 20) return [];
  return value.flatMap((item) => {
    if (!(item instanceof PyDict)) return [];
    const inner = ["block", "rescue", "always", "tasks"].flatMap((key) => flatTasks(item.get(key), depth + 1));
    return [item, ...inner];
  });
}

function texts(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function read(fs: FileSystem, path: FilePath): string | undefined {
  const result = fs.read(path);
  return result.ok ? result.text : undefined;
}

function load(fs: FileSystem, path: FilePath): Value | undefined {
  const text = read(fs, path);
  return text === undefined ? undefined : loadText(text);
}

/** undefined for what is no YAML. */
function loadText(text: string): Value | undefined {
  const loaded = loadYaml(text, { json: false });
  return loaded.ok ? loaded.value : undefined;
}
