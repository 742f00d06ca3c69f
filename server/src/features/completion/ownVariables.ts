import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import { openVarsFile } from "../../yaml/varsFile";
import type { FeatureContext } from "../feature";

/** The variables of the inventory's own files, whichever group or host they belong to. */
export interface OwnVariable {
  readonly name: string;
  readonly file: FilePath;
  readonly documentation?: string;
}

const MOST_FILES = 1000;

/** By name; the first file counts. */
export function ownVariables(context: FeatureContext): ReadonlyMap<string, OwnVariable> {
  const { folder } = context.model.inventory;
  const generation = context.model.kubespray?.release.generation ?? "classic";
  const found = new Map<string, OwnVariable>();
  const files = ["group_vars", "host_vars"].flatMap((name) => [...varsFiles(context, `${folder}/${name}`, 0)]);
  for (const file of files.slice(0, MOST_FILES)) {
    const read = context.fs.read(file);
    if (!read.ok) continue;
    const own = context.memo.of("completion-own", file, read.text, () => namesOf(file, read.text, generation));
    for (const variable of own) if (!found.has(variable.name)) found.set(variable.name, variable);
  }
  return found;
}

function namesOf(file: FilePath, text: string, generation: "classic" | "native"): readonly OwnVariable[] {
  return [...openVarsFile(text, { generation }).entries.values()].flatMap(({ name, isText, documentation }) => {
    if (!isText || !/^[A-Za-z_]\w*$/.test(name)) return [];
    return { name, file, ...(documentation !== undefined && { documentation }) };
  });
}

function* varsFiles(context: FeatureContext, folder: FilePath, depth: number): Iterable<FilePath> {
  for (const { name, kind } of depth > 5 ? [] : (context.fs.list(folder) ?? [])) {
    const path = `${folder}/${name}` as FilePath;
    if (name.startsWith(".") || name.endsWith("~")) continue;
    if (kind === "directory") yield* varsFiles(context, path, depth + 1);
    else if (["", ".yml", ".yaml", ".json"].includes(extensionOf(name))) yield path;
  }
}
