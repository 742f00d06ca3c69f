import { findVarsFiles } from "../../ansible/vars/findVarsFiles";
import type { FilePath } from "../../files/fileSystem";
import type { CheckContext, Fix } from "./check";

/** Where a file of variables belongs: the folder that holds group_vars and host_vars, which of the two, and the group or host. */
export interface VarsPlace {
  readonly folder: FilePath;
  readonly part: "group_vars" | "host_vars";
  readonly name: string;
}

/**
 * Moves a file of variables, or the whole folder of a group or host that it lies in, to where Ansible reads it. Undefined where something is
 * read from there already, which would then be read no more or together with it, and for names that are no plain file names.
 */
export function varsFileMove({ fs, model }: CheckContext, path: FilePath, { folder, part, name }: VarsPlace): Fix | undefined {
  const [, top, first = "", below] = /^(.*\/(?:group|host)_vars)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (top === undefined || !/^\w[\w.-]*$/.test(name) || findVarsFiles(`${folder}/${part}`, name, fs).length > 0) return undefined;
  const ending = below === undefined ? varsEnding(first) : "";
  const to = `${folder}/${part}/${name}${ending}`;
  if (fs.kind(to) !== undefined) return undefined;
  const shown = below === undefined ? `${name}${ending}` : `${name}/`;
  const isHere = top === `${folder}/${part}`;
  const isInInventory = folder === model.inventory.folder && top.startsWith(`${folder}/`);
  const place = isInInventory ? part : `${shortFolder(folder)}/${part}`;
  return {
    title: isHere ? { en: `Rename to ${shown}`, zh: `重命名为 ${shown}` } : { en: `Move to ${place}`, zh: `移到 ${place}` },
    edits: [],
    moves: [{ from: `${top}/${first}`, to }],
  };
}

/** Of a file of variables; empty where it has none of its own, as a host's `node1.example.com`. */
export function varsEnding(name: string): string {
  return /\.(?:ya?ml|json)$/.exec(name)?.[0] ?? "";
}

function shortFolder(folder: FilePath): string {
  return folder.slice(folder.lastIndexOf("/") + 1);
}
