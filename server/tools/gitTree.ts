import { spawn, spawnSync } from "node:child_process";

/** Files of a git repository at a tag, without a checkout: names and object ids from `git ls-tree`, texts from one `git cat-file --batch`. */

export interface TreeFile {
  readonly path: string;
  /** The object's id: the same text in two releases has the same one. */
  readonly id: string;
}

export function git(repository: string, ...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", ["-C", repository, ...parameters], { encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`git ${parameters[0]}: ${stderr.trim()}`);
  return stdout;
}

export function filesAt(repository: string, commit: string): readonly TreeFile[] {
  return git(repository, "ls-tree", "-r", "-z", commit)
    .split("\0")
    .flatMap((line) => {
      const [, id, path] = /^100\d+ blob (\w+)\t(.+)$/s.exec(line) ?? [];
      return id !== undefined && path !== undefined ? [{ path, id }] : [];
    });
}

/** The texts of objects, in one process. */
export async function textsOf(repository: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const child = spawn("git", ["-C", repository, "cat-file", "--batch"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(ids.map((id) => `${id}\n`).join(""));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const found = new Map<string, string>();
  for (let at = 0; at < all.length; ) {
    const end = all.indexOf(10, at);
    const [id, kind, size] = all.toString("utf8", at, end).split(" ");
    if (kind !== "blob") throw new Error(`no such object: ${id}`);
    found.set(id as string, all.toString("utf8", end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return found;
}
