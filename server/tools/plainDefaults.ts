import type { DefaultValue } from "../src/kubespray/releaseFacts/releaseFacts";
import { reprFloat } from "../src/python/text";
import type { Value } from "../src/python/values";
import type { TreeFile } from "./gitTree";

/**
 * The defaults of one release that are plain values: short, no template, no list or map, and certain. A name that two roles give different
 * defaults, or that a role's vars set as well, has no single default and is left out, and so is one that is null.
 */
export function plainDefaults(
  files: readonly TreeFile[],
  valuesIn: (file: TreeFile) => ReadonlyMap<string, Value>,
): ReadonlyMap<string, DefaultValue> {
  const found = new Map<string, DefaultValue | undefined>();
  for (const defaults of defaultsFiles(files).values()) {
    const ofRole = new Map<string, Value>();
    for (const file of defaults) for (const [name, value] of valuesIn(file)) ofRole.set(name, value);
    for (const [name, value] of ofRole) {
      const plain = isPlain(value) ? value : undefined;
      found.set(name, found.has(name) && found.get(name) !== plain ? undefined : plain);
    }
  }
  for (const file of files) if (/^roles\/.+\/vars\//.test(file.path)) for (const name of valuesIn(file).keys()) found.delete(name);
  return new Map([...found].filter((one): one is [string, DefaultValue] => one[1] !== undefined));
}

/**
 * What a name's defaults were, as `NAME 0:"docker" 27:"containerd" 50:`: from this release on this value, an empty one where there is no plain
 * default. Undefined where no release has another value than the one right before it. `values` has one item for each release.
 */
export function defaultsLine(name: string, values: readonly (DefaultValue | undefined)[]): string | undefined {
  const starts = values.flatMap((value, at) => (value === (at === 0 ? undefined : values[at - 1]) ? [] : [{ at, value }]));
  const hasChanged = starts.some(({ at, value }) => value !== undefined && at > 0 && values[at - 1] !== undefined);
  return hasChanged ? [name, ...starts.map(({ at, value }) => `${at}:${value === undefined ? "" : encoded(value)}`)].join(" ") : undefined;
}

const LONGEST = 60;

function isPlain(value: Value): value is DefaultValue {
  if (typeof value === "string") return value.length <= LONGEST && !/\{[{%#]|[\r\n]/.test(value);
  return typeof value === "boolean" || typeof value === "bigint" || typeof value === "number";
}

/** JSON, but for floats, which keep their point: Python tells 5.0 from 5. */
function encoded(value: DefaultValue): string {
  return typeof value === "string" ? JSON.stringify(value) : typeof value === "number" ? reprFloat(value) : String(value);
}

/** By role, in the order in which later files override earlier ones (kubespray/roleFiles.ts says which ones Ansible takes). */
function defaultsFiles(files: readonly TreeFile[]): ReadonlyMap<string, readonly TreeFile[]> {
  const byRole = new Map<string, Map<string, TreeFile[]>>();
  for (const file of files) {
    const [, role, ending] = /^roles\/(.+)\/defaults\/main(\.ya?ml|\/.+\.ya?ml)$/.exec(file.path) ?? [];
    if (role === undefined || ending === undefined) continue;
    const kinds = byRole.get(role) ?? new Map<string, TreeFile[]>();
    const kind = ending.startsWith("/") ? "folder" : ending;
    kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
    byRole.set(role, kinds);
  }
  const first = (kinds: ReadonlyMap<string, TreeFile[]>) => kinds.get(".yml") ?? kinds.get(".yaml") ?? kinds.get("folder") ?? [];
  return new Map([...byRole].map(([role, kinds]) => [role, first(kinds)]));
}
