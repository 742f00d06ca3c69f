import type { FilePath, FileSystem } from "../files/fileSystem";
import { join } from "../files/paths";

/**
 * What git says of a folder, read from its files: which tags point at the commit that is checked out. No git is run. Objects are not
 * read (they are compressed), so an annotated tag counts where packed-refs gives the commit behind it, or where the log of HEAD says
 * that this commit was checked out by the tag's name.
 */
export interface GitState {
  /** The commit that HEAD names, where it can be told. */
  readonly commit: string | undefined;
  /** Tags of that commit, sorted. */
  readonly tags: readonly string[];
}

const COMMIT = /^[0-9a-f]{40,64}$/;

/** The state of the work tree whose root is `folder`; undefined where there is no `.git` in it. */
export function gitState(fs: FileSystem, folder: FilePath): GitState | undefined {
  const own = gitDirectory(fs, folder);
  if (own === undefined) return undefined;
  const common = commonDirectory(fs, own);
  const packed = packedRefs(fs, common);
  const head = text(fs, `${own}/HEAD`);
  const commit = head === undefined ? undefined : followRef(fs, own, common, packed, head, 0);
  if (commit === undefined) return { commit, tags: [] };
  const tags = new Set<string>();
  for (const [name, target] of packed) {
    if (target === commit && name.startsWith("refs/tags/")) tags.add(name.slice("refs/tags/".length));
  }
  looseTags(fs, `${common}/refs/tags`, "", commit, tags, 0);
  const checkedOut = checkedOutName(fs, own, commit);
  if (checkedOut !== undefined && isTag(fs, common, packed, checkedOut)) tags.add(checkedOut);
  return { commit, tags: [...tags].sort() };
}

/** `.git` is a folder, or for a submodule and a linked work tree a file that names one. */
export function gitDirectory(fs: FileSystem, folder: FilePath): FilePath | undefined {
  const path = `${folder}/.git`;
  const kind = fs.kind(path);
  if (kind === "directory") return path;
  if (kind !== "file") return undefined;
  const target = /^gitdir: (.+)$/m.exec(text(fs, path) ?? "")?.[1]?.trim();
  return target === undefined ? undefined : join(folder, target.replaceAll("\\", "/"));
}

function commonDirectory(fs: FileSystem, own: FilePath): FilePath {
  const named = text(fs, `${own}/commondir`)?.trim();
  return named ? join(own, named) : own;
}

function text(fs: FileSystem, path: FilePath): string | undefined {
  const result = fs.read(path);
  return result.ok ? result.text : undefined;
}

/** Name -> commit. A line `^id` below an annotated tag is the commit behind it, which is what counts here. */
function packedRefs(fs: FileSystem, common: FilePath): Map<string, string> {
  const refs = new Map<string, string>();
  let last: string | undefined;
  for (const line of (text(fs, `${common}/packed-refs`) ?? "").split(/\r?\n/)) {
    if (line.startsWith("^")) {
      if (last !== undefined) refs.set(last, line.slice(1).trim());
      continue;
    }
    const match = /^([0-9a-f]{40,64}) (\S+)$/.exec(line);
    last = match?.[2];
    if (match?.[1] !== undefined && last !== undefined) refs.set(last, match[1]);
  }
  return refs;
}

function followRef(
  fs: FileSystem,
  own: FilePath,
  common: FilePath,
  packed: ReadonlyMap<string, string>,
  head: string,
  depth: number,
): string | undefined {
  const value = head.trim();
  if (COMMIT.test(value)) return value;
  const ref = /^ref: (\S+)$/.exec(value)?.[1];
  if (ref === undefined || depth > 5 || ref.includes("..")) return undefined;
  const loose = text(fs, `${own}/${ref}`) ?? text(fs, `${common}/${ref}`);
  return loose === undefined ? packed.get(ref) : followRef(fs, own, common, packed, loose, depth + 1);
}

/** Tags in files of their own hold the commit itself where they are lightweight. */
function looseTags(fs: FileSystem, folder: FilePath, prefix: string, commit: string, into: Set<string>, depth: number): void {
  if (depth > 4) return;
  for (const entry of fs.list(folder) ?? []) {
    const name = prefix + entry.name;
    if (entry.kind === "directory") looseTags(fs, `${folder}/${entry.name}`, `${name}/`, commit, into, depth + 1);
    else if (entry.kind === "file" && text(fs, `${folder}/${entry.name}`)?.trim() === commit) into.add(name);
  }
}

/** `git checkout NAME` leaves a line in the log of HEAD; it counts while HEAD has not moved since. */
function checkedOutName(fs: FileSystem, own: FilePath, commit: string): string | undefined {
  const last = (text(fs, `${own}/logs/HEAD`) ?? "").trimEnd().split("\n").at(-1) ?? "";
  const match = /^[0-9a-f]+ ([0-9a-f]+) [^\t]*\tcheckout: moving from \S+ to (\S+)$/.exec(last);
  return match?.[1] === commit ? match[2] : undefined;
}

function isTag(fs: FileSystem, common: FilePath, packed: ReadonlyMap<string, string>, name: string): boolean {
  return !name.includes("..") && (packed.has(`refs/tags/${name}`) || fs.kind(`${common}/refs/tags/${name}`) === "file");
}
