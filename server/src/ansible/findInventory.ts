import type { FilePath, FileSystem } from "../files/fileSystem";
import { baseName, extensionOf, folderOf, isAbsolute, join } from "../files/paths";
import type { Generation } from "../jinja/context";
import type { Problem } from "../text/problem";
import { type AnsibleCfg, DEFAULT_CFG } from "./ansibleCfg";
import { ignoredSource } from "./inventory/ignoredSource";
import type { Inventory } from "./inventory/inventory";
import { InventoryBuilder } from "./inventory/inventoryBuilder";
import { readInventory } from "./inventory/readInventory";

/** Which hosts file people mean by a path, and what stands in where there is none. */

export interface FindInventoryOptions {
  readonly files: FileSystem;
  readonly generation: Generation;
  readonly cfg?: AnsibleCfg;
  /** The groups that get a host each where no hosts file can be used, with the groups that they belong to. */
  readonly imaginaryGroups: readonly ImaginaryGroup[];
}

export interface ImaginaryGroup {
  readonly name: string;
  readonly within?: readonly string[];
}

export interface FoundInventory {
  readonly inventory: Inventory;
  /** The hosts file; undefined for a list of hosts and where there is none. */
  readonly file: FilePath | undefined;
  /** Where group_vars and host_vars are looked for. */
  readonly folder: FilePath;
  /** Set where the hosts are made up: why no hosts file could be used. */
  readonly imaginary: string | undefined;
  /** Hosts files of the folder that could be used instead. */
  readonly others: readonly FilePath[];
  /** Those of the inventory included. */
  readonly problems: readonly Problem[];
}

/** Names by which people call their hosts file, most usual first. */
export const USUAL_NAMES: readonly string[] = [
  "hosts.yaml",
  "inventory.ini",
  "hosts.yml",
  "inventory.yaml",
  "inventory.yml",
  "hosts",
  "hosts.ini",
  "cluster.ini",
  "inventory",
];
const POSSIBLE_EXTENSIONS = ["", ".ini", ".yaml", ".yml", ".json"];
/** Files of one folder that are tried as hosts files. */
const MAXIMUM_TRIED = 60;

/**
 * The one hosts file that a path stands for, and its hosts. Of a folder one file is taken, not all as Ansible would: in the folders that
 * kubespray's users have, that would read what is none and pass over `.ini`. A file with hosts is preferred. Where there is none, hosts are
 * made up, so that all questions have an answer. Never throws.
 */
export function findInventory(source: string, options: FindInventoryOptions): FoundInventory {
  const path = source as FilePath;
  const kind = options.files.kind(path);
  // A path that was made absolute is no list: `h1,h2` would have become /folder/h1 and h2.
  if (kind === undefined && source.includes(",") && !isAbsolute(source)) return hostList(source, options);
  if (kind === "directory") return inFolder(path, options);
  if (kind === undefined) {
    const why = `There is no file or folder ${path}.`;
    return imagined(options, folderOf(path), undefined, why, [
      problem("inventory-missing", `${why} Give the path of a hosts file or of its folder.`, path),
    ]);
  }
  return fromFile(path, [], options);
}

function hostList(source: string, options: FindInventoryOptions): FoundInventory {
  const inventory = readInventory([source], options);
  return { inventory, file: undefined, folder: "." as FilePath, imaginary: undefined, others: [], problems: inventory.problems };
}

interface Tried {
  readonly file: FilePath;
  readonly inventory: Inventory;
  readonly hasHosts: boolean;
}

function inFolder(folder: FilePath, options: FindInventoryOptions): FoundInventory {
  const listed = options.files.list(folder);
  if (listed === undefined) {
    const why = `The folder ${folder} cannot be read.`;
    return imagined(options, folder, undefined, why, [problem("inventory-unreadable", `${why} Check its permissions.`, folder)]);
  }
  const names = listed.filter((entry) => entry.kind === "file").map((entry) => entry.name);
  const usual = USUAL_NAMES.filter((name) => names.includes(name));
  const usable = usual.map((name) => tryFile(join(folder, name), options)).filter((tried) => tried.hasHosts);
  const clusters = usable.filter((tried) => hasRoles(tried.inventory, options));
  // Other names count only where they hold hosts: any YAML file could stand here.
  const rest = clusters.length > 0 ? [] : possibleNames(names, options).map((name) => tryFile(join(folder, name), options));
  const fits = usable.length > 0 ? hasRoles : isCluster;
  const found = [...clusters, ...rest.filter((tried) => tried.hasHosts && fits(tried.inventory, options))];
  const [chosen, ...others] = [...found, ...usable.filter((tried) => !found.includes(tried))];
  if (chosen !== undefined) return fromTried(chosen, others);
  const first = usual[0];
  if (first !== undefined)
    return fromFile(
      join(folder, first),
      usual.slice(1).map((name) => join(folder, name)),
      options,
    );
  const below = listed
    .filter(
      (entry) => entry.kind === "directory" && USUAL_NAMES.some((name) => options.files.kind(join(folder, entry.name, name)) === "file"),
    )
    .map((entry) => entry.name);
  const own = below.filter((name) => name !== "sample" && name !== "local");
  if (own.length === 1) return inFolder(join(folder, own[0] as string), options);
  const why = `No hosts file was found in ${folder}.`;
  const remedy =
    below.length > 0 ? `Give one of its folders: ${below.slice(0, 5).join(", ")}.` : `Add one, such as ${join(folder, "hosts.yaml")}.`;
  return imagined(options, folder, undefined, why, [problem("inventory-missing", `${why} ${remedy}`, folder)]);
}

function tryFile(file: FilePath, options: FindInventoryOptions): Tried {
  const inventory = readInventory([file], options);
  return { file, inventory, hasHosts: inventory.hosts.size > 0 && inventory.sources[0]?.state === "parsed" };
}

function possibleNames(names: readonly string[], { cfg, generation }: FindInventoryOptions): readonly string[] {
  const possible = names.filter((name) => !USUAL_NAMES.includes(name) && POSSIBLE_EXTENSIONS.includes(extensionOf(name)));
  // `.ini` may be passed over in a folder, but not where the file is taken by itself.
  const ignored = (name: string) => extensionOf(name) !== ".ini" && ignoredSource(name, cfg ?? DEFAULT_CFG, generation);
  return possible.filter((name) => !name.startsWith(".") && !ignored(name)).slice(0, MAXIMUM_TRIED);
}

function isCluster(inventory: Inventory, options: FindInventoryOptions): boolean {
  return hasRoles(inventory, options) || (inventory.hosts.size > 0 && inventory.groups.size > 2);
}

/** A file that also lists other machines is beside many clusters: one with hosts in kubespray's groups comes before it. */
function hasRoles(inventory: Inventory, { imaginaryGroups }: FindInventoryOptions): boolean {
  return imaginaryGroups.some((group) => inventory.hostsOf(group.name).length > 0);
}

function fromTried({ file, inventory }: Tried, others: readonly Tried[]): FoundInventory {
  const names = others.map((other) => other.file);
  const message = `The hosts are those of ${baseName(file)}; ${names.map(baseName).join(", ")} beside it ${names.length === 1 ? "has" : "have"} hosts as well. Give the file itself to choose.`;
  const choice: Problem[] = names.length > 0 ? [{ severity: "info", code: "inventory-choice", message, file }] : [];
  return { inventory, file, folder: folderOf(file), imaginary: undefined, others: names, problems: [...inventory.problems, ...choice] };
}

function fromFile(file: FilePath, others: readonly FilePath[], options: FindInventoryOptions): FoundInventory {
  const { inventory, hasHosts } = tryFile(file, options);
  if (hasHosts) return { inventory, file, folder: folderOf(file), imaginary: undefined, others, problems: inventory.problems };
  const source = inventory.sources[0];
  const line = source?.line === undefined ? "" : `:${source.line}`;
  const why =
    source?.state === "parsed"
      ? `${baseName(file)} has no hosts.`
      : source?.state === "rejected"
        ? `Ansible refuses ${baseName(file)}${line}: ${source.reason?.replace(/\.$/, "")}.`
        : `${baseName(file)} gives no hosts: ${source?.reason}`;
  const base = source?.state === "parsed" ? inventory : undefined;
  return { ...imagined(options, folderOf(file), base, why, inventory.problems, inventory), file, others };
}

/** An inventory with one made-up host in each group. Groups and variables of a hosts file without hosts are kept. */
function imagined(
  options: FindInventoryOptions,
  folder: FilePath,
  base: Inventory | undefined,
  why: string,
  problems: readonly Problem[],
  read?: Inventory,
): FoundInventory {
  const builder = base === undefined ? new InventoryBuilder() : InventoryBuilder.from(base);
  for (const { name, within } of options.imaginaryGroups) {
    builder.addGroup(name);
    const host = `imaginary-${name.replaceAll("_", "-")}`;
    builder.addHost(host, name, undefined, { name: folder, folder });
    for (const parent of within ?? []) {
      builder.addGroup(parent);
      if (!builder.isIn(host, parent)) builder.addHost(host, parent, undefined, { name: folder, folder });
    }
  }
  builder.reconcile();
  // Why is said already, where it is an error.
  const told = problems.length > 0;
  const message = `${told ? "No hosts are known." : why} One imaginary host in each group of kubespray stands in.`;
  const said: Problem = { severity: "warning", code: "inventory-imaginary", message, file: folder };
  const all = [...problems, said];
  return { inventory: builder.build(read?.sources ?? [], all), file: undefined, folder, imaginary: why, others: [], problems: all };
}

function problem(code: string, message: string, file: FilePath): Problem {
  return { severity: "error", code, message, file };
}
