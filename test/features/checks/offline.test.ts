/** Mirrors and overrides: what leaves them, and addresses that cannot be right. */
import { describe, expect, test } from "vitest";
import { findings, fixed } from "../../support/checked";
import { TREE } from "../../support/fixture";

const MORE = `
-- file: ${TREE}/inventory/sample/group_vars/all/offline.yml
## Private registry
# registry_host: "myprivateregisry.com"
# files_repo: "http://myprivatehttpd"
# kube_image_repo: "{{ registry_host }}"
# docker_image_repo: "{{ registry_host }}"
# kubelet_download_url: "{{ files_repo }}/dl.k8s.io/release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubelet"
# etcd_download_url: "{{ files_repo }}/github.com/etcd-{{ etcd_version }}-linux-{{ image_arch }}.tar.gz"
# tool_download_url: "{{ files_repo }}/tools.example/tool"
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/tools.yml
github_url: https://github.com
etcd_version: 3.6.10
kubeadm_download_url: "{{ dl_k8s_io_url }}/release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubeadm"
etcd_download_url: "{{ github_url }}/etcd-v{{ etcd_version }}-linux-{{ image_arch }}.tar.gz"
etcd_binary_checksum: "{{ etcd_binary_checksums[image_arch][etcd_version] }}"
etcd_binary_checksums: { amd64: { 3.6.10: aa }, arm64: { 3.6.10: bb } }
tool_download_url: "https://tools.example/tool"
tool_enabled: true
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/zdownload.yml
downloads:
  kubelet: { enabled: true, file: true, dest: x, checksum: "{{ kubelet_binary_checksum }}", url: "{{ kubelet_download_url }}", groups: [k8s_cluster] }
  kubeadm: { enabled: true, file: true, dest: x, checksum: "", url: "{{ kubeadm_download_url }}", groups: [k8s_cluster] }
  etcd: { enabled: true, file: true, dest: x, checksum: "{{ etcd_binary_checksum }}", url: "{{ etcd_download_url }}", groups: [k8s_cluster] }
  tool: { enabled: "{{ tool_enabled }}", file: true, dest: x, checksum: "", url: "{{ tool_download_url }}", groups: [k8s_cluster] }
  coredns: { enabled: true, container: true, repo: "{{ coredns_image_repo }}", tag: "{{ coredns_image_tag }}", groups: [k8s_cluster] }
  metrics: { enabled: true, container: true, repo: "{{ metrics_server_image_repo }}", tag: "{{ metrics_server_image_tag }}", groups: [k8s_cluster] }
  pause: { enabled: true, container: true, repo: "{{ kube_image_repo }}/pause", tag: '3.10', groups: [k8s_cluster] }
  nginx: { enabled: true, container: true, repo: "{{ docker_image_repo }}/library/nginx", tag: alpine, groups: [k8s_cluster] }
`;
const CODES = ["offline-leak", "registry-scheme", "override-address", "override-file", "override-architecture"];
const text = (lines: string) => `-- file: group_vars/all.yml\n${lines}\n${MORE}`;
const run = (lines: string) => findings(text(lines), CODES);
const ARM = "-- file: host_vars/node2.yml\nansible_architecture: aarch64\n";

const K8S = 'files_repo: http://mirror\ndl_k8s_io_url: "{{ files_repo }}/k8s"\n';
const FILES = `${K8S}github_url: "{{ files_repo }}/github.com"`;

describe("what leaves a mirror", () => {
  test.each([
    [
      FILES,
      [
        "1 warning offline-leak: 1 of 4 files that hosts download do not come from files_repo: https://tools.example/tool. Without internet access the run stops there.",
      ],
    ],
    [
      `${K8S}http_proxy: http://proxy:3128`,
      [
        "1 info offline-leak: 2 of 4 files that hosts download do not come from files_repo: https://github.com/etcd-v3.6.10-linux-amd64.tar.gz, https://tools.example/tool. Without internet access the run stops there.",
      ],
    ],
    [
      "registry_host: reg.local\nkube_image_repo: '{{ registry_host }}'",
      [
        "1 warning offline-leak: 1 of 8 images that hosts download do not come from registry_host: docker.io/library/nginx:alpine. Without internet access the run stops there.",
      ],
    ],
    [
      "files_repo: http://mirror",
      [
        "1 warning offline-leak: files_repo does nothing by itself: no setting begins with {{ files_repo }}, and 3 files still come from the internet: https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet, https://github.com/etcd-v3.6.10-linux-amd64.tar.gz, https://tools.example/tool.",
      ],
    ],
    // A mirror without a name, written into each line.
    [
      "kubeadm_image_repo: reg.local/k8s\nmetrics_server_image_repo: reg.local/metrics\nkube_image_repo: reg.local/k8s",
      [
        "1 warning offline-leak: 1 of 8 images that hosts download do not come from reg.local: docker.io/library/nginx:alpine. Without internet access the run stops there.",
      ],
    ],
  ])("%s", (lines, expected) => expect(run(lines)).toEqual(expected.map((one) => `group_vars/all.yml:${one}`)));

  test("the fix adds the sample's lines", () => {
    expect(fixed(text(FILES), ["offline-leak"])).toContain(
      'files_repo: http://mirror\ntool_download_url: "{{ files_repo }}/tools.example/tool"\n',
    );
  });
});

describe("what cannot be right", () => {
  test.each([
    [
      "kube_image_repo: http://reg:5000\ndocker_image_repo: reg:5000",
      "1 error registry-scheme: An image's name has no scheme: with http:// before it the container runtime rejects it, here for 7 images. Write the registry's host and port alone; whether it is reached by http is set in the runtime's own configuration of registries.",
    ],
    [
      "kube_image_repo: reg:5000/\ndocker_image_repo: reg:5000",
      "1 error override-address: A part of the image's name is empty, so that the container runtime rejects it: reg:5000//coredns/coredns:v1.12.4",
    ],
    [
      "kube_image_repo: reg/Mirror\ndocker_image_repo: reg",
      "1 error override-address: An image's name has no capital letters behind the registry; the container runtime rejects it: reg/Mirror/coredns/coredns:v1.12.4",
    ],
    [
      "tool_download_url: mirror/tool",
      "1 error override-address: The address of a file has to begin with http:// or https://, or it cannot be fetched: mirror/tool",
    ],
    ["tool_download_url: http:///tool", "1 error override-address: The address names no host, so that it cannot be fetched: http:///tool"],
    [
      "tool_download_url: |\n  http://tools.example/tool",
      "1 error override-address: There is a blank or a line break in the address, so that it cannot be fetched: http://tools.example/tool␣",
    ],
    [
      'base: http://user:pw@github.com/\ngithub_url: "{{ base }}"',
      "1 warning override-address: Two slashes stand together in the address, which not every file server takes for one: http://••••••@github.com//etcd-v3.6.10-linux-amd64.tar.gz",
    ],
    [
      'etcd_download_url: "https://github.com/etcd-v3.5.9-linux-{{ image_arch }}.tar.gz"',
      "1 warning override-file: This address is that of 3.5.9, and 3.6.10 is to be installed: https://github.com/etcd-v3.5.9-linux-amd64.tar.gz. The checksum will not match.",
    ],
    [
      "kubelet_download_url: https://dl.k8s.io/v1.28.3/bin/linux/amd64/kubelet",
      "1 warning override-file: This address is that of 1.28.3, and 1.35.4 is to be installed: https://dl.k8s.io/v1.28.3/bin/linux/amd64/kubelet. The checksum will not match.",
    ],
    [
      "kubelet_download_url: https://dl.k8s.io/k8s/kubeadm",
      "1 warning override-file: kubelet_download_url leads to the file of kubeadm_download_url: https://dl.k8s.io/k8s/kubeadm. The checksum will not match.",
    ],
  ])("%s", (lines, expected) =>
    expect(run(lines).filter((one) => !one.includes("offline-leak"))).toEqual([`group_vars/all.yml:${expected}`]),
  );

  test("an architecture that no override covers", () => {
    const lines = "kubelet_download_url: https://dl.k8s.io/v{{ kube_version }}/amd64/kubelet";
    expect(findings(ARM + text(lines.replace(/: (.*)/, ': "$1"')), CODES)).toEqual([
      "group_vars/all.yml:1 warning override-architecture: This address is for amd64, and node2 needs arm64: https://dl.k8s.io/v1.35.4/amd64/kubelet. Write {{ image_arch }} in its place, or give those hosts their own.",
    ]);
  });
});

describe("fixes", () => {
  test.each([
    ["registry-scheme", 'kube_image_repo: "http://reg:5000"', 'kube_image_repo: "reg:5000"'],
    ["override-address", "kube_image_repo: 'reg:5000//'", "kube_image_repo: 'reg:5000'"],
    ["override-address", "dl_k8s_io_url: http://mirror/ # ours", "dl_k8s_io_url: http://mirror # ours"],
    // Files need it.
    ["registry-scheme", "site: http://m\ntool_download_url: '{{ site }}/tool'\nkube_image_repo: '{{ site }}/k'", "no fix"],
  ])("%s %s", (code, lines, expected) => expect(fixed(text(lines), [code]).trimEnd()).toBe(expected));
});

describe("must not be found", () => {
  test.each([
    [""],
    ["kube_version: 1.35.3"],
    // All of it, or nothing but a part without a name for the whole.
    [`${FILES}\ntool_download_url: '{{ files_repo }}/tool'`],
    [`${FILES}\ntool_enabled: false`],
    ["tool_download_url: http://mirror/tool"],
    ["github_url: https://ghproxy.example/https://github.com"],
    // A fork, and not a mirror.
    ["etcd_download_url: https://github.com/mine/etcd-{{ etcd_version }}.tar.gz".replace(/: (.*)/, ': "$1"')],
    ["docker_image_repo: reg.local"],
    ["kube_image_repo: reg.local"],
    ["dl_k8s_io_url: http://mirror/k8s\ngithub_url: http://mirror/gh"],
    // The runtime has a mirror for the rest; the variable is used by something else.
    [
      "registry_host: reg.local\nkube_image_repo: '{{ registry_host }}'\ncontainerd_registries_mirrors: [{ prefix: docker.io, mirrors: [{ host: 'http://reg.local' }] }]",
    ],
    ["files_repo: http://mirror\nmy_script: 'curl {{ files_repo }}'"],
    ["files_repo: ''"],
    // Schemes where they belong.
    ["my_registry_url: http://reg:5000"],
    ["site: http://reg:5000\nkube_image_repo: \"{{ site | regex_replace('https?://', '') }}\"\ndocker_image_repo: reg:5000"],
    // Another layout; other versions in folders; the user's own checksum; the same for all machines.
    ["kubelet_download_url: https://dl.k8s.io/kubelet"],
    ["kubelet_download_url: https://dl.k8s.io/kubespray/v1.28.3/kubelet"],
    ["etcd_download_url: https://github.com/etcd-v3.5.9-linux-amd64.tar.gz\netcd_binary_checksum: abc"],
    ["kubelet_download_url: https://dl.k8s.io/amd64/kubelet"],
    ["kube_image_repo: REG.local:5000/k8s\ndocker_image_repo: localhost/x"],
    ["kube_image_repo: '{{ nothing }}'"],
    ["tool_download_url: \"{{ lookup('pipe', 'true') }}\""],
  ])("%s", (lines) => expect(run(lines)).toEqual([]));

  test("architectures that an address of their own covers, that it names both of, or that nothing says", () => {
    const own = "kubelet_download_url: https://dl.k8s.io/arm64/kubelet\n";
    expect(findings(`${ARM}${own}${text("kubelet_download_url: https://dl.k8s.io/amd64/kubelet")}`, CODES)).toEqual([]);
    expect(findings(ARM + text("kubelet_download_url: https://dl.k8s.io/amd64-arm64/kubelet"), CODES)).toEqual([]);
    expect(findings(ARM + text("tool_download_url: https://tools.example/amd64/tool"), CODES)).toEqual([]);
  });

  test("hosts that are made up", () => {
    expect(findings(`-- file: hosts.ini\n# none yet\n${text(FILES)}`, CODES)).toEqual([]);
  });
});
