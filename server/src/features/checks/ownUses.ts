import type { FilePath } from "../../files/fileSystem";
import { extensionOf, isInside } from "../../files/paths";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";

/**
 * Words of the user's other files in the workspace: playbooks, roles, templates, scripts. A variable that one of them names is used by it,
 * whatever kubespray knows. Kubespray's own tree and the inventory itself are left out.
 */
export function* ownUses(context: CheckContext): Generator<undefined, OwnUses> {
  const files = ofModel(context, "own-files", () => otherFiles(context));
  const words: ReadonlySet<string>[] = [];
  for (const [i, path] of files.paths.entries()) {
    if (i % 20 === 0) yield undefined;
    const read = context.fs.read(path);
    if (read.ok) words.push(context.memo.of("words", path, read.text, () => new Set(read.text.match(/[A-Za-z_]\w{3,}/g) ?? [])));
  }
  return { isPlaybookProject: files.hasPlaybooks, has: (name) => words.some((set) => set.has(name)) };
}

export interface OwnUses {
  /** The workspace has playbooks or roles beside kubespray's: names that kubespray does not know may be theirs. */
  readonly isPlaybookProject: boolean;
  has(name: string): boolean;
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

function otherFiles(context: CheckContext): OtherFiles {
  const { workspace, fs, model } = context;
  const paths: FilePath[] = [];
  let hasPlaybooks = false;
  if (workspace === undefined) return { paths, hasPlaybooks };
  const own = new Set(context.files.map(({ document }) => document.path));
  const root = model.kubespray?.root;
  const visit = (folder: FilePath, depth: number): void => {
    // Kubespray's own tree, also another copy of it.
    if (
      (root !== undefined && folder !== workspace && isInside(folder, root)) ||
      fs.kind(`${folder}/roles/kubespray-defaults`) !== undefined
    )
      return;
    if (fs.kind(`${folder}/roles/kubespray_defaults`) !== undefined) return;
    for (const { name, kind } of fs.list(folder) ?? []) {
      if (paths.length >= MOST_FILES || PASSED_OVER.test(name)) continue;
      const path = `${folder}/${name}`;
      if (kind === "directory") {
        if (name === "roles" || name === "playbooks") hasPlaybooks = true;
        if (depth < MAXIMUM_DEPTH) visit(path, depth + 1);
      } else if (kind === "file" && READ.has(extensionOf(name)) && !own.has(path) && !isVariables(path)) paths.push(path);
    }
  };
  visit(workspace, 0);
  return { paths, hasPlaybooks };
}

/** Files of variables of other inventories set names, they do not use them (their templates do, and those stand in braces). */
function isVariables(path: FilePath): boolean {
  return /\/(?:group_vars|host_vars)\//.test(path);
}
