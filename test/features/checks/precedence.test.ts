/** Values that cannot win and files that nothing matches. The inventory of the fixture has node1 (control plane), node2 and node3. */
import { describe, expect, test } from "vitest";
import { checked, findings, fixed } from "../../support/checked";
import { INVENTORY, TREE } from "../../support/fixture";

const CODES = ["role-vars", "overridden-fact", "overridden-value", "duplicate-definition", "duplicate-key", "unmatched-vars"];
const file = (path: string, text: string) => `-- file: ${path}\n${text}\n`;
const all = (text: string) => file("group_vars/all.yml", text);
const tag = (name: string) => file(`${TREE}/.git/packed-refs`, `1111111111111111111111111111111111111111 refs/tags/${name}`);
/** `file:line severity code` */
const short = (text: string, codes = CODES) => findings(text, codes).map((one) => one.slice(0, one.indexOf(": ")));
const hosts = (text: string) => file("hosts.ini", text);
const CLUSTER = "[kube_control_plane]\nnode1\n[kube_node]\nnode2\nnode3\n[etcd]\nnode1\n";

describe("role-vars", () => {
  test("a table of checksums from 2.28 on, wherever it is set", () => {
    expect(findings(all("kubelet_checksums: {amd64: {1.35.4: 1}}"), CODES)).toEqual([
      "group_vars/all.yml:1 warning role-vars: kubelet_checksums has no effect here: kubespray keeps it in the vars of the role kubespray_defaults, which beat the inventory. Only -e on the command line is stronger.",
    ]);
    expect(short(file("host_vars/node2.yml", "kubelet_checksums: {}"))).toEqual(["host_vars/node2.yml:1 warning role-vars"]);
  });

  test.each([
    ["a default", all("kubelet_binary_checksum: abc")],
    ["the same value", `${all("pinned: 1")}${file(`${TREE}/roles/kubespray_defaults/vars/main/main.yml`, "pinned: 1")}`],
    ["a role that does not take part in the whole run", `${all("pkgs: []")}${file(`${TREE}/roles/other/vars/main.yml`, "pkgs: [a]")}`],
    [
      "checksums while they are defaults",
      `${all("old_checksums: {}")}${file(`${TREE}/roles/kubespray_defaults/defaults/main/c.yml`, "old_checksums: {a: b}")}`,
    ],
  ])("not: %s", (_, text) => expect(short(text)).toEqual([]));
});

describe("overridden-fact", () => {
  test("facts that kubespray gathers", () => {
    expect(short(file("host_vars/node2.yml", "ansible_architecture: aarch64"))).toEqual(["host_vars/node2.yml:1 info overridden-fact"]);
  });

  test.each([["ansible_user: root"], ["ansible_host: 10.0.0.9"], ["ansible_python_interpreter: /usr/bin/python3"], ["ansible_eth0: {}"]])(
    "not: %s",
    (line) => expect(short(file("host_vars/node2.yml", line), ["overridden-fact"])).toEqual([]),
  );
});

describe("overridden-value", () => {
  const two = (above: string, below: string, rest = "") => `${all(above)}${file("group_vars/k8s_cluster.yml", below)}${rest}`;

  test("every host gets it from a deeper group", () => {
    expect(findings(two("kube_network_plugin: calico", "kube_network_plugin: cilium"), CODES)).toEqual([
      "group_vars/all.yml:1 info overridden-value: No host gets this value: group_vars/k8s_cluster.yml:1 sets kube_network_plugin for every host and is stronger.",
    ]);
  });

  test("from several places, and from the hosts file", () => {
    const text = `${hosts(`${CLUSTER}[k8s_cluster:children]\nkube_node\nkube_control_plane\n[kube_control_plane:vars]\ndns_mode=none\n`)}
${file("group_vars/k8s_cluster.yml", "dns_mode: coredns")}${file("host_vars/node2.yml", "dns_mode: manual")}${file("host_vars/node3.yml", "dns_mode: other")}
${file("host_vars/node1.yml", "dns_mode: dual")}`;
    expect(short(text)).toEqual(["group_vars/k8s_cluster.yml:1 info overridden-value", "hosts.ini:12 info overridden-value"]);
    expect(findings(text, CODES)[0]).toContain("host_vars/node2.yml:1 and host_vars/node3.yml:1 and 1 more set dns_mode for every host");
  });

  test.each([
    ["one host gets it", `${all("dns_mode: a")}${file("group_vars/kube_node.yml", "dns_mode: b")}`],
    ["the same value", two("dns_mode: a", "dns_mode: a")],
    ["the same text of another type", two("download_run_once: true", 'download_run_once: "True"')],
    ["another inventory's own variable", two("site_thing: 1", "site_thing: 2")],
    ["a vaulted value", two("dns_mode: a", "dns_mode: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162")],
    ["a second hosts file may use it", two("dns_mode: a", "dns_mode: b", file("other.yaml", "all: {hosts: {n9: }}"))],
    ["a script beside may bring hosts", two("dns_mode: a", "dns_mode: b", file("terraform.py", "#!/usr/bin/env python"))],
    ["the hosts are made up", `${hosts("[kube_node]\n")}${two("dns_mode: a", "dns_mode: b")}`],
  ])("not: %s", (_, text) => expect(short(text)).toEqual([]));
});

test("dicts of two groups, unless hash_behaviour lets both count", () => {
  const text = `${all("containerd_registries: {a: {}}")}${file("group_vars/k8s_cluster.yml", "containerd_registries: {b: {}}")}
${file(`${TREE}/roles/kubespray_defaults/defaults/main/x.yml`, "containerd_registries: {}")}`;
  expect(short(text)).toEqual(["group_vars/all.yml:1 info overridden-value"]);
  expect(short(`${text}${file("ansible.cfg", "[defaults]\nhash_behaviour = merge")}`)).toEqual([]);
});

describe("duplicate-definition", () => {
  test("two files of one group", () => {
    const text = `${file("group_vars/all/a.yml", "dns_mode: a")}${file("group_vars/all/b.yml", "dns_mode: b")}`;
    expect(findings(text, CODES)).toEqual([
      "group_vars/all/a.yml:1 warning duplicate-definition: dns_mode is set again for all in group_vars/all/b.yml:1, to another value. Ansible takes that one, and this one does nothing.",
    ]);
  });

  test.each([
    [`${hosts(`${CLUSTER}[all:vars]\ndns_mode=a\n`)}${all("dns_mode: b")}`, "hosts.ini:9 warning duplicate-definition"],
    [
      `${hosts(CLUSTER.replace("node2", "node2 dns_mode=a"))}${file("host_vars/node2.yml", "dns_mode: b")}`,
      "hosts.ini:4 warning duplicate-definition",
    ],
    // A copy of the sample is left as it is.
    [
      `${file("group_vars/all/all.yml", "dns_mode: coredns")}${file("group_vars/all/zz.yml", "dns_mode: b")}`,
      "group_vars/all/all.yml:1 hint duplicate-definition",
    ],
    // A variable of the user's own: files may sort one after the other on purpose.
    [
      `${file("group_vars/all/0.yml", "mine: a")}${file("group_vars/all/1.yml", "mine: b")}`,
      "group_vars/all/0.yml:1 info duplicate-definition",
    ],
  ])("%#", (text, expected) => expect(short(text)).toEqual([expected]));

  test.each([
    ["the same value", `${file("group_vars/all/a.yml", "dns_mode: a")}${file("group_vars/all/b.yml", "dns_mode: a")}`],
    [
      "a range and one of it",
      `${hosts(CLUSTER.replace("node2\nnode3", "node[2:3] dns_mode=a"))}${file("host_vars/node2.yml", "dns_mode: b")}`,
    ],
    ["a file that Ansible passes over", `${file("group_vars/all/a.yml", "dns_mode: a")}${all("dns_mode: b")}`],
  ])("not: %s", (_, text) => expect(short(text)).toEqual([]));
});

describe("duplicate-key", () => {
  test("in YAML, at any depth; the last counts", () => {
    expect(findings(all("dns_mode: a\n# why\nbin_dir: /x\ndns_mode: b"), CODES)).toEqual([
      "group_vars/all.yml:1 warning duplicate-key: dns_mode stands again in line 4. Ansible takes the last one, and this one does nothing.",
    ]);
    expect(short(all("metal:\n  - a: 1\n    b:\n      c: 1\n      c: 2\n    a: 3"))).toEqual([
      "group_vars/all.yml:2 warning duplicate-key",
      "group_vars/all.yml:4 warning duplicate-key",
    ]);
    expect(short(all("dns_mode: a\ndns_mode: a"))).toEqual(["group_vars/all.yml:1 info duplicate-key"]);
    expect(short(file("group_vars/all.json", '{"dns_mode": "a", "dns_mode": "b"}'))).toEqual([
      "group_vars/all.json:1 warning duplicate-key",
    ]);
  });

  test("in hosts files", () => {
    const yaml =
      "all:\n  children:\n    kube_control_plane: {hosts: {node1: {ip: 10.0.0.1}}}\n  children:\n    kube_node: {hosts: {node1: {ip: 10.0.0.2}}}\n";
    // What stands below the first is not there any more.
    expect(short(file("hosts.yaml", yaml))).toEqual(["hosts.yaml:2 warning duplicate-key"]);
    expect(short(hosts(`${CLUSTER}[kube_node:vars]\na=1\na=2\nb=1\nb=1\n`))).toEqual([
      "hosts.ini:9 warning duplicate-key",
      "hosts.ini:11 info duplicate-key",
    ]);
    expect(short(hosts("[kube_control_plane]\nn1 ip=10.0.0.1\n[kube_node]\nn1 ip=10.0.0.2\n"))).toEqual([
      "hosts.ini:2 warning duplicate-key",
    ]);
  });

  test("the fix deletes the lines of the one that does nothing", () => {
    expect(fixed(all("bin_dir: /x\ndns_mode:\n  - a\n  - b\n# c\ndns_mode: b"), CODES)).toBe("bin_dir: /x\n# c\ndns_mode: b\n");
    expect(fixed(all("a: {b: 1, b: 2}"), CODES)).toBe("no fix");
    expect(fixed(all("l:\n  - a: 1\n    a: 2"), CODES)).toBe("no fix");
  });

  test.each([
    [all("a: {b: 1}\nc: {b: 1}")],
    [all("base: &b {x: 1}\nother: &o {y: 1}\nboth:\n  <<: *b\n  <<: *o")],
    [all('a:\n  1: x\n  "1": y')],
    // Each list item is a mapping of its own.
    [all("l:\n  - a: 1\n  - a: 2")],
    [hosts("[kube_control_plane]\nn1 ip=10.0.0.1\n[kube_node]\nn1 ip=10.0.0.1\n")],
    // An exception to a range is made on purpose.
    [hosts("[kube_control_plane]\nn[1:3] bin_dir=/a\nn2 bin_dir=/b\n")],
    [hosts(`${CLUSTER}[kube_node:vars]\na=1\n[etcd:vars]\na=2\n`)],
    [file("hosts.yaml", "all: {children: {kube_control_plane: {hosts: {n1: &n {ip: 10.0.0.1}}}, kube_node: {hosts: {n1: *n}}}}")],
  ])("not: %j", (text) => expect(short(text, ["duplicate-key"])).toEqual([]));
});

test("the fix deletes what does nothing", () => {
  expect(fixed(all("a: 1\nkubelet_checksums:\n  amd64:\n    x: y\n\n# c\nb: 1"), CODES)).toBe("a: 1\n\n# c\nb: 1\n");
  expect(fixed(`${file("group_vars/all/a.yml", "dns_mode: a # why")}${file("group_vars/all/b.yml", "dns_mode: b")}`, CODES)).toBe("");
  expect(fixed(`${hosts(`${CLUSTER}[all:vars]\ndns_mode=a\nx=1\n`)}${all("dns_mode: b")}`, CODES)).toBe(`${CLUSTER}[all:vars]\nx=1\n\n`);
  expect(fixed(`${hosts(CLUSTER.replace("node2", "node2 dns_mode=a"))}${file("host_vars/node2.yml", "dns_mode: b")}`, CODES)).toBe(
    "no fix",
  );
});

test("much of it: bounded", () => {
  const many = Array.from({ length: 5000 }, (_, i) => `k: ${i}`).join("\n");
  expect(short(all(many))).toHaveLength(100);
  expect(
    short(hosts(`[kube_control_plane]\nn1\n[kube_node]\nn[1:4000] dns_mode=a\n`), ["overridden-value", "duplicate-host-value"]),
  ).toEqual([]);
});

test("group-priority: only for a group in the hosts file", () => {
  const text = `${hosts(`${CLUSTER.replace("node2", "node2 ansible_group_priority=2")}[kube_node:vars]\nansible_group_priority=2\n`)}${file("group_vars/kube_node.yml", "ansible_group_priority: 2")}`;
  expect(short(text, ["group-priority"])).toEqual([
    "group_vars/kube_node.yml:1 warning group-priority",
    "hosts.ini:4 warning group-priority",
  ]);
});

describe("unmatched-vars", () => {
  test.each([
    ["group_vars/kube-master.yml", "warning", "Did you mean kube_control_plane?"],
    ["group_vars/kube-node/a.yml", "warning", "Did you mean kube_node?"],
    ["group_vars/k8s-cluster.yml", "warning", "Did you mean k8s_cluster?"],
    ["group_vars/kube_nodes.yml", "warning", "Did you mean kube_node?"],
    ["group_vars/databases.yml", "info", "This inventory has no group databases, so Ansible never reads this file."],
    [
      "group_vars/node2.yml",
      "warning",
      "node2 is a host, and group_vars is not where Ansible looks for it: it never reads this file. Move it to host_vars.",
    ],
    [
      "host_vars/kube_node.yml",
      "warning",
      "kube_node is a group, and host_vars is not where Ansible looks for it: it never reads this file. Move it to group_vars.",
    ],
    ["host_vars/node-2.yml", "warning", "Did you mean node2?"],
    ["host_vars/node9.yml", "info", "This inventory has no host node9, so Ansible never reads this file."],
  ])("%s", (path, severity, message) => {
    const found = findings(file(path, "dns_mode: a"), CODES);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}:1 ${severity} unmatched-vars: `);
    expect(found[0]).toContain(message);
  });

  /** `title: from -> to` of the first fix, beside the inventory. */
  const moved = (text: string) => {
    const fix = checked(text, ["unmatched-vars"]).found[0]?.fixes?.[0];
    const beside = (path: string) => (path.startsWith(`${INVENTORY}/`) ? path.slice(INVENTORY.length + 1) : path);
    return fix?.moves?.map(({ from, to }) => `${fix.title.en}: ${beside(from)} -> ${beside(to)}`).join() ?? "none";
  };
  test.each([
    ["group_vars/kube-master.yml", "Rename to kube_control_plane.yml: group_vars/kube-master.yml -> group_vars/kube_control_plane.yml"],
    ["group_vars/kube-node/a.yml", "Rename to kube_node/: group_vars/kube-node -> group_vars/kube_node"],
    ["group_vars/kube-node/deep/a.yml", "Rename to kube_node/: group_vars/kube-node -> group_vars/kube_node"],
    ["group_vars/kube_nodes", "Rename to kube_node: group_vars/kube_nodes -> group_vars/kube_node"],
    ["group_vars/node2.yaml", "Move to host_vars: group_vars/node2.yaml -> host_vars/node2.yaml"],
    ["host_vars/kube_node/a.yml", "Move to group_vars: host_vars/kube_node -> group_vars/kube_node"],
    ["host_vars/node-2.json", "Rename to node2.json: host_vars/node-2.json -> host_vars/node2.json"],
    ["group_vars/databases.yml", "none"],
  ])("moves %s", (path, expected) => expect(moved(file(path, "{dns_mode: a}"))).toBe(expected));

  test("a name with dots keeps them; nothing is moved to where something is, nor out of the folder", () => {
    const dotted = hosts("[kube_control_plane]\nn1.example.com\n[kube_node]\nn2.example.com\n");
    expect(moved(`${dotted}${file("host_vars/n1.exampel.com.yml", "dns_mode: a")}`)).toBe(
      "Rename to n1.example.com.yml: host_vars/n1.exampel.com.yml -> host_vars/n1.example.com.yml",
    );
    const old = file("group_vars/kube-node.yml", "dns_mode: a");
    expect(moved(`${old}${file("group_vars/kube_node/x.yml", "bin_dir: a")}`)).toBe("none");
    const hostile = hosts("[kube_control_plane]\nn1\n[kube_node]\n../../x\n");
    expect(moved(`${hostile}${file("host_vars/.././x.yml", "dns_mode: a")}${file("group_vars/x.yml", "dns_mode: a")}`)).toBe("none");
  });

  test("k8s_cluster where the release does not make it, a group without hosts, one finding for a folder", () => {
    const old = `${hosts(CLUSTER)}${file("group_vars/k8s_cluster/a.yml", "dns_mode: a")}${file("group_vars/k8s_cluster/b.yml", "bin_dir: a")}`;
    expect(short(`${old}${tag("v2.26.1")}`)).toEqual(["group_vars/k8s_cluster/a.yml:1 warning unmatched-vars"]);
    expect(fixed(`${old}${tag("v2.26.1")}`, CODES)).toBe(`${CLUSTER}\n\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n`);
    expect(short(old)).toEqual([]);
    expect(findings(`${hosts(`${CLUSTER}[calico_rr]\n`)}${file("group_vars/calico_rr.yml", "dns_mode: a")}`, CODES)).toEqual([
      "group_vars/calico_rr.yml:1 info unmatched-vars: No host is in the group calico_rr, so nothing in this file has an effect.",
    ]);
  });

  test("the new name of a group that the hosts file calls by the old one", () => {
    const old = "[kube-master]\nn1\n[kube-node]\nn2\n[k8s-cluster:children]\nkube-node\nkube-master\n";
    const vars = file("group_vars/k8s_cluster.yml", "dns_mode: a");
    expect(findings(`${hosts(old)}${vars}`, CODES)).toEqual([
      expect.stringContaining("The hosts file has k8s-cluster, which this release does not take for it: rename it there."),
    ]);
    // Up to 2.26 it is mapped.
    expect(short(`${hosts(old)}${vars}${tag("v2.26.1")}`)).toEqual([]);
  });

  const imports = file(`${TREE}/cluster.yml`, "- import_playbook: playbooks/cluster.yml");
  const atRoot = file(`${TREE}/group_vars/all.yml`, "mine: 1\ndns_mode: a");

  test("beside a playbook that only imports kubespray's", () => {
    expect(findings(`${atRoot}${imports}`, CODES)).toEqual([
      "kubespray/group_vars/all.yml:2 warning unmatched-vars: Kubespray's plays lie in playbooks/, and Ansible looks for group_vars beside them and beside the inventory, not here: it never reads this file. Move it beside the hosts file.",
    ]);
    expect(moved(`${atRoot}${imports}`)).toBe(`Move to inventory/group_vars: ${TREE}/group_vars/all.yml -> group_vars/all.yml`);
    expect(moved(`${atRoot}${imports}${file("group_vars/all/x.yml", "bin_dir: a")}`)).toBe("none");
  });

  test.each([
    ["beside the playbook itself", `${atRoot}${file(`${TREE}/cluster.yml`, "- hosts: all")}`],
    ["beside another hosts file", `${atRoot}${imports}${file(`${TREE}/other.ini`, "[kube_node]\nn9")}`],
    ["variables for own plays", `${imports}${file(`${TREE}/group_vars/all.yml`, "mine: 1\nansible_user: a")}`],
    ["what there is", `${file("group_vars/kube_node.yml", "dns_mode: a")}${file("host_vars/node2/x.yml", "bin_dir: a")}`],
    [
      "old names that the release maps",
      `${hosts("[kube-master]\nn1\n[kube-node]\nn2\n")}${file("group_vars/kube-master.yml", "a: 1")}${file("group_vars/kube_control_plane.yml", "b: 1")}`,
    ],
    ["no variables", file("group_vars/kube-master.yml", "# nothing\n---")],
    ["localhost", file("host_vars/localhost.yml", "a: 1")],
    ["groups of another hosts file", `${file("group_vars/edge.yml", "a: 1")}${file("edge.ini", "[edge]\nn9\n")}`],
    ["hosts that a range in another hosts file names", `${file("host_vars/edge3.yml", "a: 1")}${file("edge.ini", "[edge]\nedge[1:9]\n")}`],
    ["a script that may bring groups", `${file("group_vars/edge.yml", "a: 1")}${file("inventory.py", "#!/usr/bin/env python3\n")}`],
    ["made-up hosts", `${hosts("[kube_node]\n")}${file("group_vars/kube-master.yml", "a: 1")}`],
    ["an inventory of another project", `${hosts("[web]\nw1\n")}${file("group_vars/webs.yml", "a: 1")}`],
    ["an ending that Ansible ignores", file("group_vars/kube-master.yml.bak", "a: 1")],
  ])("not: %s", (_, text) => expect(short(text, ["unmatched-vars"])).toEqual([]));

  test("groups that the user's own playbooks make", () => {
    const text = `${file("group_vars/made_later.yml", "a: 1")}${file("/site/own/site.yml", "- hosts: all\n  tasks: [{group_by: {key: made_later}}]")}`;
    expect(findings(text, CODES, { workspace: "/site" })).toEqual([]);
  });
});
