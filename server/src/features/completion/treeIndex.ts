import type { FilePath } from "../../files/fileSystem";
import { roleFiles } from "../../kubespray/roleFiles";
import { openVarsFile, type VarsEntry, type VarsFile } from "../../yaml/varsFile";
import type { FeatureContext } from "../feature";
import { readSample, type SampleSetting } from "./sampleSettings";

/**
 * What completion knows of a kubespray tree whatever the inventory says: the defaults of all roles and the settings of its sample. Kept from
 * one snapshot to the next as long as no file of it changed.
 */
export interface TreeIndex {
  /** By name. Where several roles have a default of the same name, that of the role that all plays see. */
  readonly variables: ReadonlyMap<string, TreeVariable>;
  readonly files: readonly DefaultsFile[];
  readonly sample: ReadonlyMap<string, SampleSetting>;
  /** What is derived from the tree alone, made once. */
  once<T>(key: string, compute: () => T): T;
}

export interface TreeVariable {
  readonly name: string;
  readonly role: string;
  readonly file: FilePath;
  /** Of the file. */
  readonly text: string;
  readonly entry: VarsEntry;
}

export interface DefaultsFile {
  readonly role: string;
  readonly path: FilePath;
  readonly text: string;
  readonly vars: VarsFile;
}

/** Kept in the session's memo for the tree's root. */
interface Kept {
  parts: readonly unknown[];
  index: TreeIndex | undefined;
}

export function treeIndex(context: FeatureContext): TreeIndex {
  const { kubespray, catalog } = context.model;
  if (kubespray === undefined) return EMPTY;
  const { root } = kubespray;
  const files = catalog.roles.flatMap((role) => defaultsOf(context, role));
  const sample = readSample(context, `${root}/inventory/sample`);
  const kept = context.memo.of<Kept>("completion-tree", root, "", () => ({ parts: [], index: undefined }));
  const parts = [...files, ...sample];
  if (kept.index === undefined || parts.length !== kept.parts.length || parts.some((part, i) => part !== kept.parts[i])) {
    kept.parts = parts;
    kept.index = makeIndex(files, sample);
  }
  return kept.index;
}

/** The files of a role's defaults, each scanned once for a text. */
export function defaultsOf(context: FeatureContext, role: string): readonly DefaultsFile[] {
  const { kubespray } = context.model;
  if (kubespray === undefined) return [];
  const { root, release } = kubespray;
  return roleFiles(context.fs, `${root}/roles`, role, "defaults").flatMap((path) => {
    const read = context.fs.read(path);
    if (!read.ok) return [];
    const { text } = read;
    return context.memo.of(`completion-defaults ${role}`, path, text, (): DefaultsFile => {
      return { role, path, text, vars: openVarsFile(text, { generation: release.generation }) };
    });
  });
}

const EMPTY: TreeIndex = { variables: new Map(), files: [], sample: new Map(), once: (_, compute) => compute() };

/** Roles whose defaults every play sees, by the names that releases have given them. */
const COMMON_ROLES = ["kubespray_defaults", "kubespray-defaults", "download"];

function makeIndex(files: readonly DefaultsFile[], samples: readonly (readonly SampleSetting[])[]): TreeIndex {
  const variables = new Map<string, TreeVariable>();
  const rank = ({ role }: DefaultsFile) => (COMMON_ROLES.includes(role) ? COMMON_ROLES.indexOf(role) : COMMON_ROLES.length);
  for (const { role, path, text, vars } of [...files].sort((a, b) => rank(a) - rank(b))) {
    for (const entry of vars.entries.values()) {
      if (entry.isText && !variables.has(entry.name)) variables.set(entry.name, { name: entry.name, role, file: path, text, entry });
    }
  }
  const sample = new Map<string, SampleSetting>();
  for (const setting of samples.flat()) {
    const known = sample.get(setting.name);
    if (known === undefined || (known.documentation === undefined && setting.documentation !== undefined))
      sample.set(setting.name, setting);
  }
  const derived = new Map<string, unknown>();
  return {
    variables,
    files,
    sample,
    once<T>(key: string, compute: () => T): T {
      if (!derived.has(key)) derived.set(key, compute());
      return derived.get(key) as T;
    },
  };
}
