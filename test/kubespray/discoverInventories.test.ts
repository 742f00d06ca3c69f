/** Where inventories are found in a workspace, and to which one a file belongs. */
import { expect, test } from "vitest";
import type { FilePath } from "../../server/src/files/fileSystem";
import { type Discovery, discoverInventories, inventoryOf } from "../../server/src/kubespray/discoverInventories";
import { memoryTree } from "../support/memoryTree";

const workspace = `
  -- kubespray/roles/kubespray_defaults/defaults/main/main.yml
  kube_version: 1.31.0
  -- kubespray/inventory/sample/inventory.ini
  [kube_control_plane]
  [kube_node]
  [etcd]
  -- kubespray/inventory/sample/group_vars/k8s_cluster/k8s-cluster.yml
  kube_network_plugin: calico
  kube_version: 1.31.0
  -- kubespray/inventory/mine/hosts.yaml
  all: {children: {kube_control_plane: {hosts: {a: }}, kube_node: {}, etcd: {}}}
  -- kubespray/inventory/mine/group_vars/all.yml
  kube_proxy_mode: ipvs
  -- kubespray/tests/files/group_vars/all.yml
  kube_version: 1.31.0
  kube_network_plugin: calico
  -- clusters/east/group_vars/k8s_cluster/deep/er.yml
  kube_version: 1.31.0
  container_manager: crio
  -- clusters/east/cluster.ini
  [kube_node]
  -- clusters/east/artifacts/other.yml
  a: 1
  -- web/hosts.yml
  all:
    children:
      kube_control_plane:
      kube_node:
      etcd:
  -- web/group_vars/all.yml
  kube_version: 1.31.0
  -- elsewhere/group_vars/k8s_cluster.yml
  nginx_port: 80
  -- node_modules/x/group_vars/all.yml
  kube_version: 1
  kube_proxy_mode: x
`;

test("by kubespray's variables, or with a tree around by its groups; samples, tests and dependencies are none", () => {
  const found = discoverInventories(memoryTree(workspace, "/w"), "/w" as FilePath);
  expect(own(found)).toEqual(["/w/web", "/w/clusters/east", "/w/kubespray/inventory/mine"]);
  expect(found.inventories.filter(({ sample }) => sample).map(({ folder }) => folder)).toEqual(["/w/kubespray/inventory/sample"]);
  expect(found.trees).toEqual(["/w/kubespray"]);
  expect(found.cut).toBe(false);
});

test("what was generated for an inventory is none", () => {
  const kit = `${workspace}
  -- offline/inventory/group_vars/all/offline.yml
  files_repo: https://files.example.com
  kube_image_repo: hub.example.com
  -- offline/SHA256SUMS
  -- offline/README.md
  `;
  const found = (readme: string) => own(discoverInventories(memoryTree(`${kit}${readme}\n`, "/w"), "/w" as FilePath));
  expect(found("<!-- Made by kubespray-inventory 0.1.0: generate all -->")).not.toContain("/w/offline/inventory");
  expect(found("# Mine")).toContain("/w/offline/inventory");
});

test("a sample with hosts is an inventory", () => {
  const edited = workspace.replace("[kube_control_plane]\n", "[kube_control_plane]\n  node1\n");
  expect(own(discoverInventories(memoryTree(edited, "/w"), "/w" as FilePath))).toContain("/w/kubespray/inventory/sample");
});

test.each([
  ["/w/clusters/east/group_vars/k8s_cluster/deep/er.yml", "/w/clusters/east"],
  ["/w/clusters/east/host_vars/new.yml", "/w/clusters/east"],
  ["/w/clusters/east/cluster.ini", "/w/clusters/east"],
  ["/w/clusters/east/any.ini", "/w/clusters/east"],
  ["/w/clusters/east/artifacts/other.yml", undefined],
  ["/w/elsewhere/group_vars/k8s_cluster.yml", undefined],
])("%s belongs to %s", (file, folder) => {
  const { inventories } = discoverInventories(memoryTree(workspace, "/w"), "/w" as FilePath);
  expect(inventoryOf(file as FilePath, inventories)?.folder).toBe(folder);
});

function own({ inventories }: Discovery): readonly FilePath[] {
  return inventories.filter(({ sample }) => !sample).map(({ folder }) => folder);
}
