import { type FilePath, type FileSystem, whyNotRead } from "../../files/fileSystem";
import { extensionOf, folderOf, isAbsolute, join } from "../../files/paths";
import type { Generation } from "../../jinja/context";
import { Failure } from "../../python/failure";
import type { Problem } from "../../text/problem";
import { type AnsibleCfg, DEFAULT_CFG } from "../ansibleCfg";
import { notUtf8 } from "../notUtf8";
import { applyDocument } from "./applyDocument";
import { splitPort } from "./hostAddress";
import { ignoredSource } from "./ignoredSource";
import { parseIniInventory } from "./iniInventory";
import type { Inventory, InventorySource } from "./inventory";
import { InventoryBuilder } from "./inventoryBuilder";
import type { InventoryDocument, Rejection } from "./inventoryDocument";
import { safeGroupName } from "./safeGroupName";
import { parseYamlInventory } from "./yamlInventory";

export interface InventoryOptions {
  readonly files: FileSystem;
  readonly generation: Generation;
  readonly cfg?: AnsibleCfg;
}

/**
 * The hosts and groups of several sources (`-i`), one after the other into one inventory, as ansible/inventory/manager.py does
 * (parse_sources): each a hosts file, a folder of them, or a list such as `host1,host2`. Scripts and plugins are not run. Never throws.
 */
export function readInventory(sources: readonly string[], options: InventoryOptions): Inventory {
  return new InventoryReader(options).read(sources);
}

/** Files that a folder given as inventory may hold, in all. */
const MAXIMUM_SOURCES = 2000;
const MAXIMUM_DEPTH = 20;
const YAML_EXTENSIONS = ["", ".yaml", ".yml", ".json"];

class InventoryReader {
  readonly #builder: InventoryBuilder;
  readonly #sources: InventorySource[] = [];
  readonly #problems: Problem[] = [];
  readonly #cfg: AnsibleCfg;
  readonly #groupName: ((name: string) => string) | undefined;

  constructor(private readonly options: InventoryOptions) {
    this.#cfg = options.cfg ?? DEFAULT_CFG;
    this.#groupName = this.#cfg.safeGroupNames ? safeGroupName : undefined;
    this.#builder = new InventoryBuilder({
      mergeHashes: this.#cfg.hashBehaviour === "merge",
      ...(this.#groupName && { groupName: this.#groupName }),
    });
  }

  read(sources: readonly string[]): Inventory {
    for (const source of sources) {
      if (source.includes(",") && this.options.files.kind(source) === undefined) this.#hostList(source);
      else this.#path(source as FilePath, new Set(), 0);
    }
    try {
      this.#builder.reconcile();
    } catch (error) {
      this.#refuseAll(messageOf(error));
    }
    return this.#builder.build(this.#sources, this.#problems);
  }

  /** Ansible ends with an error where the sources cannot be put together. */
  #refuseAll(reason: string): void {
    for (const [i, source] of this.#sources.entries()) {
      if (source.state === "parsed") this.#sources[i] = { ...source, state: "rejected", reason };
    }
    const file = this.#sources.find((source) => source.file !== undefined)?.file;
    this.#problems.push({ severity: "error", code: "inventory-group", message: reason, ...(file !== undefined && { file }) });
  }

  #path(path: FilePath, above: ReadonlySet<FilePath>, depth: number): void {
    if (this.options.files.kind(path) !== "directory") {
      this.#file(path);
      return;
    }
    const real = this.options.files.real(path);
    if (above.has(real) || depth > MAXIMUM_DEPTH || this.#sources.length > MAXIMUM_SOURCES) {
      this.#problem(path, "inventory-folder", "This folder is not read as part of the inventory: it contains itself or too much.");
      return;
    }
    const listed = this.options.files.list(path);
    if (listed === undefined) {
      this.#unreadable(path, "The folder cannot be read.");
      return;
    }
    for (const entry of listed) {
      if (!ignoredSource(entry.name, this.#cfg, this.options.generation))
        this.#path(join(path, entry.name), new Set([...above, real]), depth + 1);
    }
  }

  /** The plugin host_list: commas and no such file. */
  #hostList(source: string): void {
    for (const part of source.split(",")) {
      const host = part.trim();
      if (host === "") continue;
      const { pattern, port } =
        host.includes("[") && !host.startsWith("[") ? { pattern: host, port: undefined } : splitPort(host, this.options.generation);
      if (!this.#builder.hasHost(pattern)) this.#builder.addHost(pattern, "ungrouped", port, { name: source, folder: undefined });
    }
    this.#sources.push({ name: source, state: "parsed", plugin: "host_list" });
  }

  #file(path: FilePath): void {
    const read = this.options.files.read(path);
    if (!read.ok) {
      this.#unreadable(path, `The hosts file cannot be used: ${whyNotRead(read)}.`);
      return;
    }
    const dynamic = this.#whyDynamic(path, read.text);
    if (dynamic !== undefined) this.#dynamic(path, dynamic);
    else this.#static(path, read.text, notUtf8(read));
  }

  #whyDynamic(path: FilePath, text: string): string | undefined {
    if (text.startsWith("$ANSIBLE_VAULT;")) return "The file is encrypted with Ansible Vault.";
    if (text.startsWith("#!")) return "The file is a script: Ansible would run it, this program does not.";
    if (extensionOf(path) === ".toml") return "The file is TOML, which this program does not read.";
    return undefined;
  }

  /** The plugins auto, yaml and ini, in Ansible's order; the first that takes the whole file is the one. */
  #static(path: FilePath, text: string, encoding: Problem | undefined): void {
    const { generation } = this.options;
    const options = { generation, ...(this.#groupName && { groupName: this.#groupName }) };
    const extension = extensionOf(path);
    const yaml = YAML_EXTENSIONS.includes(extension) ? parseYamlInventory(text, options) : undefined;
    if (yaml?.plugin !== undefined && (extension === ".yml" || extension === ".yaml")) {
      this.#dynamic(path, `The file configures the inventory plugin ${yaml.plugin}, which this program does not run.`);
      return;
    }
    if (yaml !== undefined && yaml.document.rejected === undefined) {
      if (encoding) this.#problems.push({ ...encoding, file: path });
      const rejected = this.#apply(path, yaml.document);
      if (rejected === undefined) this.#sources.push({ name: path, file: path, state: "parsed", plugin: "yaml" });
      else this.#rejected(path, "yaml", rejected);
      return;
    }
    const ini = parseIniInventory(text, options);
    if (yaml !== undefined && ini.rejected !== undefined && (yaml.isMapping || extension !== "")) {
      this.#apply(path, yaml.document);
      this.#rejected(path, "yaml", yaml.document.rejected as Rejection);
      return;
    }
    const rejected = this.#apply(path, ini) ?? ini.rejected;
    if (rejected === undefined) this.#sources.push({ name: path, file: path, state: "parsed", plugin: "ini" });
    else this.#rejected(path, "ini", ini.rejected ?? rejected);
  }

  #apply(path: FilePath, document: InventoryDocument): Rejection | undefined {
    for (const problem of document.problems) this.#problems.push({ ...problem, file: path });
    const applied = applyDocument(this.#builder, document, { name: path, folder: folderOf(path), file: path });
    for (const problem of applied.problems) this.#problems.push({ ...problem, file: path });
    return applied.rejected;
  }

  #rejected(path: FilePath, plugin: "ini" | "yaml", rejection: Rejection): void {
    this.#sources.push({ name: path, file: path, state: "rejected", plugin, reason: rejection.message, line: rejection.line });
  }

  #dynamic(path: FilePath, reason: string): void {
    this.#sources.push({ name: path, file: path, state: "dynamic", reason });
    this.#problem(
      path,
      "inventory-dynamic",
      `The hosts in this file are not known. ${reason} Give a hosts file with the same hosts in their groups instead.`,
      "warning",
    );
  }

  #unreadable(path: FilePath, reason: string): void {
    this.#sources.push({ name: path, file: path, state: "unreadable", reason });
    this.#problem(path, "inventory-unreadable", reason);
  }

  #problem(file: FilePath, code: string, message: string, severity: Problem["severity"] = "error"): void {
    this.#problems.push({ severity, code, message, file });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

/** The folder beside which group_vars and host_vars lie for a source: a folder itself, or the one that holds the file. */
export function sourceFolder(source: string, files: FileSystem): FilePath | undefined {
  if (files.kind(source) === "directory") return source as FilePath;
  if (source.includes(",") && files.kind(source) === undefined) return undefined;
  return isAbsolute(source) ? folderOf(source) : undefined;
}
