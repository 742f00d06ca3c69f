/** Versions that the release's tables do not have: what is looked up where is read from the tree. */
import { describe, expect, test } from "vitest";
import { findings, fixed } from "../../support/checked";
import { TREE } from "../../support/fixture";

const MORE = `
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/more.yml
kube_major_version: "{{ (kube_version | split('.'))[:-1] | join('.') }}"
pod_infra_supported_versions: { '1.35': '3.10', '1.34': '3.9' }
pod_infra_version: "{{ pod_infra_supported_versions[kube_major_version] }}"
helm_version: v3.19.1
helm_archive_checksums:
  amd64: { v3.19.1: aa, v3.18.6: bb, v3.9.0: cc }
  arm64: { v3.19.1: aa, v3.9.0: cc }
helm_archive_checksum: "{{ helm_archive_checksums[image_arch][helm_version] }}"
tool_version: '1.10'
tool_checksums: { '1.10': aa, '1.9': bb, 2024: cc }
tool_checksum: "{{ tool_checksums[tool_ctl_version] }}"
tool_ctl_version: "{{ tool_version }}"
crds_version: 0.9.0
crds_checksums: { no_arch: { 0.9.0: aa } }
idle_version: 1.0.0
idle_checksum: "{{ {'1.0.0': aa}[idle_version] }}"
zero_version: 2.0.0
zero_checksums: { 2.0.0: 5, 1.0.0: 0 }
zero_checksum: "{{ zero_checksums[zero_version] }}"
zero_enabled: false
ntp_limit: 1.50
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/zdownload.yml
downloads:
  kubelet:
    enabled: true
    file: true
    dest: x
    checksum: "{{ kubelet_binary_checksum }}"
    url: "{{ kubelet_download_url }}"
    groups: [k8s_cluster]
  pod_infra:
    enabled: true
    container: true
    repo: "{{ kube_image_repo }}/pause"
    tag: "{{ pod_infra_version }}"
    groups: [k8s_cluster]
  coredns:
    enabled: "{{ dns_mode in ['coredns', 'coredns_dual'] }}"
    container: true
    repo: "{{ coredns_image_repo }}"
    tag: "{{ coredns_image_tag }}"
    groups: [k8s_cluster]
  helm:
    enabled: false
    file: true
    dest: x
    url: "https://get.helm.sh/helm-{{ helm_version }}-linux-{{ image_arch }}.tar.gz"
    checksum: "{{ helm_archive_checksum }}"
    groups: [kube_control_plane]
  tool:
    enabled: false
    file: true
    dest: x
    url: "https://tools.example/{{ tool_version }}"
    checksum: "{{ tool_checksum }}"
    groups: [kube_control_plane]
  crds:
    enabled: false
    file: true
    dest: x
    url: "https://tools.example/crds-{{ crds_version }}"
    checksum: "{{ crds_checksums.no_arch[crds_version] }}"
    groups: [kube_control_plane]
  zero:
    enabled: "{{ zero_enabled }}"
    file: true
    dest: x
    url: "https://tools.example/zero-{{ zero_version }}"
    checksum: "{{ zero_checksum }}"
    groups: [kube_control_plane]
`;
const CODES = ["version-unknown", "version-prefix", "version-number"];
const STOPS = "The whole list of downloads fails: nothing is fetched, and the run stops.";
const text = (lines: string) => `-- file: group_vars/all.yml\n${lines}\n${MORE}`;
const run = (lines: string) => findings(text(lines), CODES);

describe("must be found, on the value that the user set", () => {
  test.each([
    [
      "kube_version: 1.35.9",
      `1 error version-unknown: Kubespray v2.31.0 does not know kube_version 1.35.9: no 1.35.9 in kubelet_checksums. ${STOPS} Nearest that it has: 1.35.4, 1.35.3. To use 1.35.9 all the same, give its checksum in kubelet_binary_checksum.`,
    ],
    [
      "kube_version: ''",
      `1 error version-unknown: Kubespray v2.31.0 does not know kube_version "": no "" in kubelet_checksums or pod_infra_supported_versions. ${STOPS} Nearest that it has: 1.35.4, 1.35.3.`,
    ],
    [
      "kube_version: 1.35",
      `1 error version-unknown: Kubespray v2.31.0 does not know kube_version 1.35: no 1.35 in kubelet_checksums. ${STOPS} Nearest that it has: 1.35.4, 1.35.3.`,
    ],
    [
      "kube_version: 1.20.1",
      `1 error version-unknown: Kubespray v2.31.0 does not know kube_version 1.20.1: no 1.20.1 in kubelet_checksums, no 1.20 in pod_infra_supported_versions. ${STOPS} Nearest that it has: 1.35.4, 1.35.3.`,
    ],
    [
      "kube_version: v1.35.4",
      `1 error version-prefix: Kubespray v2.31.0 writes kube_version without the leading v: 1.35.4, not v1.35.4. ${STOPS}`,
    ],
    [
      "mine: v1.35.4\nkube_version: '{{ mine }}'",
      `1 error version-prefix: Kubespray v2.31.0 writes mine without the leading v: 1.35.4, not v1.35.4. ${STOPS}`,
    ],
    [
      "helm_version: 3.19.1",
      `1 error version-prefix: Kubespray v2.31.0 writes helm_version with a leading v: v3.19.1, not 3.19.1. ${STOPS}`,
    ],
    [
      "tool_version: 1.10",
      `1 error version-number: Without quotes tool_version is the number 1.1; Kubespray v2.31.0 has the text "1.10". ${STOPS}`,
    ],
    // Looked up in the table of downloads itself.
    [
      "crds_version: v0.9.0",
      `1 error version-prefix: Kubespray v2.31.0 writes crds_version without the leading v: 0.9.0, not v0.9.0. ${STOPS}`,
    ],
    [
      "tool_version: '2024'",
      `1 error version-number: tool_version is a text here; Kubespray v2.31.0 has the number 2024, without quotes. ${STOPS}`,
    ],
    [
      "coredns_version: 1.10",
      "1 warning version-number: YAML reads 1.10 as the number 1.1, and that is what is asked for: registry.k8s.io/coredns/coredns:v1.1. Put it in quotes.",
    ],
    [
      "dns_mode: none\ncoredns_version: 1.10",
      "2 info version-number: YAML reads 1.10 as the number 1.1, and that is what is asked for: registry.k8s.io/coredns/coredns:v1.1. Put it in quotes.",
    ],
    [
      "zero_enabled: true\nzero_version: 1.0.0",
      "2 error version-unknown: Kubespray v2.31.0 does not know zero_version 1.0.0: no 1.0.0 in zero_checksums. The download fails on node1. Nearest that it has: 2.0.0. To use 1.0.0 all the same, give its checksum in zero_checksum.",
    ],
  ])("%s", (lines, expected) => expect(run(lines)).toEqual([`group_vars/all.yml:${expected}`]));

  test("only on the architecture that lacks it, where the inventory says what the machine is", () => {
    const arm = "-- file: host_vars/node2.yml\nansible_architecture: aarch64\n";
    expect(findings(arm + text("helm_version: v3.18.6"), CODES)).toEqual([
      "group_vars/all.yml:1 error version-unknown: Kubespray v2.31.0 does not know helm_version v3.18.6 for arm64: no v3.18.6 in helm_archive_checksums. The whole list of downloads fails on node2: nothing is fetched, and the run stops. Nearest that it has: v3.19.1, v3.9.0. To use v3.18.6 all the same, give its checksum in helm_archive_checksum.",
    ]);
  });

  test("the nearest ones are known where what is made of them is looked up", () => {
    const more = `-- file: ${TREE}/roles/kubespray_defaults/vars/main/checksums.yml\nkubelet_checksums: { amd64: { 1.35.4: aa, 1.33.9: bb, 1.32.0: cc } }\n`;
    expect(findings(text("mine: 1.33.9\nkube_version: '{{ mine }}'") + more, CODES)).toEqual([
      `group_vars/all.yml:1 error version-unknown: Kubespray v2.31.0 does not know mine 1.33.9: no 1.33 in pod_infra_supported_versions. ${STOPS} Nearest that it has: 1.35.4.`,
    ]);
  });

  test("in a hosts file, on each value of its own", () => {
    const hosts =
      "-- file: hosts.ini\n[kube_control_plane]\na kube_version=v1.35.4\n[kube_node]\nb\n[kube_node:vars]\nkube_version=1.0.0\n[k8s_cluster:children]\nkube_node\nkube_control_plane\n";
    expect(findings(hosts + MORE, CODES).map((one) => one.split(": ")[0])).toEqual([
      "hosts.ini:2 error version-prefix",
      "hosts.ini:6 error version-unknown",
    ]);
  });
});

describe("fixes", () => {
  test.each([
    ["kube_version: v1.35.4 # pinned", 0, "kube_version: 1.35.4 # pinned\n"],
    ['kube_version: "v1.35.4"', 0, 'kube_version: "1.35.4"\n'],
    ["kube_version: 1.35.1", 0, "kube_version: 1.35.3\n"],
    ["helm_version: 3.19.1", 0, "helm_version: v3.19.1\n"],
    ["tool_version: 1.10", 0, 'tool_version: "1.10"\n'],
    ["tool_version: '2024'", 0, "tool_version: 2024\n"],
    ["coredns_version: 1.10", 0, 'coredns_version: "1.10"\n'],
    ["kube_version: \"{{ 'v1.35.4' }}\"", 0, "no fix\n"],
  ])("%s", (lines, which, expected) => expect(`${fixed(text(lines), CODES, which).trimEnd()}\n`).toBe(expected));
});

describe("must not be found", () => {
  test.each([
    ["kube_version: 1.35.3"],
    ["kube_version: '1.34.0'\nkubelet_binary_checksum: sha256:0123"],
    ["helm_version: v3.0.0\nhelm_archive_checksum: abc"],
    ["helm_version: v3.0.0\nhelm_archive_checksums: { amd64: { v3.0.0: abc } }"],
    // Nothing asks for it.
    ["idle_version: 9"],
    ["zero_version: 1.0.0"],
    ["ntp_limit: 1.50"],
    ["my_own_version: 1.50"],
    ["coredns_version: 1.9"],
    ["tool_version: 2024"],
    // Not known before the run, or not to be told.
    ['kube_version: \'{{ lookup("pipe", "true") }}\''],
    ["kube_version: '{{ nothing }}'"],
    // It may hold what nobody should read.
    ["my_token: s3cr3t\nkube_version: '{{ my_token }}'"],
    // Told elsewhere: an unquoted template, an empty value.
    ["kube_version: v1.35.4 # kubespray: ignore version-prefix"],
  ])("%s", (lines) => expect(run(lines)).toEqual([]));

  test("a version for another architecture than is assumed", () => {
    const only = `-- file: ${TREE}/roles/kubespray_defaults/vars/main/more.yml\nkubelet_checksums:\n  amd64: { 1.35.4: aa }\n  arm64: { 1.35.4: aa, 1.35.3: bb }\n`;
    expect(findings(text("kube_version: 1.35.3") + only, CODES)).toEqual([]);
  });
});
