import type { FilePath, FileSystem } from "../../files/fileSystem";
import { folderOf, join } from "../../files/paths";
import type { GeneratedFile } from "../manifest";
import { name } from "../program";

/** What writing generated files into a folder would change there, so that nothing is overwritten without being told. */
export interface FileChange {
  readonly file: GeneratedFile;
  readonly target: FilePath;
  /** `foreign`: something stands there that this program has not made. */
  readonly state: "new" | "unchanged" | "changed" | "foreign";
  /** Lines that come and go. */
  readonly gained: number;
  readonly lost: number;
}

export function fileChanges(disk: FileSystem, folder: FilePath, files: readonly GeneratedFile[]): readonly FileChange[] {
  const targets = files.map((file) => join(folder, file.path));
  const texts = targets.map((target) => {
    const read = disk.read(target);
    return read.ok ? read.text : undefined;
  });
  // A file whose format has no place for a header (a plain list) is ours where one that carries it lies beside it.
  const ours = new Set(targets.filter((_, i) => isOurs(texts[i])).map(folderOf));
  return files.map((file, i): FileChange => {
    const target = targets[i] as FilePath;
    const text = texts[i];
    if (text === file.text) return { file, target, state: "unchanged", gained: 0, lost: 0 };
    const { gained, lost } = difference(text ?? "", file.text);
    if (disk.kind(target) === undefined) return { file, target, state: "new", gained, lost };
    const mayGo = file.carriesOn === target || isOurs(text) || (!isOurs(file.text) && ours.has(folderOf(target)));
    return { file, target, state: text !== undefined && mayGo ? "changed" : "foreign", gained, lost };
  });
}

/** Has the line that header.ts gives every generated text; among the user's own lines it may stand anywhere. */
function isOurs(text: string | undefined): boolean {
  return text?.includes(`Made by ${name} `) === true;
}

/** Lines that come and go, whatever their order. */
function difference(before: string, after: string): { readonly gained: number; readonly lost: number } {
  const counts = new Map<string, number>();
  for (const line of linesOf(after)) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) - 1);
  let gained = 0;
  let lost = 0;
  for (const count of counts.values()) {
    if (count > 0) gained += count;
    else lost -= count;
  }
  return { gained, lost };
}

/** The empty text has none. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
