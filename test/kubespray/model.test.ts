import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath, FileSystem } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { type ModelOptions, openModel } from "../../server/src/kubespray/openModel";
import { toJson } from "../../server/src/python/json";
import { treeFiles } from "../support/memoryTree";
import { describeShared, shared } from "../support/shared";

/** A kubespray of a few lines; the tag says which release's rules apply. */
const TREE = `
-- /k/roles/kubespray-defaults/defaults/main.yaml
# Kubernetes to install.
kube_version: v1.30.4
container_manager: containerd
etcd_deployment_type: host
kube_network_plugin: calico
download_run_once: false
download_container: true
download_delegate: "{{ groups['kube_control_plane'][0] }}"
skip_downloads: false
deploy_container_engine: true
image_arch: amd64
kube_image_repo: registry.k8s.io
etcd_image_repo: quay.io/coreos/etcd
etcd_image_tag: v3.5.12
coredns_image_repo: "{{ kube_image_repo }}/coredns/coredns"
coredns_image_tag: v1.11.1
cri_socket: /run/containerd/containerd.sock
kubeadm_config_api_version: v1beta4
address: "{{ ip | default(fallback_ips[inventory_hostname]) }}"
dig: ""
kubeadm_images: {}
downloads:
  etcd:
    enabled: true
    container: "{{ etcd_deployment_type != 'host' }}"
    url: "https://github.com/etcd/{{ etcd_version }}-{{ image_arch }}.tgz"
    dest: /tmp/etcd
    repo: "{{ etcd_image_repo }}"
    tag: "{{ etcd_image_tag }}"
    sha256: "{{ etcd_binary_checksums[image_arch][etcd_version] }}"
    groups: [etcd]
  pod_infra:
    enabled: "{{ pause_enabled | default(true) }}"
    container: true
    repo: "{{ kube_image_repo }}/pause"
    tag: "3.9"
    sha256: "{{ dig }}"
    groups: [k8s_cluster]
download_defaults: {container: false, file: false, repo: None, tag: None, enabled: false, dest: None, version: None, url: None}
etcd_version: v3.5.12
-- /k/roles/kubespray-defaults/vars/main.yml
etcd_binary_checksums: {amd64: {v3.5.12: aa}}
-- /k/roles/download/defaults/main.yml
local_release_dir: /tmp/releases
-- /k/roles/container-engine/docker/defaults/main.yml
docker_version: '20.10'
-- /i/hosts.ini
cp1
w1 ip=10.0.0.2
[kube_control_plane]
cp1
[etcd]
cp1
[kube_node]
w1
[k8s_cluster:children]
kube_control_plane
kube_node
-- /i/group_vars/all.yml
etcd_binary_checksums: {amd64: {v3.5.12: overridden}}
`;
const HEAD = "0123456789012345678901234567890123456789";

function files(tag: string, more = ""): FileSystem {
  return memoryFileSystem(new Map([...treeFiles(TREE), ...treeFiles(more), ["/k/.git/HEAD", HEAD], ["/k/.git/refs/tags/" + tag, HEAD]]));
}
function open(more = "", options: Partial<ModelOptions> & { readonly tag?: string } = {}) {
  return openModel({ fs: files(options.tag ?? "v2.26.0", more), kubespray: "/k", inventory: "/i", env: () => "", ...options });
}

test("role vars beat the inventory, the plan and the lists follow", () => {
  const model = open();
  expect(model.problems).toEqual([]);
  expect(model.plan("cp1").items.map(({ key, selected, artifact }) => [key, selected, artifact])).toEqual([
    ["etcd", true, { url: "https://github.com/etcd/v3.5.12-amd64.tgz", dest: "/tmp/etcd", checksum: "sha256:aa" }],
    ["pod_infra", true, { image: "registry.k8s.io/pause:3.9", pullByDigest: false }],
    ...["apiserver", "controller-manager", "scheduler", "proxy"].map((name) => [
      `kubeadm_kube-${name}`,
      true,
      { image: `registry.k8s.io/kube-${name}:v1.30.4`, pullByDigest: false },
    ]),
  ]);
  expect(model.plan("w1").items[0]).toMatchObject({
    selected: false,
    reason: "the host is in none of its groups (etcd) but in k8s_cluster, kube_node",
  });
  const [file] = model.lists().files;
  expect(file).toMatchObject({ keys: ["etcd"], hosts: ["cp1"], architectures: ["amd64"], checksum: "sha256:aa", selected: true });
  expect(model.lists({ host: "w1" }).files).toEqual([]);
  expect(model.lists({ all: true, host: "w1" }).images.map(({ text }) => text)).toContain("quay.io/coreos/etcd:v3.5.12");
  const image = model.lists().images.find(({ text }) => text.includes("pause"));
  expect(image).toMatchObject({ variable: undefined, definition: { name: "downloads", line: 22 } });
});

describe("rules of releases", () => {
  test.each([
    ["v2.18.2", "etcd_kubeadm_enabled: true", "host", true],
    ["v2.26.0", "etcd_kubeadm_enabled: true", "kubeadm", true],
    ["v2.28.0", "etcd_kubeadm_enabled: true", "host", false],
    ["v2.28.0", "etcd_deployment_type: kubeadm", "kubeadm", true],
  ])("%s with %s: etcd_deployment_type is %s", (tag, setting, type, kubeadmEtcd) => {
    const model = open(`\n-- /i/group_vars/k8s_cluster.yml\n${setting}\n`, { tag });
    const resolved = model.resolve("cp1", "etcd_deployment_type");
    expect(resolved.state === "known" && resolved.value).toBe(type);
    expect(model.plan("cp1").kubeadmImages?.list.includes("quay.io/coreos/etcd:v3.5.12")).toBe(kubeadmEtcd);
  });

  test.each([
    ["v2.26.0", ["kube_control_plane", "kube-master"], false],
    ["v2.27.0", ["_all", "k8s_cluster", "kube-master"], true],
    ["v2.30.0", ["k8s_cluster"], true],
  ])("%s: groups made at run time", (tag, groups, inCluster) => {
    const hosts = "\n-- /i/hosts.ini\ncp1\nn1\n[kube-master]\ncp1\n[kube_node]\nn1\n[kube_control_plane]\n[k8s-cluster]\n";
    const model = open(hosts, { tag });
    expect(model.groupsOf("cp1")).toEqual(expect.arrayContaining(groups.filter((group) => group !== "k8s_cluster")));
    expect(model.groupsOf("n1").includes("k8s_cluster")).toBe(inCluster);
  });

  test("a registry named after pause drops kubeadm's images, skip_kubeadm_images as well", () => {
    const paused = open("\n-- /i/group_vars/all.yml\nkube_image_repo: pause.example\n").plan("cp1");
    expect([paused.kubeadmImages?.list, paused.items.length]).toEqual([[], 2]);
    const skipped = open("\n-- /i/group_vars/all.yml\nskip_kubeadm_images: true\n").plan("w1");
    expect([skipped.kubeadmImages?.skipped, skipped.kubeadmImages?.fromHost, skipped.items.length]).toEqual([true, "cp1", 2]);
  });
});

test("one undefined variable fails the whole loop and names the setting", () => {
  const plan = open("\n-- /i/group_vars/k8s_cluster.yml\n# mine\netcd_version: v9\n").plan("cp1");
  expect(plan.items).toEqual([]);
  expect(plan.loopError).toMatchObject({
    kind: "failed",
    definition: { name: "etcd_version", file: "/i/group_vars/k8s_cluster.yml", line: 2 },
  });
  expect(plan.loopError?.message).toContain("etcd.sha256: ");
});

test("what kubespray sets at run time is unknown, a digest is pulled, extra vars win", () => {
  const model = open("", { extraVars: new Map([["dig", "ff"]]) });
  expect(model.resolve("cp1", "address")).toMatchObject({ state: "unknown", reason: "fallback_ips is set by kubespray at run time" });
  expect(model.resolve("w1", "address")).toMatchObject({ state: "known", value: "10.0.0.2" });
  expect(model.plan("w1").items[1]?.artifact).toEqual({ image: "registry.k8s.io/pause@sha256:ff", pullByDigest: true });
  expect(model.resolve("w1", "docker_version")).toMatchObject({ state: "known", value: "20.10" });
});

test("explain shows the winner, the losers, the chain and the comment", () => {
  const explained = open("\n-- /i/host_vars/cp1.yml\nkube_image_repo: mine\n").explain("cp1", "coredns_image_repo");
  expect(explained.resolved).toMatchObject({ state: "known", value: "mine/coredns/coredns" });
  expect(explained.uses.map(({ name, winner, losers }) => [name, winner?.file, losers[0]?.file])).toEqual([
    ["kube_image_repo", "/i/host_vars/cp1.yml", "/k/roles/kubespray-defaults/defaults/main.yaml"],
  ]);
  expect(open().explain("cp1", "kube_version").documentation).toBe("Kubernetes to install.");
});

describe("bad input leaves an answer", () => {
  test("no tree", () => {
    const model = open("", { kubespray: "/nowhere" as FilePath });
    expect(model.kubespray).toBeUndefined();
    expect(model.problems[0]?.code).toBe("kubespray-not-a-tree");
    expect(model.resolve("cp1", "etcd_binary_checksums").state).toBe("known");
    expect(model.lists().gaps).not.toEqual([]);
    expect(model.summary()).toEqual({ files: [], images: [], directOnlyFiles: [] });
  });
  test("no hosts file", () => {
    const model = open("", { inventory: "/i/group_vars" as FilePath });
    expect(model.inventory.imaginary).toBeDefined();
    expect(model.summary().files).toEqual(["https://github.com/etcd/v3.5.12-amd64.tgz"]);
  });
  test("a broken file costs what stands in it", () => {
    const model = open("\n-- /i/group_vars/etcd.yml\na: [1\nb: 2\n");
    expect(model.plan("w1").items).toHaveLength(6);
    expect(model.plan("cp1").items).toHaveLength(6);
    expect(model.problems).toMatchObject([{ severity: "error", file: "/i/group_vars/etcd.yml" }]);
  });
  test("an unknown host, a table that is none", () => {
    expect(open().plan("nobody")).toMatchObject({ inPlay: false, items: [] });
    expect(open("\n-- /i/group_vars/all.yml\ndownloads: [1]\n").plan("cp1").loopError).toBeDefined();
    expect(open("\n-- /i/group_vars/all.yml\ndownloads: {x: {enabled: true}}\n").plan("cp1").items[0]).toMatchObject({
      key: "x",
      selected: undefined,
    });
  });
});

describeShared("quick answers equal the evaluator's", "kubespray", (root) => {
  const cases = [
    ["v2.16.0", "everything-on"],
    ["v2.26.1", "switch-run-once"],
    ["v2.26.1", "quirks-bool"],
    ["v2.26.1", "shape-cluster-substring"],
    ["v2.31.0", "digests"],
    ["v2.31.0", "switch-no-containers"],
    ["master", "everything-on"],
    ["master", "downloads-override"],
  ];
  // The same conditions in brackets are not known by their text, so that the evaluator has to answer them.
  test.each(cases)("%s %s", (tag, name) => {
    const kubespray = `${root}/${tag}/tree`;
    const inventory = shared(`kubespray/${tag}/inventories/${name}`) as FilePath;
    const generation = tag === "master" ? ("native" as const) : ("classic" as const);
    const container = tag === "master" ? "download" : "item.value";
    const tasks = `- include_tasks: x.yml
  loop: "{{ downloads | combine(kubeadm_images) | dict2items }}"
  when:
    - (not skip_downloads | default(false))
    - (download.enabled)
    - (item.value.enabled)
    - (((not (${container}.container | default(false))) or (${container}.container and download_container)))
    - ((download_run_once and inventory_hostname == download_delegate) or (group_names | intersect(download.groups) | length))
`;
    const disk = diskFileSystem();
    const slow = overlayFileSystem(disk, new Map([[`${kubespray}/roles/download/tasks/main.yml` as FilePath, tasks]]));
    const plans = [disk, slow].map((fs) => {
      const model = openModel({ fs, kubespray, inventory, generation, env: () => "" });
      return model.hosts.map((host) => model.plan(host).items.map(({ key, selected, artifact }) => [host, key, selected, artifact]));
    });
    expect(plans[0]?.flat().length).toBeGreaterThan(10);
    expect(plans[0]).toEqual(plans[1]);
  });
});

test("values print as JSON", () => {
  const resolved = open().resolve("cp1", "download_defaults");
  expect(resolved.state === "known" && toJson(resolved.value)).toContain('"version":"None"');
});
