import type { FilePath, FileSystem } from "../files/fileSystem";
import { baseName, folderOf, isInside, join } from "../files/paths";
import type { Problem } from "../text/problem";
import { gitDirectory } from "./gitTag";

/**
 * Where the kubespray tree of an inventory is: named by a setting, around the inventory (it lies in a checkout), a submodule, a folder
 * beside it or above it, or an installed Ansible collection. A folder counts by what it holds, never by its name.
 */
export interface FoundTree {
  readonly root: FilePath;
  readonly how: "named" | "checkout" | "submodule" | "folder" | "collection";
}

export interface TreeSearch {
  readonly tree: FoundTree | undefined;
  /** Why there is none, or why a better candidate was passed over (an empty submodule); each with what to do. */
  readonly problems: readonly Problem[];
}

export interface TreeSearchOptions {
  /** From the setting or `--kubespray`: nothing else is tried. */
  readonly named?: FilePath;
  readonly inventory: FilePath;
  /** The search climbs no higher than these; without them it stops above the git work tree of the inventory. */
  readonly workspace?: readonly FilePath[];
  /** Folders that hold `ansible_collections`, beside those found on the way up. */
  readonly collections?: readonly FilePath[];
}

const DEFAULTS_ROLES = ["kubespray_defaults", "kubespray-defaults", "download"] as const;
const COLLECTION = "ansible_collections/kubernetes_sigs/kubespray";
/** Where repositories keep other people's code. */
const VENDOR_FOLDERS = ["vendor", "vendors", "third_party", "third-party", "external", "submodules", "modules", "deps", "lib", "ansible"];
const MOST_LEVELS = 12;
const MOST_FOLDERS = 1000;

/** The roles of a release are what the program reads: a folder without their defaults is no tree to it. */
export function isKubesprayTree(fs: FileSystem, folder: FilePath): boolean {
  return DEFAULTS_ROLES.some((role) => (fs.list(`${folder}/roles/${role}/defaults`) ?? []).length > 0);
}

export function findTree(fs: FileSystem, options: TreeSearchOptions): TreeSearch {
  if (options.named !== undefined) return namedTree(fs, options.named);
  const problems: Problem[] = [];
  for (const folder of levels(fs, options)) {
    const tree = treeAt(fs, folder, problems);
    if (tree) return { tree, problems };
  }
  for (const folder of options.collections ?? []) {
    const root = `${folder}/${COLLECTION}`;
    if (isKubesprayTree(fs, root)) return { tree: { root, how: "collection" }, problems };
  }
  if (problems.length === 0) {
    problems.push({
      severity: "error",
      code: "kubespray-not-found",
      message:
        "No kubespray tree was found around this inventory: name the folder of a kubespray checkout of the release that you use, or clone it beside the inventory.",
      file: options.inventory,
    });
  }
  return { tree: undefined, problems };
}

function namedTree(fs: FileSystem, named: FilePath): TreeSearch {
  if (isKubesprayTree(fs, named)) return { tree: { root: named, how: "named" }, problems: [] };
  const inside = `${named}/${COLLECTION}`;
  if (isKubesprayTree(fs, inside)) return { tree: { root: inside, how: "collection" }, problems: [] };
  return { tree: undefined, problems: [{ severity: "error", code: "kubespray-not-a-tree", message: whyNot(fs, named), file: named }] };
}

function whyNot(fs: FileSystem, folder: FilePath): string {
  const kind = fs.kind(folder);
  if (kind === undefined) return `There is no folder ${folder}: name the folder of a kubespray checkout.`;
  if (kind !== "directory") return `${folder} is no folder: name the folder of a kubespray checkout.`;
  const above = folderOf(folder);
  const entry = submodules(fs, above).find((module) => module.path === baseName(folder));
  const names = fs.list(folder);
  if (names === undefined) return `${folder} cannot be read: check its permissions.`;
  if (names.every(({ name }) => name === ".git")) {
    return entry || gitDirectory(fs, folder)
      ? `${folder} is a submodule that was not checked out: run "git submodule update --init ${baseName(folder)}" in ${above}.`
      : `${folder} is empty: check kubespray out there, for example with git clone.`;
  }
  return `${folder} is no kubespray tree: it has no defaults in roles/kubespray_defaults, roles/kubespray-defaults or roles/download. Name the root of a kubespray checkout.`;
}

/** From the inventory's folder upwards. */
function levels(fs: FileSystem, options: TreeSearchOptions): readonly FilePath[] {
  const out: FilePath[] = [];
  const roots = (options.workspace ?? []).filter((root) => isInside(options.inventory, root));
  let folder = fs.kind(options.inventory) === "directory" ? options.inventory : folderOf(options.inventory);
  let left = MOST_LEVELS;
  while (left-- > 0) {
    out.push(folder);
    const above = folderOf(folder);
    // What lies directly below the root of a disk belongs to no repository.
    if (above === folder || folderOf(above) === above || roots.includes(folder)) break;
    // Beside the repository is as far as a clone of kubespray is put.
    if (roots.length === 0 && gitDirectory(fs, folder)) left = Math.min(left, 1);
    folder = above;
  }
  return out;
}

function treeAt(fs: FileSystem, folder: FilePath, problems: Problem[]): FoundTree | undefined {
  if (isKubesprayTree(fs, folder)) return { root: folder, how: "checkout" };
  for (const module of submodules(fs, folder)) {
    const root = join(folder, module.path);
    if (isKubesprayTree(fs, root)) return { root, how: "submodule" };
    if (!/kubespray/i.test(`${module.path} ${module.url}`)) continue;
    problems.push({
      severity: "error",
      code: "kubespray-submodule-empty",
      message: `The submodule ${module.path} (${module.url}) is not checked out: run "git submodule update --init ${module.path}" in ${folder}.`,
      file: join(folder, ".gitmodules"),
    });
  }
  for (const path of [COLLECTION, `collections/${COLLECTION}`]) {
    if (isKubesprayTree(fs, `${folder}/${path}`)) return { root: `${folder}/${path}`, how: "collection" };
  }
  for (const root of foldersBelow(fs, folder)) if (isKubesprayTree(fs, root)) return { root, how: "folder" };
  return undefined;
}

/** Folders in `folder` and in its vendor folders; those named after kubespray first. */
function foldersBelow(fs: FileSystem, folder: FilePath): readonly FilePath[] {
  const own = childFolders(fs, folder);
  const below = own.flatMap((path) => (VENDOR_FOLDERS.includes(baseName(path)) ? childFolders(fs, path) : []));
  const all = [...own, ...below];
  const named = (path: FilePath) => /kubespray/i.test(baseName(path));
  return [...all.filter(named), ...all.filter((path) => !named(path))].slice(0, MOST_FOLDERS);
}

function childFolders(fs: FileSystem, folder: FilePath): readonly FilePath[] {
  const entries = fs.list(folder) ?? [];
  return entries.filter(({ name, kind }) => kind === "directory" && !name.startsWith(".")).map(({ name }) => join(folder, name));
}

interface Submodule {
  readonly path: string;
  readonly url: string;
}

function submodules(fs: FileSystem, folder: FilePath): readonly Submodule[] {
  const read = fs.read(`${folder}/.gitmodules`);
  if (!read.ok) return [];
  return read.text
    .split(/^\s*\[submodule\b/m)
    .slice(1)
    .flatMap((section) => {
      const path = /^\s*path\s*=\s*(.+?)\s*$/m.exec(section)?.[1];
      return path === undefined || path.startsWith("/") ? [] : [{ path, url: /^\s*url\s*=\s*(.+?)\s*$/m.exec(section)?.[1] ?? "" }];
    });
}
