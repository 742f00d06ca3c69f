/** What tells that settings were written for another release: all of them together, and the shape of single values. */
import { describe, expect, test } from "vitest";
import { checked, findings } from "../../support/checked";
import { TREE } from "../../support/fixture";

const at = (tag: string) => `-- file: ${TREE}/.git/packed-refs\n1111111111111111111111111111111111111111 refs/tags/${tag}\n`;
const all = (lines: string) => `-- file: group_vars/all.yml\n${lines}\n`;

describe("other-release", () => {
  const CODE = ["other-release"];
  const gone = ["dashboard_enabled", "krew_enabled", "ingress_nginx_enabled", "cephfs_provisioner_enabled", "rbd_provisioner_enabled"];
  const lines = (names: readonly string[]) => names.map((name) => `${name}: true`).join("\n");

  test("found once, on the first line of the file with most of the evidence", () => {
    const text = `${all("kube_version: 1.2.3\ndashboard_enabled: true")}-- file: group_vars/k8s_cluster/addons.yml\n---\n${lines(gone)}\n${at("v2.31.0")}`;
    expect(findings(text, CODE)).toEqual([
      expect.stringMatching(
        /^group_vars\/k8s_cluster\/addons\.yml:1 info other-release: The settings of this inventory look like those of kubespray v\S+ to v\S+: 5 of the variables are gone in v2\.31\.0, this tree's release\./,
      ),
    ]);
  });

  test.each([
    ["four names", `${all(lines(gone.slice(0, 4)))}${at("v2.31.0")}`],
    ["a release that knows them", `${all(lines(gone))}${at("v2.22.0")}`],
    ["names that nobody knows", `${all(lines(["a_a", "b_b", "c_c", "d_d", "e_e", "f_f"]))}${at("v2.31.0")}`],
    ["a tree whose release cannot be told", `${all(lines(gone))}${at("nonsense")}`],
    ["silence asked for", `${all(`# kubespray: ignore-file other-release\n${lines(gone)}`)}${at("v2.31.0")}`],
  ])("not found: %s", (_name, text) => expect(findings(text, CODE)).toEqual([]));

  test("not found: as many names that are new as are gone", () => {
    const fresh = [
      "kubeadm_patches_dir",
      "cilium_encryption_node_encryption",
      "kube_ovn_enable_ssl",
      "gateway_api_enabled",
      "dns_etchosts",
    ];
    expect(findings(`${all(lines([...gone, ...fresh]))}${at("v2.31.0")}`, CODE)).toEqual([]);
  });
});

describe("changed-shape", () => {
  const CODE = ["changed-shape"];
  const role = (defaults: string, task: string) =>
    `-- file: ${TREE}/roles/addon/defaults/main.yml\n${defaults}\n-- file: ${TREE}/roles/addon/tasks/main.yml\n- debug:\n  ${task}\n`;

  test.each([
    [
      "addon_registries: [a]",
      "addon_registries: {}",
      `with_dict: "{{ addon_registries }}"`,
      "is a list here; in this release kubespray wants a map",
    ],
    [
      "addon_registries: [a]",
      "addon_registries: {a: 1}",
      `x: "{{ addon_registries.items() }}"`,
      "Write it like the default in roles/addon/defaults/main.yml:1.",
    ],
    [
      "addon_patches: {enabled: true}",
      "addon_patches: []",
      `loop: "{{ addon_patches }}"`,
      "is a map here; in this release kubespray wants a list",
    ],
  ])("found: %s for %s", (line, defaults, task, message) => {
    expect(findings(`${all(line)}${role(defaults, task)}`, CODE)).toEqual([expect.stringContaining(message)]);
  });

  test("found: a release's history says since when", () => {
    const text = `${all("containerd_default_runtime: {name: runc}")}${role("containerd_default_runtime: runc", "x: 1")}${at("v2.19.0")}`;
    expect(checked(text, CODE).found.map(({ message }) => message.en)).toEqual([
      expect.stringContaining("containerd_default_runtime is a map here; since v2.16.0 kubespray wants a single value."),
    ]);
  });

  test.each([
    ["addon_registries: {a: 1}", "addon_registries: {}", `with_dict: "{{ addon_registries }}"`],
    // A loop of Jinja2 takes both.
    ["addon_registries: [a]", "addon_registries: {}", `x: "{% for one in addon_registries %}{{ one }}{% endfor %}"`],
    ["addon_registries: []", "addon_registries: {}", `with_dict: "{{ addon_registries }}"`],
    ["addon_registries:", "addon_registries: {}", `with_dict: "{{ addon_registries }}"`],
    [`addon_registries: "{{ [1] }}"`, "addon_registries: {}", `with_dict: "{{ addon_registries }}"`],
    ["addon_registries: text", "addon_registries: {}", `with_dict: "{{ addon_registries }}"`],
    ["addon_registries: [a]", `addon_registries: ""`, `loop: "{{ addon_registries }}"`],
    ["addon_registries: [a]", `addon_registries: "{{ {} }}"`, `with_dict: "{{ addon_registries }}"`],
    ["other_registries: [a]", "addon_registries: {}", `with_dict: "{{ other_registries }}"`],
  ])("not found: %s for %s", (line, defaults, task) => {
    expect(findings(`${all(line)}${role(defaults, task)}`, CODE)).toEqual([]);
  });
});
