import type { Definition } from "../../ansible/model";
import { type FilePath, type FileSystem, whyNotRead } from "../../files/fileSystem";
import { join } from "../../files/paths";
import type { Model } from "../../kubespray/model";
import { repr } from "../../python/text";
import type { Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import { parseImage } from "../imageMapping";
import type { ManifestRequest, Note } from "../manifest";
import { type MirrorVariable, mirrorVariables, RUNTIMES, type Runtime } from "./mirrorVariables";
import { hostOf, type MirrorSettings, nodeSettings } from "./nodeSettings";
import { DOCKER, nerdctl } from "./texts";
import { isWritable, varsYaml } from "./varsYaml";

/**
 * The variables that make the hosts of this inventory use the mirrors, in the words of this release, and the proof: the inventory is
 * resolved with them in place, and whatever does not come out as it was meant is told with the line that stands against it.
 */
export interface NodeVars {
  readonly values: ReadonlyMap<string, Value>;
  /** Where they go: below the inventory's folder. */
  readonly path: string;
  readonly notes: readonly Note[];
  readonly gaps: readonly Problem[];
}

/** Of the file of their own, below the inventory's folder. */
export const OWN_PATH = "group_vars/all/registry-mirrors.yml";

export function nodeVars(request: ManifestRequest, settings: MirrorSettings): NodeVars {
  const { model, fs } = request;
  const notes: Note[] = [];
  const gaps: Problem[] = [];
  const gap = (code: string, message: string, definition?: Definition) =>
    gaps.push({
      severity: "error",
      code,
      message,
      ...(definition?.file !== undefined && { file: definition.file }),
      ...(definition?.line !== undefined && { line: definition.line }),
    });
  const known = model.kubespray === undefined ? new Map<Runtime, MirrorVariable>() : mirrorVariables(fs, model.kubespray.root);
  const values = new Map<string, Value>();
  for (const [runtime, hosts] of hostsByRuntime(model, gap)) {
    const variable = known.get(runtime);
    if (variable === undefined) {
      gap(
        "runtime-without-rules",
        `the tree does not say how ${runtime} is told of mirrors (roles/container-engine, with tasks and templates, is not all in it): ${hosts.join(", ")} are not configured`,
      );
      continue;
    }
    const [first = ""] = hosts;
    const before = (host: string) => (name: string) => {
      const found = valueBefore(model, host, name, runtime);
      if (found.problem !== undefined)
        gap("not-kept", `what ${name} holds on ${host} is not in the file: ${found.problem}`, found.definition);
      return found.value;
    };
    const made = nodeSettings(variable, settings, before(first));
    for (const [name, value] of made.values) values.set(name, value);
    for (const host of hosts.slice(1)) {
      const own = nodeSettings(variable, settings, before(host));
      const differing = [...made.values].find(([name, value]) => repr(own.values.get(name) ?? null) !== repr(value));
      if (differing !== undefined) {
        const [name] = differing;
        gap(
          "hosts-differ",
          `${name} differs between ${first} and ${host}: the file holds what ${first} has`,
          model.definitions(host, name)[0],
        );
        break;
      }
    }
    if (made.cannotSkip) notes.push(cannotSkip(runtime));
    if (variable.shape === "endpoints") notes.push(...endpointNotes(model, first, variable.name));
    if (variable.shape === "addresses" && settings.origins.some(({ registry }) => registry !== "docker.io")) {
      for (const host of hosts) for (const [name, value] of repositories(model, host, settings)) values.set(name, value);
      notes.push({ severity: "info", message: DOCKER });
    }
  }
  const { path, ...placed } = place(model, fs, varsYaml(values));
  const shown = placed.notes;
  if (values.size > 0 && placed.texts.size > 0) prove(request, request.variant(placed.texts), values, settings, gap);
  return { values, path, notes: [...notes, ...shown], gaps: unique(gaps) };
}

type Gap = (code: string, message: string, definition?: Definition) => void;

function hostsByRuntime(model: Model, gap: Gap): ReadonlyMap<Runtime, readonly string[]> {
  const found = new Map<Runtime, string[]>();
  for (const host of hostsInPlay(model)) {
    const resolved = model.resolve(host, "container_manager");
    const runtime = resolved.state === "known" ? RUNTIMES.find((one) => one === resolved.value) : undefined;
    if (runtime !== undefined) found.set(runtime, [...(found.get(runtime) ?? []), host]);
    else {
      const why =
        resolved.state === "known" ? `it is ${repr(resolved.value)}` : resolved.state === "unknown" ? resolved.reason : resolved.message;
      gap("runtime-unknown", `container_manager of ${host} is not one that mirrors can be set for: ${why}`, resolved.trace[0]);
    }
  }
  return found;
}

function hostsInPlay(model: Model): readonly string[] {
  return model.hosts.filter((host) => model.groupsOf(host).some((group) => group === "k8s_cluster" || group === "etcd"));
}

interface Before {
  readonly value: Value | undefined;
  readonly problem?: string;
  readonly definition?: Definition | undefined;
}

/** What a host has now; where only the role that reads the variable has a default, that one, for setting the variable takes its place. */
function valueBefore(model: Model, host: string, name: string, runtime: Runtime): Before {
  let resolved = model.resolve(host, name);
  if (resolved.state === "undefined" && resolved.trace.length === 0) {
    const role = { containerd: "container-engine/containerd", crio: "container-engine/cri-o", docker: "container-engine/docker" }[runtime];
    const definition = model.catalog.definitions(name).find((one) => one.owner === role && one.layer === "role-defaults");
    if (definition === undefined) return { value: undefined };
    resolved = model.evaluate(host, definition.raw());
  }
  const [definition] = resolved.trace;
  switch (resolved.state) {
    case "known":
      return isWritable(resolved.value)
        ? { value: resolved.value }
        : { value: undefined, problem: "it is no value that YAML can hold", definition };
    case "unknown":
      return { value: undefined, problem: resolved.reason, definition };
    case "undefined":
    case "failed":
      return { value: undefined, problem: resolved.message, definition };
  }
}

function cannotSkip(runtime: Runtime): Note {
  return {
    severity: "warning",
    message: {
      en: `the tree does not say how ${runtime} is told to take a certificate unseen: give the nodes the CA (generate registry-ca)`,
      zh: `kubespray 目录中没有让 ${runtime} 跳过证书校验的方法：请把 CA 装到节点上（generate registry-ca）`,
    },
  };
}

/** Where the mirrors stand in config.toml alone. */
function endpointNotes(model: Model, host: string, name: string): readonly Note[] {
  const text = (variable: string) => {
    const resolved = model.resolve(host, variable);
    return resolved.state === "known" ? resolved.value : undefined;
  };
  const notes: Note[] = [];
  if (text("image_command_tool") === "nerdctl" && text("download_container") !== false)
    notes.push({ severity: "warning", message: nerdctl(name) });
  if (text("containerd_use_config_path") === true) {
    notes.push({
      severity: "warning",
      message: {
        en: `containerd_use_config_path is set: this release then passes ${name} over; unset it`,
        zh: `已设置 containerd_use_config_path：该版本会因此忽略 ${name}，请取消设置`,
      },
    });
  }
  return notes;
}

/** The variables that name an origin and nothing else (kube_image_repo, quay_image_repo, ...): from them kubespray makes its images' names. */
function repositories(model: Model, host: string, settings: MirrorSettings): readonly (readonly [string, Value])[] {
  return model.variables(host).flatMap((name) => {
    if (!name.endsWith("_image_repo")) return [];
    const raw = model.definitions(host, name)[0]?.raw();
    const origin = settings.origins.find(({ registry }) => registry === raw && registry !== "docker.io");
    return origin === undefined ? [] : [[name, hostOf(origin, settings)] as const];
  });
}

interface Placed {
  readonly path: string;
  /** The inventory's files as they would be. */
  readonly texts: ReadonlyMap<FilePath, string>;
  readonly notes: readonly Note[];
}

/** Beside a file group_vars/all.yml a new folder group_vars/all would take it out of play (ansible/parsing/dataloader.py, find_vars_files). */
function place({ inventory: { folder } }: Model, fs: FileSystem, text: string): Placed {
  const single = ["all", "all.yml", "all.yaml", "all.json"].find((name) => fs.kind(join(folder, "group_vars", name)) !== undefined);
  const beside = { path: OWN_PATH, texts: new Map([[join(folder, OWN_PATH), text]]), notes: [] };
  if (single === undefined || fs.kind(join(folder, "group_vars", single)) === "directory") return beside;
  const path = `group_vars/${single}`;
  const file = join(folder, path);
  const read = fs.read(file);
  const note: Note = {
    severity: "warning",
    message: {
      en: `add the lines of registry-mirrors.yml to ${path}${read.ok ? "" : ` (${whyNotRead(read)})`}: beside a folder group_vars/all Ansible would no longer read ${path}`,
      zh: `请把 registry-mirrors.yml 的内容加入 ${path}：如果新建目录 group_vars/all，Ansible 就不再读取 ${path}`,
    },
    file,
  };
  return { path, texts: read.ok ? new Map([[file, `${read.text.trimEnd()}\n${text}`]]) : new Map(), notes: [note] };
}

function prove(request: ManifestRequest, after: Model, values: ReadonlyMap<string, Value>, settings: MirrorSettings, gap: Gap): void {
  const { display } = request;
  for (const host of hostsInPlay(after)) {
    for (const [name, value] of values) {
      const resolved = after.resolve(host, name);
      if (resolved.state === "known" && repr(resolved.value) === repr(value)) continue;
      const winner = after.definitions(host, name)[0];
      const where = winner?.file === undefined ? "" : ` (${display(winner.file)}${winner.line === undefined ? "" : `:${winner.line}`})`;
      gap(
        "not-effective",
        `${name} stays as it is on ${host}: a stronger definition stands against it${where}; write the value there`,
        winner,
      );
    }
    const manager = after.resolve(host, "container_manager");
    if (manager.state !== "known" || manager.value !== "docker") continue;
    const mirrored = new Set(["docker.io", ...settings.origins.map((origin) => hostOf(origin, settings))]);
    for (const { text, definition } of after.lists({ host }).images) {
      const registry = parseImage(text)?.registry;
      if (registry !== undefined && !mirrored.has(registry))
        gap("not-mirrored", `docker on ${host} pulls ${text} from its origin: no variable names ${registry} alone`, definition);
    }
  }
}

function unique(gaps: readonly Problem[]): readonly Problem[] {
  return [...new Map(gaps.map((one) => [one.message, one])).values()];
}
