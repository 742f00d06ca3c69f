import { expect, test } from "vitest";
import { memoryFileSystem } from "../../server/src/files/memory";
import { findTree } from "../../server/src/kubespray/findTree";

const TREE = "roles/kubespray_defaults/defaults/main/main.yml";
const MODULES = '[submodule "k"]\n\tpath = kubespray\n\turl = https://example.invalid/kubespray.git\n';

const cases: readonly [what: string, files: readonly string[], inventory: string, root: string | undefined, how: string][] = [
  ["inside a checkout", [`/w/${TREE}`, "/w/inventory/mine/hosts.yml"], "/w/inventory/mine/hosts.yml", "/w", "checkout"],
  ["submodule beside", ["/w/.gitmodules", `/w/kubespray/${TREE}`, "/w/inventory/hosts.yml"], "/w/inventory", "/w/kubespray", "submodule"],
  ["sibling by any name", [`/w/upstream/${TREE}`, "/w/hosts.yml"], "/w/hosts.yml", "/w/upstream", "folder"],
  ["named folder preferred", [`/w/a/${TREE}`, `/w/my-kubespray/${TREE}`, "/w/hosts.yml"], "/w/hosts.yml", "/w/my-kubespray", "folder"],
  ["vendored", ["/w/vendor/x/roles/download/defaults/main.yml", "/w/i/hosts.yml"], "/w/i/hosts.yml", "/w/vendor/x", "folder"],
  ["beside the repository", ["/r/w/.git/HEAD", "/r/w/hosts.yml", `/r/kubespray/${TREE}`], "/r/w/hosts.yml", "/r/kubespray", "folder"],
  [
    "collection",
    [`/w/collections/ansible_collections/kubernetes_sigs/kubespray/${TREE}`, "/w/hosts.yml"],
    "/w/hosts.yml",
    "/w/collections/ansible_collections/kubernetes_sigs/kubespray",
    "collection",
  ],
  ["too far up", ["/a/b/w/.git/HEAD", "/a/b/w/hosts.yml", `/a/kubespray/${TREE}`], "/a/b/w/hosts.yml", undefined, "No kubespray tree"],
  ["by name only", ["/w/kubespray/README.md", "/w/hosts.yml"], "/w/hosts.yml", undefined, "No kubespray tree"],
  [
    "empty submodule",
    ["/w/.gitmodules", "/w/kubespray/.git", "/w/hosts.yml"],
    "/w/hosts.yml",
    undefined,
    "git submodule update --init kubespray",
  ],
];

test.each(cases)("%s", (_what, files, inventory, root, how) => {
  const fs = memoryFileSystem(Object.fromEntries(files.map((file) => [file, file.endsWith(".gitmodules") ? MODULES : "x: 1\n"])));
  const found = findTree(fs, { inventory });
  expect(found.tree?.root).toBe(root);
  if (found.tree) expect(found.tree.how).toBe(how);
  else expect(found.problems.map(({ message }) => message).join("\n")).toContain(how);
});

test.each([
  ["/w/none", "There is no folder"],
  ["/w/file", "is no folder"],
  ["/w/other", "is no kubespray tree"],
  ["/w/kubespray", "git submodule update --init kubespray"],
])("%s named: says what is wrong", (named, message) => {
  const fs = memoryFileSystem({ "/w/.gitmodules": MODULES, "/w/file": "", "/w/other/a.txt": "", "/w/kubespray/.git": "gitdir: x" });
  const found = findTree(fs, { named, inventory: "/w/hosts.yml" });
  expect(found.tree).toBeUndefined();
  expect(found.problems[0]?.message).toContain(message);
});
