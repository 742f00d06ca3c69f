import { describe, expect, it } from "vitest";
import { findInventory } from "../../server/src/ansible/findInventory";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import { memoryFileSystem } from "../../server/src/files/memory";
import { memoryTree } from "../support/memoryTree";

const GROUPS = [{ name: "kube_control_plane", within: ["k8s_cluster"] }, { name: "etcd" }];
const find = (text: string, source = "/inventory") =>
  findInventory(source, { files: memoryTree(text), generation: "classic", imaginaryGroups: GROUPS });
const INI = "[kube_node]\nn1\n";
const SAMPLE = "[kube_node]\n# n1\n";

describe("the hosts file of a folder", () => {
  it.each([
    ["the usual name that comes first", `-- hosts.yml\nall: {hosts: {a: }}\n-- inventory.ini\n${INI}`, "inventory.ini"],
    ["one with hosts before an untouched sample", `-- inventory.ini\n${SAMPLE}\n-- cluster.ini\n${INI}`, "cluster.ini"],
    ["any name, if it holds hosts of a cluster", `-- prod\n${INI}\n-- README.md\nx\n-- vars.yml\na: 1\n`, "prod"],
    [
      "one with hosts in kubespray's groups before one of other machines",
      `-- hosts.yaml\nall: {hosts: {a: }}\n-- k8s.ini\n[etcd]\nn1\n`,
      "k8s.ini",
    ],
    ["one of other machines where no file has those groups", `-- inventory.ini\n[web]\nn1\n-- db.ini\n[db]\nn2\n`, "inventory.ini"],
    ["a file without ending", `-- hosts\n${INI}`, "hosts"],
    ["the only folder below that has one", `-- mine/hosts.ini\n${INI}\n-- sample/inventory.ini\n${SAMPLE}`, "mine/hosts.ini"],
  ])("is %s", (_, tree, wanted) => {
    const found = find(tree);
    expect([found.file, found.imaginary]).toEqual([`/inventory/${wanted}`, undefined]);
    expect(found.inventory.hosts.size).toBeGreaterThan(0);
  });

  it("is one, and the others are named", () => {
    const found = find(`-- hosts.yaml\nall: {hosts: {a: }}\n-- inventory.ini\n${INI}`);
    expect([found.file, found.others]).toEqual(["/inventory/hosts.yaml", ["/inventory/inventory.ini"]]);
    expect(found.problems.map((problem) => problem.code)).toEqual(["inventory-choice"]);
  });
});

describe("imaginary hosts stand in where", () => {
  it.each([
    ["there is no hosts file", "-- group_vars/all.yml\na: 1", "/inventory", "No hosts file was found in /inventory."],
    ["the path is absent", "-- x\n", "/inventory/nope.ini", "There is no file or folder /inventory/nope.ini."],
    ["the file has no hosts", `-- inventory.ini\n${SAMPLE}`, "/inventory", "inventory.ini has no hosts."],
    [
      "Ansible refuses the file",
      "-- hosts.ini\n[a]\nx y\n",
      "/inventory/hosts.ini",
      "Ansible refuses hosts.ini:2: Expected key=value host variable assignment, got: y.",
    ],
    ["its YAML is broken", "-- hosts.yml\nall: {hosts: [\n", "/inventory", "Ansible refuses hosts.yml:2: A value is missing here."],
    [
      "it is a script",
      "-- hosts\n#!/bin/sh\necho\n",
      "/inventory",
      "hosts gives no hosts: The file is a script: Ansible would run it, this program does not.",
    ],
    [
      "it configures a plugin",
      "-- hosts.yml\nplugin: aws_ec2\n",
      "/inventory",
      "hosts.yml gives no hosts: The file configures the inventory plugin aws_ec2, which this program does not run.",
    ],
    [
      "it is vaulted",
      "-- hosts\n$ANSIBLE_VAULT;1.1;AES256\n61\n",
      "/inventory",
      "hosts gives no hosts: The file is encrypted with Ansible Vault.",
    ],
    ["it is a list of hosts that was taken for a path", "", "/inventory/h1,h2", "There is no file or folder /inventory/h1,h2."],
  ])("%s", (_, tree, source, why) => {
    const found = find(tree, source);
    expect(found.imaginary).toBe(why);
    expect([...found.inventory.hosts.keys()]).toEqual(["imaginary-kube-control-plane", "imaginary-etcd"]);
    expect(found.inventory.hostsOf("k8s_cluster")).toEqual(["imaginary-kube-control-plane"]);
    expect(found.problems.at(-1)).toMatchObject({ code: "inventory-imaginary", severity: "warning" });
    expect(found.folder).toBe("/inventory");
  });

  it("groups and variables of a file without hosts stay", () => {
    const { inventory } = find(
      "-- inventory.ini\n[kube_control_plane]\n[k8s_cluster:children]\nkube_control_plane\n[k8s_cluster:vars]\nv=1\n",
    );
    expect(inventory.groups.get("kube_control_plane")?.depth).toBe(2);
    expect([...(inventory.groups.get("k8s_cluster")?.variables.keys() ?? [])]).toEqual(["v"]);
    expect(inventory.hosts.get("imaginary-kube-control-plane")?.membership.names).toEqual(["k8s_cluster", "kube_control_plane"]);
  });

  it.each(["too-large", "binary", "unreadable"] as const)("the file is %s", (reason) => {
    const files = memoryFileSystem({ "/inventory/hosts.ini": { ok: false, reason } });
    const found = findInventory("/inventory", { files, generation: "classic", imaginaryGroups: GROUPS });
    expect(found.imaginary).toMatch(/^hosts.ini gives no hosts: The hosts file /);
    expect(found.problems[0]).toMatchObject({ code: "inventory-unreadable", file: "/inventory/hosts.ini" });
  });
});

describe("several sources", () => {
  const files = memoryTree(`
    -- a/hosts.ini
    [g]
    h x=1
    -- a/vars.yml
    g: {hosts: {h: {x: 2}, k: }}
    -- a/skip.cfg
    [g]
    no
    -- b/hosts.yaml
    g: {hosts: {h: {x: 3}}}
  `);
  it("are read one after the other, folders by name and without .ini", () => {
    const inventory = readInventory(["/inventory/a", "/inventory/b/hosts.yaml", "l1,l2:22"], { files, generation: "classic" });
    expect([...inventory.hosts.keys()]).toEqual(["h", "k", "l1", "l2"]);
    expect(inventory.hosts.get("h")?.variables.get("x")?.raw()).toBe(3n);
    expect(inventory.hosts.get("h")?.variables.get("inventory_dir")?.raw()).toBe("/inventory/a");
    // Ansible makes a text of the folder that a list does not have.
    expect(inventory.hosts.get("l1")?.variables.get("inventory_dir")?.raw()).toBe("None");
    expect(inventory.sources.map((source) => source.plugin)).toEqual(["yaml", "yaml", "host_list"]);
  });
});
