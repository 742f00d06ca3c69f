/** Names that nothing knows, and names of other releases. The tree of the fixture is a small v2.31.0 (or what its packed-refs say). */
import { describe, expect, test } from "vitest";
import { similarName } from "../../../server/src/features/checks/similarNames";
import { checked, findings, fixed } from "../../support/checked";
import { TREE } from "../../support/fixture";

const CODES = ["unknown-variable", "removed-variable"];
const at = (tag: string) => `-- file: ${TREE}/.git/packed-refs\n1111111111111111111111111111111111111111 refs/tags/${tag}\n`;
const short = (text: string, codes = CODES) => findings(text, codes).map((one) => one.replace(/^(\S+ \S+ \S+ .*?[.?])(?: .*)?$/, "$1"));
const all = (lines: string) => `-- file: group_vars/all.yml\n${lines}\n`;

describe("must be found", () => {
  test.each([
    [
      "certmanager_enabled: true",
      "warning unknown-variable: Nothing in kubespray v2.31.0 knows certmanager_enabled, so it does nothing. Did you mean cert_manager_enabled?",
    ],
    [
      "certmanager_enabled: false",
      "info unknown-variable: Nothing in kubespray v2.31.0 knows certmanager_enabled, so it does nothing. Did you mean cert_manager_enabled?",
    ],
    [
      "metrics_server_enable: true",
      "warning unknown-variable: Nothing in kubespray v2.31.0 knows metrics_server_enable, so it does nothing. Did you mean metrics_server_enabled?",
    ],
    [
      "enable_metrics_server: true",
      "warning unknown-variable: Nothing in kubespray v2.31.0 knows enable_metrics_server, so it does nothing. Did you mean metrics_server_enabled?",
    ],
    [
      "kube_netwrok_plugin: calico",
      "warning unknown-variable: Nothing in kubespray v2.31.0 knows kube_netwrok_plugin, so it does nothing. Did you mean kube_network_plugin?",
    ],
    [
      "kube_authorization_modes: [RBAC]",
      "hint unknown-variable: Nothing in kubespray v2.31.0 or in this workspace uses kube_authorization_modes. There is a variable authorization_modes.",
    ],
    ["my_very_own_thing: 1", "hint unknown-variable: Nothing in kubespray v2.31.0 or in this workspace uses my_very_own_thing."],
    [
      "ingress_nginx_enabled: true",
      "warning removed-variable: ingress_nginx_enabled was removed in v2.31.0 (it belonged to the role kubespray_defaults): in v2.31.0 it does nothing. Nothing takes its place: deploy ingress-nginx yourself if you need it.",
    ],
    [
      "ingress_nginx_enabled: false",
      "info removed-variable: ingress_nginx_enabled was removed in v2.31.0 (it belonged to the role kubespray_defaults): in v2.31.0 it does nothing. Nothing takes its place: deploy ingress-nginx yourself if you need it.",
    ],
    [
      "cilium_envoy_image_tag: v1",
      "warning removed-variable: cilium_envoy_image_tag appears in master; this tree is v2.31.0, where it does nothing.",
    ],
  ])("%s", (line, message) => expect(findings(all(line), CODES)).toEqual([`group_vars/all.yml:1 ${message}`]));

  test("one that is gone names what took its place, and the fix renames it", () => {
    const text = `${all("containerd_insecure_registries: {a: b}\nssh_bastion_confing__name: x")}${at("v2.31.0")}`;
    expect(findings(text, CODES)).toEqual([
      expect.stringMatching(/containerd_insecure_registries was removed in v2\.23\.0.* containerd_registries_mirrors took its place: /),
      expect.stringContaining("ssh_bastion_config_name took its place."),
    ]);
    expect(fixed(all("ssh_bastion_confing__name: x"), CODES)).toBe("ssh_bastion_config_name: x\n");
  });

  test("in the hosts file as well", () => {
    expect(short("-- file: hosts.ini\n[kube_node]\nn1\n[kube_node:vars]\nkube_netwrok_plugin=calico\n")).toEqual([
      expect.stringMatching(/^hosts\.ini:4 warning unknown-variable/),
    ]);
  });

  test("the fix renames the key, unless the right name is set as well", () => {
    expect(fixed(all("# why\ncertmanager_enabled: true # on"), CODES)).toBe("# why\ncert_manager_enabled: true # on\n");
    const both = checked(all("certmanager_enabled: true\ncert_manager_enabled: false"), CODES).found;
    expect([both.length, both[0]?.fixes, both[0]?.message.en.includes("is set as well")]).toEqual([1, [], true]);
  });
});

describe("must not be found", () => {
  test.each([
    ["kube_version: 1.35.4"],
    // Known to the release, though the small tree of the test does not define it.
    ["cert_manager_enabled: true"],
    ["calico_pool_blocksize: 26"],
    // Ansible's own.
    ["ansible_user: root"],
    ["ip: 10.0.0.1"],
    // The sample's helpers.
    ['files_repo: "https://files.example"\nregistry_host: registry.example'],
    // The user's own, used by a template of the inventory.
    ['my_mirror: https://m.example\nkubelet_download_url: "{{ my_mirror }}/kubelet"'],
    ["kube_netwrok_plugin: calico # kubespray: ignore unknown-variable"],
    ["# kubespray: ignore-file unknown-variable\nkube_netwrok_plugin: calico"],
    // As editors on Windows save it.
    ["\ufeff# kubespray: ignore-file unknown-variable\r\nkube_netwrok_plugin: calico"],
  ])("%s", (lines) => expect(findings(all(lines), CODES)).toEqual([]));

  test("a release that still has it", () => {
    expect(findings(`${all("ingress_nginx_enabled: true\ndashboard_enabled: true")}${at("v2.30.0")}`, CODES)).toEqual([]);
  });

  test("where the release is not known, every release's names are known", () => {
    expect(findings(`${all("ingress_nginx_enabled: true\ncontainerd_insecure_registries: {}")}${at("nonsense")}`, CODES)).toEqual([]);
  });

  test("what a playbook or a template of the user's own uses, and the rest of such a project", () => {
    const text = `${all("kube_netwrok_plugin: calico\nmy_other_thing: 1\nmy_third_thing: 2")}
-- file: /site/playbooks/mine.yml
- debug: var=kube_netwrok_plugin
-- file: /site/roles/mine/templates/x.j2
{{ my_other_thing }}
`;
    expect(findings(text, CODES, { workspace: "/site" })).toEqual([]);
  });
});

test.each([
  ["cert_manager_enabled", ["certmanager_enabled", "certs_manager_enabled"], "certmanager_enabled"],
  ["kube_proxy_mod", ["kube_proxy_mode", "kube_proxy_nodes"], "kube_proxy_mode"],
  // Numbers and short words tell things apart.
  ["node1_ip", ["node2_ip"], undefined],
  ["calico_cpu_limit", ["calico_mem_limit"], undefined],
  ["etcd_ip", ["etc_ip"], undefined],
  ["dns_a", ["dns_b"], undefined],
  // Two that are as near: silence.
  ["kube_proxy_modx", ["kube_proxy_mode", "kube_proxy_mods"], undefined],
])("%s among %j", (name, known, meant) => expect(similarName(name, known)).toBe(meant));
