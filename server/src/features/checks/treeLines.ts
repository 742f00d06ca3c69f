import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";

/** A line of kubespray's own files. */
export interface TreeLine {
  readonly file: FilePath;
  /** `roles/x/tasks/main.yml:12` */
  readonly place: string;
  readonly text: string;
}

/**
 * Where kubespray's roles name a variable: their tasks, templates, defaults and vars, without comments. For the rare cases in which how a
 * value is used decides; yields between files.
 */
export function* treeLines(context: CheckContext, name: string): Generator<undefined, readonly TreeLine[]> {
  const root = context.model.kubespray?.root;
  if (root === undefined) return [];
  const paths = ofModel(context, "tree-texts", () => treeTexts(context, root));
  const progress = ofModel(context, `tree-lines ${name}`, () => ({ next: 0, lines: [] as TreeLine[] }));
  while (progress.next < paths.length) {
    const file = paths[progress.next++] as FilePath;
    const read = context.fs.read(file);
    if (read.ok && read.text.includes(name)) progress.lines.push(...linesOf(file, read.text, name, root));
    if (progress.next % AT_ONCE === 0) yield undefined;
  }
  return progress.lines;
}

const AT_ONCE = 20;
const MOST_FILES = 4000;
const MAXIMUM_DEPTH = 9;
const FOLDERS = /\/(?:tasks|templates|meta|handlers|defaults|vars)(?:\/|$)/;

function treeTexts({ fs }: CheckContext, root: FilePath): readonly FilePath[] {
  const paths: FilePath[] = [];
  const visit = (folder: FilePath, depth: number): void => {
    for (const { name, kind } of fs.list(folder) ?? []) {
      const path = `${folder}/${name}`;
      if (paths.length >= MOST_FILES || name.startsWith(".")) continue;
      if (kind === "directory" && depth < MAXIMUM_DEPTH) visit(path, depth + 1);
      else if (kind === "file" && FOLDERS.test(folder) && [".yml", ".yaml", ".j2"].includes(extensionOf(name))) paths.push(path);
    }
  };
  visit(`${root}/roles`, 0);
  return paths;
}

function linesOf(file: FilePath, text: string, name: string, root: FilePath): readonly TreeLine[] {
  const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
  return text
    .split("\n")
    .flatMap((line, i) =>
      line.includes(name) && !/^\s*#/.test(line) && word.test(line)
        ? [{ file, place: `${file.slice(root.length + 1)}:${i + 1}`, text: line }]
        : [],
    );
}
