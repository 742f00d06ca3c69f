/** Versions are offered where kubespray goes on with them: the check of versions says of none that the release does not know it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runChecks } from "../../../server/src/features/checks/checks";
import { treeIndex } from "../../../server/src/features/completion/treeIndex";
import { versionsOf } from "../../../server/src/features/completion/versions";
import { diskFileSystem } from "../../../server/src/files/disk";
import type { FilePath } from "../../../server/src/files/fileSystem";
import { createMemo } from "../../../server/src/files/memo";
import { overlayFileSystem } from "../../../server/src/files/overlay";
import { openModel } from "../../../server/src/kubespray/openModel";
import { str } from "../../../server/src/python/text";
import { TREE } from "../../support/fixture";
import { ask } from "./ask";

const CHECKSUMS = `
-- file: ${TREE}/roles/kubespray_defaults/vars/main/checksums.yml
kubelet_checksums: { amd64: { 1.35.4: aa, 1.34.1: bb, 1.33.9: cc } }
`;
const defaults = (lines: string) => `-- file: ${TREE}/roles/kubespray_defaults/defaults/main/more.yml\n${lines}`;
const MADE = "made: \"{{ (kube_version | split('.'))[:-1] | join('.') }}\"\nsupported: { '1.35': x, '1.34': y }\n";
/** What the tag of coredns, which is downloaded, rests on. */
const TAG = (template: string) => `coredns_image_tag: "v{{ tag_made }}"\ntag_made: "${template}"\n`;
const ALL = ["1.35.4", "1.34.1", "1.33.9"];

describe("a version without an entry where what is made of it is looked up is not offered", () => {
  test.each([
    ["by a variable", MADE + TAG("{{ supported[made] }}"), "", ALL.slice(0, 2)],
    [
      "by a template in the brackets",
      `${MADE}${TAG("{{ supported[kube_version | regex_replace('[.][0-9]+$', '')] }}")}`,
      "",
      ALL.slice(0, 2),
    ],
    ["by another name", `other: "{{ kube_version }}"\nsupported: { 1.33.9: x }\n${TAG("{{ supported[other] }}")}`, "", ["1.33.9"]],
    ["in a table for each architecture", `${MADE}per: { amd64: { '1.33': z } }\n${TAG("{{ per[image_arch][made] }}")}`, "", ["1.33.9"]],
    // Kept: what fails for certain is not known, or does not count.
    ["not downloaded", `${MADE}apart: "{{ supported[made] }}"\n`, "", ALL],
    ["with a default", MADE + TAG("{{ supported[made] | default('none') }}"), "", ALL],
    ["under a condition", MADE + TAG("{{ supported[made] if helm_enabled else 'none' }}"), "", ALL],
    ["the user gives what is looked up", MADE + TAG("{{ supported[made] }}"), "tag_made: mine\n", ALL],
    ["the user gives what rests on it", MADE + TAG("{{ supported[made] }}"), "coredns_image_tag: mine\n", ALL],
    ["the user's own table", MADE + TAG("{{ supported[made] }}"), "supported: { '1.33': z }\n", ["1.33.9"]],
    ["the user makes it", MADE + TAG("{{ supported[made] }}"), "made: '1.34'\n", ALL],
    ["made of more than that", `made: "{{ kube_version ~ image_arch }}"\nsupported: {}\n${TAG("{{ supported[made] }}")}`, "", ALL],
    ["not to be worked out", `made: "{{ kube_version | nothing_like_it }}"\nsupported: {}\n${TAG("{{ supported[made] }}")}`, "", ALL],
    ["a table that is not known", MADE + TAG("{{ nowhere[made] }}"), "", ALL],
  ])("%s", (_, more, own, expected) => {
    const { labels } = ask(`-- file: group_vars/all.yml\n${own}kube_version: $0\n${CHECKSUMS}${defaults(more)}`);
    expect(labels).toEqual(expected);
  });
});

/** A host for each version. */
function opened(tree: FilePath, versions: readonly string[]) {
  const inventory = `${tree}/inventory/mine` as FilePath; // in the overlay alone
  const lines = versions.map((version, i) => `node${i} ansible_architecture=x86_64 kube_version=${version}`);
  const hosts = `[kube_control_plane]\n${lines.join("\n") || "node0"}\n[etcd:children]\nkube_control_plane\n[kube_node:children]\nkube_control_plane\n[k8s_cluster:children]\nkube_control_plane\n`;
  const fs = overlayFileSystem(diskFileSystem(), new Map([[`${inventory}/hosts.ini` as FilePath, hosts]]));
  return { model: openModel({ fs, inventory, kubespray: tree }), fs, memo: createMemo(), locale: "en" };
}

function versionsIn(tree: FilePath) {
  const context = opened(tree, []);
  const { model } = context;
  const offered = versionsOf(context, treeIndex(context), "node0", "kube_version").map(str);
  const keys = ["kubelet", "kubectl", "kubeadm"].map((name) => {
    const found = model.evaluate(
      "node0",
      `{{ ${name}_checksums['amd64'] | dict2items | selectattr('value') | map(attribute='key') | list }}`,
    );
    if (found.state !== "known" || !Array.isArray(found.value)) throw new Error(`${tree}: ${name}_checksums`);
    return found.value.map(str);
  });
  const [first = [], ...rest] = keys;
  const withChecksums = first.filter((version) => rest.every((list) => list.includes(version)));
  const asked = opened(tree, withChecksums);
  const told = new Set<string>();
  for (const found of runChecks(asked, { codes: new Set(["version-unknown"]) })) {
    if (!found) continue;
    const read = asked.fs.read(found.file);
    if (read.ok) told.add(read.text.slice(found.span.start, found.span.end));
  }
  return { offered, withChecksums, told };
}

const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("kube_version in every full tree (KUBESPRAY_TREES)", () => {
  const root = trees ?? "";
  const tags =
    trees !== undefined && existsSync(trees) ? readdirSync(trees).filter((tag) => existsSync(join(root, tag, "inventory/sample"))) : [];
  const refused: string[] = [];

  test.each(tags)("%s", (tag) => {
    const { offered, withChecksums, told } = versionsIn(join(root, tag) as FilePath);
    if (withChecksums.some((version) => told.has(version))) refused.push(`${tag} ${[...told].join(" ")}`);
    expect(offered.length).toBeGreaterThan(1);
    // Neither one that is refused nor one less than that.
    expect([...offered].sort()).toEqual(withChecksums.filter((version) => !told.has(version)).sort());
  });

  afterAll(() =>
    console.info(
      `versions with checksums that the release refuses all the same, none of them offered: ${refused.length} of ${tags.length} releases\n${refused.join("\n")}`,
    ),
  );
});
