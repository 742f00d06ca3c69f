/** One cause that costs many items on many hosts is told once, and nothing is told of an item on a host where it is known. */
import { expect, test } from "vitest";
import type { Definition } from "../../server/src/ansible/model";
import type { FilePath } from "../../server/src/files/fileSystem";
import { UnknownItems } from "../../server/src/kubespray/unknownItems";

const at = (line: number): Definition => ({
  name: "a",
  layer: "group-vars",
  owner: "all",
  file: "/g/all.yml" as FilePath,
  line,
  raw: () => null,
});

test.each<[string, [items: string, hosts: string, why: string, line?: number][], string[]]>([
  ["nothing", [], []],
  ["one on one", [["etcd", "n1", "why"]], [": etcd on n1 is not known: why"]],
  ["one on several", [["etcd", "n1 n2", "why"]], [": etcd on n1, n2 are not known: why"]],
  ["several on many", [["a b c d e", "n1 n2 n3 n4", "why", 7]], ["7: a, b, c, ... (5) on n1, n2, n3, ... (4) are not known: why"]],
  [
    "not where it is known",
    [
      ["a b", "n1", "why"],
      ["b c", "n2", "why"],
    ],
    [": a on n1 is not known: why", ": b on n1, n2 are not known: why", ": c on n2 is not known: why"],
  ],
  [
    "other reasons and other places",
    [
      ["a", "n1", "why", 1],
      ["a", "n2", "why", 2],
      ["b", "n1", "what", 1],
    ],
    ["1: a on n1 is not known: why", "2: a on n2 is not known: why", "1: b on n1 is not known: what"],
  ],
])("%s", (_, added, expected) => {
  const unknown = new UnknownItems();
  for (const [items, hosts, why, line] of added)
    for (const host of hosts.split(" "))
      for (const item of items.split(" ")) unknown.add(item, host, why, line === undefined ? undefined : at(line));
  expect(unknown.gaps().map(({ line, message }) => `${line ?? ""}: ${message}`)).toEqual(expected);
});
