/** Versions are offered where kubespray goes on with them: the check of versions says of none that the release does not know it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runChecks } from "../../../server/src/features/checks/checks";
import { keysOf } from "../../../server/src/features/completion/tableKeys";
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
    [
      "no checksum of what is made",
      `made: "{{ kube_version }}"\nsupported: { 1.35.4: aa, 1.34.1: bb, 1.33.9: 0 }\n${TAG("{{ supported[made] }}")}`,
      "",
      ALL.slice(0, 2),
    ],
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

interface Setting {
  readonly name: string;
  readonly version: string;
}

/** A host for each setting. */
function opened(tree: FilePath, settings: readonly Setting[]) {
  const inventory = `${tree}/inventory/mine` as FilePath; // in the overlay alone
  const lines = settings.map(({ name, version }, i) => `node${i} ansible_architecture=x86_64 ${name}='"${version}"'`);
  const children = ["etcd", "kube_node", "k8s_cluster"].map((group) => `[${group}:children]\nkube_control_plane\n`);
  const hosts = `[kube_control_plane]\n${lines.join("\n") || "node0"}\n${children.join("")}`;
  const fs = overlayFileSystem(diskFileSystem(), new Map([[`${inventory}/hosts.ini` as FilePath, hosts]]));
  return { model: openModel({ fs, inventory, kubespray: tree }), fs, memo: createMemo(), locale: "en" };
}

/** `name: version` of those that the check says the release does not know. */
function refusedOf(tree: FilePath, settings: readonly Setting[]): readonly string[] {
  const asked = opened(tree, settings);
  const found = [...runChecks(asked, { codes: new Set(["version-unknown"]) })].filter((one) => one !== undefined);
  return found.map(({ file, span, subject }) => {
    const read = asked.fs.read(file);
    return `${subject}: ${read.ok ? read.text.slice(span.start, span.end).replace(/["']/g, "") : ""}`;
  });
}

const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("in every full tree (KUBESPRAY_TREES)", () => {
  const root = trees ?? "";
  const tags =
    trees !== undefined && existsSync(trees) ? readdirSync(trees).filter((tag) => existsSync(join(root, tag, "inventory/sample"))) : [];
  const before: string[] = [];
  const after: string[] = [];

  test.each(tags)("%s: no version of any variable is offered and refused; of kube_version none is left out either", (tag) => {
    const tree = join(root, tag) as FilePath;
    const context = opened(tree, []);
    const index = treeIndex(context);
    const settings = [...index.variables.keys()].flatMap((name) => {
      const versions = versionsOf(context, index, "node0", name).map((version) => ({ name, version: str(version) }));
      // Of long lists the ends; the rest is as those are.
      return name === "kube_version" || versions.length < 12 ? versions : [...versions.slice(0, 6), ...versions.slice(-6)];
    });
    const offered = settings.filter(({ name }) => name === "kube_version").map(({ version }) => version);
    const left = refusedOf(tree, settings);
    if (left.length > 0) after.push(`${tag}: ${left.join(", ")}`);
    expect(left).toEqual([]);
    const keys = ["kubelet", "kubectl", "kubeadm"].map((name) => keysOf(context, "node0", `${name}_checksums['amd64']`));
    const withChecksums = [...(keys[0]?.keys() ?? [])].filter((version) => keys.every((table) => table?.has(version)));
    const refused = refusedOf(
      tree,
      withChecksums.map((version) => ({ name: "kube_version", version })),
    );
    if (refused.length > 0) before.push(`${tag}: ${refused.join(", ")}`);
    expect(offered.length).toBeGreaterThan(1);
    expect([...offered].sort()).toEqual(withChecksums.filter((version) => !refused.includes(`kube_version: ${version}`)).sort());
  });

  afterAll(() => {
    const say = (what: string, found: readonly string[]) =>
      `${what}: ${found.length} of ${tags.length} releases${["", ...found].join("\n  ")}`;
    console.info(`${say("kube_version with checksums and refused all the same", before)}\n${say("offered and refused", after)}`);
  });
});
