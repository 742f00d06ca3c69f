import type { FilePath, FileSystem } from "../../files/fileSystem";
import { extensionOf, isInside } from "../../files/paths";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";

/**
 * Words of the user's other files in the workspace: playbooks, roles, templates, scripts. A variable that one of them names is used by it,
 * whatever kubespray knows. Kubespray's own tree and the inventory itself are left out, and so is what this program has written: a baseline
 * or a report names a variable because nothing uses it.
 */
export function* ownUses(context: CheckContext): Generator<undefined, OwnUses> {
  const files = yield* otherFiles(context);
  const { workspace = "", memo, model, fs } = context;
  // What a file says counts until it says something else: looking at all of them after each keystroke costs a comparison each.
  const counts = memo.of("own-words", workspace, model.inventory.file ?? model.inventory.folder, () => new WordCounts());
  for (const [i, path] of files.paths.entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    const read = fs.read(path);
    counts.set(path, read.ok ? memo.of("words", path, read.text, () => wordsOf(read.text)) : NOTHING);
  }
  counts.keepOnly(new Set(files.paths));
  return { isPlaybookProject: files.hasPlaybooks, has: (name) => counts.has(name) };
}

export interface OwnUses {
  /** The workspace has playbooks or roles beside kubespray's: names that kubespray does not know may be theirs. */
  readonly isPlaybookProject: boolean;
  has(name: string): boolean;
}

function wordsOf(text: string): ReadonlySet<string> {
  return text.includes("Made by kubespray-inventory ") ? NOTHING : new Set(text.match(/[A-Za-z_]\w{3,}/g) ?? []);
}

const AT_ONCE = 20;
const NOTHING: ReadonlySet<string> = new Set();

/** In how many files each word stands, kept up to date file by file. */
class WordCounts {
  readonly #files = new Map<FilePath, ReadonlySet<string>>();
  readonly #counts = new Map<string, number>();

  set(path: FilePath, words: ReadonlySet<string>): void {
    const before = this.#files.get(path);
    if (before === words) return;
    this.#files.set(path, words);
    for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    this.#forget(before ?? NOTHING);
  }

  keepOnly(paths: ReadonlySet<FilePath>): void {
    for (const [path, words] of this.#files) {
      if (paths.has(path)) continue;
      this.#files.delete(path);
      this.#forget(words);
    }
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  #forget(words: ReadonlySet<string>): void {
    for (const word of words) {
      const left = (this.#counts.get(word) ?? 1) - 1;
      if (left > 0) this.#counts.set(word, left);
      else this.#counts.delete(word);
    }
  }
}

const MOST_FILES = 1500;
const MAXIMUM_DEPTH = 7;
const READ = new Set([
  ".yml",
  ".yaml",
  ".j2",
  ".sh",
  ".py",
  ".tf",
  ".tpl",
  ".tmpl",
  ".json",
  ".toml",
  ".env",
  ".cfg",
  ".go",
  ".rb",
  ".bash",
  "",
]);
const PASSED_OVER = /^(?:\.(?!gitlab-ci|github|env)|node_modules$|venv$|__pycache__$|vendor$)/;

interface OtherFiles {
  readonly paths: readonly FilePath[];
  readonly hasPlaybooks: boolean;
}

/** Folder by folder; once for a model. */
function* otherFiles(context: CheckContext): Generator<undefined, OtherFiles> {
  const { workspace, fs, model } = context;
  const kept = ofModel(context, `own-files ${workspace}`, (): { files?: OtherFiles } => ({}));
  if (kept.files) return kept.files;
  const paths: FilePath[] = [];
  let hasPlaybooks = false;
  const own = new Set(context.files.map(({ document }) => document.path));
  const root = model.kubespray?.root;
  const open = workspace === undefined ? [] : [{ folder: workspace, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { folder, depth } = next;
    yield undefined;
    const isTree = root !== undefined && folder !== workspace && isInside(folder, root);
    if (isTree || isKubespray(fs, folder)) continue;
    const inside: typeof open = [];
    for (const { name, kind } of fs.list(folder) ?? []) {
      if (paths.length >= MOST_FILES || PASSED_OVER.test(name)) continue;
      const path = `${folder}/${name}`;
      if (kind === "directory") {
        if (name === "roles" || name === "playbooks") hasPlaybooks = true;
        if (depth < MAXIMUM_DEPTH) inside.push({ folder: path, depth: depth + 1 });
      } else if (kind === "file" && READ.has(extensionOf(name)) && !own.has(path) && !isVariables(path)) paths.push(path);
    }
    open.push(...inside.reverse());
  }
  kept.files = { paths, hasPlaybooks };
  return kept.files;
}

/** Kubespray itself, also another copy of it. */
function isKubespray(fs: FileSystem, folder: FilePath): boolean {
  return fs.kind(`${folder}/roles/kubespray-defaults`) !== undefined || fs.kind(`${folder}/roles/kubespray_defaults`) !== undefined;
}

/** Files of variables of other inventories set names, they do not use them (their templates do, and those stand in braces). */
function isVariables(path: FilePath): boolean {
  return /\/(?:group_vars|host_vars)\//.test(path);
}
