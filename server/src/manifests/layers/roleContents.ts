import type { FilePath, FileSystem } from "../../files/fileSystem";
import { join } from "../../files/paths";
import { parseYaml } from "../../yaml/parseYaml";
import { contentOf, type YamlNode } from "../../yaml/yamlNode";
import { pairOf, scalarText } from "./playbookFile";

/**
 * What the tasks of a role leave behind in memory (set_fact, register, group_by), which words its files hold, and which roles it leads to.
 * Read from the files as they are, whether a task would run or not: too much here does no harm, too little would.
 */
export interface RoleContents {
  readonly sets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  readonly needs: ReadonlySet<string>;
}

interface Mutable {
  readonly sets: Set<string>;
  readonly groups: Set<string>;
  readonly words: Set<string>;
  readonly needs: Set<string>;
}

const FOLDERS = ["tasks", "handlers", "meta", "defaults", "vars", "templates"] as const;
const MAXIMUM_DEPTH = 12;

/** Of `roles/NAME`; empty where there is no such role. */
export function roleContents(fs: FileSystem, roles: FilePath, name: string): RoleContents {
  const out = emptyContents();
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(name)) return out;
  for (const folder of FOLDERS) visitFiles(fs, join(roles, name, folder), (text, path) => addText(out, text, /\.ya?ml$/.test(path)), 0);
  return out;
}

export function emptyContents(): Mutable {
  return { sets: new Set(), groups: new Set(), words: new Set(), needs: new Set() };
}

/** Adds what a text of a role, or of a play, holds. */
export function addText(out: Mutable, text: string, isYaml: boolean): void {
  for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) out.words.add(word);
  if (!isYaml) return;
  for (const document of parseYaml(text).documents) addNode(out, document);
}

/** Adds what the tasks below a node leave behind. Aliases stand for what is read where it is written. */
export function addNode(out: Mutable, root: YamlNode): void {
  const todo: YamlNode[] = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.kind === "sequence") todo.push(...node.items);
    if (node.kind !== "mapping") continue;
    for (const { key, value } of node.pairs) {
      todo.push(value);
      const word = (scalarText(key) ?? "").replace(/^ansible\.(?:builtin|legacy)\./, "");
      const text = scalarText(value);
      if (word === "register" && text !== undefined) addName(out.sets, text);
      else if (word === "set_fact") for (const name of keysOf(value)) addName(out.sets, name);
      else if (word === "group_by") addName(out.groups, scalarText(pairOf(value, /^key$/)) ?? /\bkey=['"]?([\w-]+)/.exec(text ?? "")?.[1]);
      else if (/^(?:include|import)_role$/.test(word))
        addNeed(out, scalarText(pairOf(value, /^name$/)) ?? /\bname=(\S+)/.exec(text ?? "")?.[1]);
      else if (word === "role") addNeed(out, text);
      else if (word === "dependencies" && value.kind === "sequence") for (const item of value.items) addNeed(out, scalarText(item));
    }
  }
}

function keysOf(value: YamlNode): readonly string[] {
  const content = contentOf(value);
  if (content.kind === "mapping") return content.pairs.map(({ key }) => scalarText(key) ?? "");
  return [...(scalarText(value) ?? "").matchAll(/([A-Za-z_]\w*)=/g)].map(([, name]) => name as string);
}

function addName(set: Set<string>, name: string | undefined): void {
  if (name !== undefined && /^[A-Za-z_][\w-]*$/.test(name)) set.add(name);
}

function addNeed(out: Mutable, name: string | undefined): void {
  if (name !== undefined) out.needs.add(name);
}

function visitFiles(fs: FileSystem, folder: FilePath, visit: (text: string, path: FilePath) => void, depth: number): void {
  for (const { name, kind } of fs.list(folder) ?? []) {
    const path = join(folder, name);
    if (kind === "directory" && depth < MAXIMUM_DEPTH) visitFiles(fs, path, visit, depth + 1);
    if (kind !== "file") continue;
    const read = fs.read(path);
    if (read.ok) visit(read.text, path);
  }
}

/** All roles of the tree: folders with any of a role's folders in them, by their path below `roles`. */
export function rolesOfTree(fs: FileSystem, roles: FilePath): readonly string[] {
  const out: string[] = [];
  const visit = (path: string, depth: number): void => {
    const entries = (fs.list(join(roles, path)) ?? []).filter(({ kind }) => kind === "directory");
    const isRole = entries.some(({ name }) => name === "tasks" || name === "meta" || name === "defaults");
    if (isRole && path !== "") out.push(path);
    if (depth >= MAXIMUM_DEPTH) return;
    for (const { name } of entries) if (!ROLE_PARTS.has(name)) visit(path === "" ? name : `${path}/${name}`, depth + 1);
  };
  visit("", 0);
  return out;
}

const ROLE_PARTS: ReadonlySet<string> = new Set([
  "tasks",
  "handlers",
  "meta",
  "defaults",
  "vars",
  "templates",
  "files",
  "library",
  "molecule",
]);
