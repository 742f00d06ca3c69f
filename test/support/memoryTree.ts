import type { FilePath, FileSystem } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";

/**
 * A small tree of files written inline: each starts with a line `-- path`, relative to `root`.
 *
 *     memoryTree(`
 *     -- hosts.ini
 *     [kube_node]
 *     node1
 *     -- group_vars/all.yml
 *     kube_version: 1.31.0
 *     `)
 */
export function memoryTree(text: string, root = "/inventory"): FileSystem {
  return memoryFileSystem(treeFiles(text, root));
}

export function treeFiles(text: string, root = "/inventory"): ReadonlyMap<FilePath, string> {
  const lines = text.replace(/^\n/, "").split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  const files = new Map<FilePath, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const content = line.slice(Math.min(indent, line.length - line.trimStart().length));
    const name = /^-- (\S+)$/.exec(content)?.[1];
    if (name !== undefined) {
      current = [];
      files.set((name.startsWith("/") ? name : `${root}/${name}`) as FilePath, current);
    } else current?.push(content);
  }
  return new Map([...files].map(([path, content]) => [path, `${content.join("\n").trimEnd()}\n`]));
}
