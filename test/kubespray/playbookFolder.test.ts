/** playbook_dir: the folder of the playbook that kubespray's cluster.yml imports, as Ansible sets it for the plays in it. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { playbookFolder } from "../../server/src/kubespray/playbookFolder";
import { compareReleases, RELEASES } from "../../server/src/kubespray/releases";

const folder = (playbook: string | undefined, rules: string) =>
  playbookFolder(memoryFileSystem(playbook === undefined ? {} : { "/k/cluster.yml": playbook }), "/k" as FilePath, rules);

test.each([
  ["an import", "---\n- name: Install\n  ansible.builtin.import_playbook: playbooks/cluster.yml\n", "v2.16.0", "/k/playbooks"],
  ["an import at the dash, quoted, of elsewhere", "- import_playbook: 'plays/all/cluster.yaml'\n", "v2.16.0", "/k/plays/all"],
  ["plays of its own", "- import_playbook: ansible_version.yml\n- hosts: all\n", "v2.31.0", "/k"],
  ["no playbook, as a release since has it", undefined, "v2.22.0", "/k/playbooks"],
  ["no playbook, as a release before has it", undefined, "v2.21.0", "/k"],
])("cluster.yml is %s", (_, playbook, rules, wanted) => {
  expect(folder(playbook, rules)).toBe(wanted);
});

const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("every full tree says what its release would (KUBESPRAY_TREES)", () => {
  test.each(RELEASES)("%s", (release) => {
    const root = `${trees}/${release}` as FilePath;
    expect(playbookFolder(diskFileSystem(), root, release)).toBe(compareReleases(release, "2.22") < 0 ? root : `${root}/playbooks`);
  });
});
