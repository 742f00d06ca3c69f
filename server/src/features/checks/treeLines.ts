import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";

/** A line of kubespray's own files. */
export interface TreeLine {
  readonly name: string;
  /** `roles/x/tasks/main.yml:12` */
  readonly place: string;
  readonly text: string;
}

/**
 * Where kubespray's roles name some variables: their tasks, templates, defaults and vars, without comments. For the rare cases in which how a
 * value is used decides, so ask for few names, all at once. Yields between files; what a file says is kept as long as it says it.
 */
export function* treeLines(context: CheckContext, names: Iterable<string>): Generator<undefined, readonly TreeLine[]> {
  const root = context.model.kubespray?.root;
  const wanted = [...new Set(names)].filter((name) => /^\w+$/.test(name)).slice(0, MOST_NAMES);
  if (root === undefined || wanted.length === 0) return [];
  const paths = yield* treeTexts(context, root);
  const key = wanted.join("|");
  const lines: TreeLine[] = [];
  for (const [i, file] of paths.entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    const read = context.fs.read(file);
    if (!read.ok) continue;
    lines.push(...context.memo.of(`tree-lines ${key}`, file, read.text, () => linesOf(read.text, wanted, file.slice(root.length + 1))));
  }
  return lines;
}

const AT_ONCE = 20;
const MOST_NAMES = 40;
const MOST_FILES = 4000;
const MAXIMUM_DEPTH = 9;
const FOLDERS = /\/(?:tasks|templates|meta|handlers|defaults|vars)(?:\/|$)/;

/** Folder by folder; once for a model. */
function* treeTexts(context: CheckContext, root: FilePath): Generator<undefined, readonly FilePath[]> {
  const kept = ofModel(context, "tree-texts", (): { paths?: readonly FilePath[] } => ({}));
  if (kept.paths) return kept.paths;
  const paths: FilePath[] = [];
  const open = [{ folder: `${root}/roles` as FilePath, depth: 0 }];
  for (let seen = 0, next = open.pop(); next; next = open.pop()) {
    const { folder, depth } = next;
    if (seen++ % AT_ONCE === 0) yield undefined;
    for (const { name, kind } of context.fs.list(folder) ?? []) {
      const path = `${folder}/${name}`;
      if (paths.length >= MOST_FILES || name.startsWith(".")) continue;
      if (kind === "directory" && depth < MAXIMUM_DEPTH) open.push({ folder: path, depth: depth + 1 });
      else if (kind === "file" && FOLDERS.test(folder) && [".yml", ".yaml", ".j2"].includes(extensionOf(name))) paths.push(path);
    }
  }
  // A place that is told is the first one, whatever the order of the folders.
  kept.paths = paths.sort();
  return kept.paths;
}

function linesOf(text: string, names: readonly string[], path: string): readonly TreeLine[] {
  const here = names.filter((name) => text.includes(name));
  if (here.length === 0) return [];
  const words = here.map((name) => ({ name, word: new RegExp(`(?<![\\w.])${name}(?!\\w)`) }));
  return text
    .split("\n")
    .flatMap((line, i) =>
      /^\s*#/.test(line)
        ? []
        : words
            .filter(({ name, word }) => line.includes(name) && word.test(line))
            .map(({ name }) => ({ name, place: `${path}:${i + 1}`, text: line })),
    );
}
