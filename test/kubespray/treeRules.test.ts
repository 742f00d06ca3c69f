import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import { memoryFileSystem } from "../../server/src/files/memory";
import { downloadRules } from "../../server/src/kubespray/downloadRules";
import { groupRules } from "../../server/src/kubespray/groupRules";
import { playRoles } from "../../server/src/kubespray/playRoles";
import { RELEASES } from "../../server/src/kubespray/releases";
import { treeRules } from "../../server/src/kubespray/treeRules";

/** Full trees of all releases, one folder each. */
const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("the tables of facts agree with every full tree (KUBESPRAY_TREES)", () => {
  test.each(RELEASES)("%s", (release) => {
    const root = join(trees as string, release);
    const own = treeRules(diskFileSystem(), root, release);
    const spaced = (text: string) => text.replace(/\s*\|\s*/g, " | ").replace(/,(?=\S)/g, ", ");
    expect(own.downloads.conditions.map(({ when }) => spaced(when))).toEqual(downloadRules(release).conditions.map(({ when }) => when));
    expect({ ...own.downloads, conditions: [] }).toEqual({ ...downloadRules(release), conditions: [] });
    const byGroup = (rules: ReturnType<typeof groupRules>) => ({
      ...rules,
      rules: [...rules.rules].sort((a, b) => (a.group < b.group ? -1 : 1)),
    });
    expect(byGroup(own.groups)).toEqual(byGroup(groupRules(release)));
    const defaultsRole = existsSync(join(root, "roles/kubespray_defaults")) ? "kubespray_defaults" : "kubespray-defaults";
    const roles = playRoles(defaultsRole, release, own.needs);
    expect([...roles].sort()).toEqual([...playRoles(defaultsRole, release, () => undefined)].sort());
  });
});

test("a fork's own tasks beat the tables, what is unreadable does not", () => {
  const fs = memoryFileSystem({
    "/k/roles/download/meta/main.yml": "dependencies: [{role: other}]\n",
    "/k/roles/download/tasks/main.yml": '- include_tasks: x.yml\n  loop: "{{ mine }}"\n  when:\n    - download.enabled\n    - wanted\n',
    "/k/roles/download/tasks/download_file.yml": 'x:\n    checksum: "{{ download.sum }}"\n',
    "/k/roles/dynamic_groups/tasks/main.yml": "- group_by: [\n",
  });
  const own = treeRules(fs, "/k", "v2.26.1");
  expect(own.downloads.loop).toBe("{{ mine }}");
  expect(own.downloads.conditions.map(({ asks }) => asks)).toEqual(["enabled", "other"]);
  expect(own.downloads.checksum).toBe("{{ download.sum }}");
  expect(own.downloads.kubeadm).toEqual(downloadRules("v2.26.1").kubeadm);
  expect(own.groups).toEqual(groupRules("v2.26.1"));
  expect(own.needs("download")).toEqual(["other"]);
});
