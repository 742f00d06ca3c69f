import type { FilePath, FileSystem } from "../../files/fileSystem";
import { extensionOf, join } from "../../files/paths";
import { roleFiles } from "../../kubespray/roleFiles";
import { PyDict, type Value } from "../../python/values";
import { loadText } from "../../yaml/loadText";

/**
 * Which variables of this release's roles/container-engine say where registries are mirrored, and in which shape: read off the tasks and
 * templates that use them, for names and shapes have changed with nearly every release (containerd_registries, a map;
 * containerd_insecure_registries, a list, then two kinds of map; containerd_registries_mirrors; crio_registries_mirrors; crio_registries).
 */
export type MirrorVariables = ReadonlyMap<Runtime, MirrorVariable>;

export const RUNTIMES = ["containerd", "crio", "docker"] as const;
/** As the variable container_manager calls them. */
export type Runtime = (typeof RUNTIMES)[number];

export type MirrorVariable =
  /** A list of `{prefix, mirrors: [..]}`: one file for each item, written by a loop over the variable from a template that goes through `item.mirrors`. */
  | {
      readonly shape: "items";
      readonly name: string;
      /** What the template reads of an item: prefix, location, ... */
      readonly itemFields: ReadonlySet<string>;
      /** What it reads of a mirror: host and capabilities, or location, ... */
      readonly mirrorFields: ReadonlySet<string>;
    }
  /** A map of registry to its endpoints, in containerd's config.toml. */
  | { readonly shape: "endpoints"; readonly name: string; readonly insecure: InsecureVariable | undefined }
  /** A list of addresses that stand for docker.io alone: docker mirrors no other. */
  | { readonly shape: "addresses"; readonly name: string; readonly insecure: InsecureVariable | undefined };

/** The variable of the registries whose certificate is not asked for. */
export interface InsecureVariable {
  readonly name: string;
  /** `hosts`: a list. Else a map whose name or value, or the host within its value, is looked up as the mirror's host. */
  readonly shape: "hosts" | "by-key" | "by-value" | "by-value-host";
}

const FOLDERS: Readonly<Record<Runtime, string>> = { containerd: "containerd", crio: "cri-o", docker: "docker" };

/** Runtimes whose role is not in the tree, or says nothing of mirrors in a way that is known here, are left out. */
export function mirrorVariables(fs: FileSystem, root: FilePath): MirrorVariables {
  const found = new Map<Runtime, MirrorVariable>();
  for (const runtime of RUNTIMES) {
    const role = join(root, "roles/container-engine", FOLDERS[runtime]);
    const templates = textsIn(fs, join(role, "templates"), [".j2"]);
    const tasks = textsIn(fs, join(role, "tasks"), [".yml", ".yaml"]);
    const variable =
      itemsVariable(templates, tasks) ??
      endpointsVariable(templates) ??
      addressesVariable(templates) ??
      (templates.size === 0 ? byDefault(fs, join(root, "roles"), `container-engine/${FOLDERS[runtime]}`) : undefined);
    if (variable !== undefined) found.set(runtime, variable);
  }
  return found;
}

type Texts = ReadonlyMap<string, string>;

function textsIn(fs: FileSystem, folder: FilePath, endings: readonly string[]): Texts {
  const texts = new Map<string, string>();
  for (const { name, kind } of fs.list(folder) ?? []) {
    if (kind !== "file" || !endings.includes(extensionOf(name))) continue;
    const read = fs.read(join(folder, name));
    if (read.ok) texts.set(name, read.text);
  }
  return texts;
}

function itemsVariable(templates: Texts, tasks: Texts): MirrorVariable | undefined {
  for (const [file, text] of templates) {
    const mirror = /\{%-?\s*for\s+(\w+)\s+in\s+item\.mirrors\b/.exec(text)?.[1];
    if (mirror === undefined) continue;
    const name = [...tasks.values()].map((task) => loopOver(task, file)).find((one) => one !== undefined);
    if (name !== undefined) return { shape: "items", name, itemFields: fields(text, "item"), mirrorFields: fields(text, mirror) };
  }
  return undefined;
}

function fields(text: string, variable: string): ReadonlySet<string> {
  return new Set([...text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, "g"))].map(([, field]) => field as string));
}

/** The variable that a task loops over to write a template. */
function loopOver(tasks: string, template: string): string | undefined {
  const loaded = loadText(tasks);
  return loaded.ok ? search(loaded.value, template, 0) : undefined;
}

const MODULES = ["template", "ansible.builtin.template"];
const LOOPS = ["loop", "with_items", "with_list"];

function search(value: Value, template: string, depth: number): string | undefined {
  if (depth > 20) return undefined;
  if (Array.isArray(value)) return value.map((one) => search(one, template, depth + 1)).find((one) => one !== undefined);
  if (!(value instanceof PyDict)) return undefined;
  const module = MODULES.map((name) => value.get(name)).find((one) => one instanceof PyDict);
  if (module instanceof PyDict && module.get("src") === template) {
    const loop = LOOPS.map((name) => value.get(name)).find((one) => typeof one === "string");
    return typeof loop === "string" ? /^\{\{\s*(\w+)\s*\}\}$/.exec(loop)?.[1] : undefined;
  }
  return [...value.values()].map((one) => search(one, template, depth + 1)).find((one) => one !== undefined);
}

interface Loop {
  /** `registry, addr` */
  readonly names: readonly string[];
  readonly over: string;
  /** What follows the name: `.items()`, `.values() | flatten`, nothing. */
  readonly access: string;
  readonly body: string;
}

function loopsOf(text: string): readonly Loop[] {
  const found: Loop[] = [];
  for (const match of text.matchAll(/\{%-?\s*for\s+([\w\s,]{1,80}?)\s+in\s+(\w+)([^%]{0,200}?)-?%\}/g)) {
    const rest = text.slice(match.index + match[0].length);
    const end = rest.search(/\{%-?\s*endfor\b/);
    const [, names = "", over = "", access = ""] = match;
    found.push({
      names: names.split(",").map((name) => name.trim()),
      over,
      access: access.trim(),
      body: end < 0 ? "" : rest.slice(0, end),
    });
  }
  return found;
}

function endpointsVariable(templates: Texts): MirrorVariable | undefined {
  for (const text of templates.values()) {
    const loops = loopsOf(text);
    const mirrors = loops.find(
      ({ names, access, body }) => names.length === 2 && access.startsWith(".items()") && /\bendpoint\s*=/.test(body),
    );
    if (mirrors === undefined || /insecure_skip_verify/.test(mirrors.body)) continue;
    const insecure = loops.map(insecureOf).find((one) => one !== undefined);
    return { shape: "endpoints", name: mirrors.over, insecure };
  }
  return undefined;
}

/** containerd looks for the settings of a host under `registry.configs."HOST".tls`: what the loop writes there decides what is expected. */
function insecureOf({ names, over, access, body }: Loop): InsecureVariable | undefined {
  if (!/insecure_skip_verify/.test(body)) return undefined;
  const [, written = "", filter = ""] = /configs\."\{\{\s*(\w+)\s*(?:\|([^}]*))?\}\}"\.tls/.exec(body) ?? [];
  if (written === "") return undefined;
  if (access === "") return names.length === 1 && written === names[0] ? { name: over, shape: "hosts" } : undefined;
  const isKey = access.startsWith(".items()") && written === names[0];
  if (isKey) return { name: over, shape: "by-key" };
  if (!access.startsWith(".items()") && !access.startsWith(".values()")) return undefined;
  return { name: over, shape: /urlsplit/.test(filter) ? "by-value-host" : "by-value" };
}

function addressesVariable(templates: Texts): MirrorVariable | undefined {
  for (const text of templates.values()) {
    const loops = loopsOf(text);
    const mirrors = loops.find(({ names, access, body }) => names.length === 1 && access === "" && /--registry-mirror=/.test(body));
    if (mirrors === undefined) continue;
    const insecure = loops.find(({ names, access, body }) => names.length === 1 && access === "" && /--insecure-registry=/.test(body));
    return { shape: "addresses", name: mirrors.over, insecure: insecure && { name: insecure.over, shape: "hosts" } };
  }
  return undefined;
}

/** A tree that was trimmed to its variables has no templates: there a default that is not empty shows what the role expects. */
function byDefault(fs: FileSystem, roles: FilePath, role: string): MirrorVariable | undefined {
  const defaults = roleFiles(fs, roles, role, "defaults").flatMap((file) => {
    const read = fs.read(file);
    const loaded = read.ok ? loadText(read.text) : undefined;
    return loaded?.ok && loaded.value instanceof PyDict ? [...loaded.value.entries()] : [];
  });
  for (const [name, value] of defaults) {
    const item = Array.isArray(value) ? value[0] : undefined;
    const mirrors = item instanceof PyDict && item.has("prefix") ? item.get("mirrors") : undefined;
    const mirror = Array.isArray(mirrors) ? mirrors[0] : undefined;
    if (typeof name !== "string" || !(item instanceof PyDict) || !(mirror instanceof PyDict)) continue;
    return { shape: "items", name, itemFields: keysOf(item), mirrorFields: keysOf(mirror) };
  }
  const isUrl = (value: Value) => typeof value === "string" && /^https?:\/\//.test(value);
  const map = defaults.find(
    ([name, value]) => /registr/.test(String(name)) && value instanceof PyDict && value.size > 0 && [...value.values()].every(isUrl),
  );
  return map === undefined ? undefined : { shape: "endpoints", name: String(map[0]), insecure: undefined };
}

function keysOf(dict: PyDict): ReadonlySet<string> {
  return new Set([...dict.keys()].map(String));
}
