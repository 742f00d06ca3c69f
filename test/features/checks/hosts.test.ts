/** Hosts and groups: what is certain beside what the release asserts itself. */
import { describe, expect, test } from "vitest";
import { findings, fixed } from "../../support/checked";
import { TREE } from "../../support/fixture";

const CODES = ["host-without-role", "host-localhost", "host-and-group", "group-child", "duplicate-host-value", "even-etcd"];
const ini = (text: string) => `-- file: hosts.ini\n${text}\n`;
const yaml = (text: string) => `-- file: hosts.yaml\n${text}\n`;
const short = (text: string) => findings(text, CODES).map((one) => one.slice(0, one.indexOf(": ")));
const CLUSTER = "[kube_control_plane]\nn1\n[kube_node]\nn2\n[etcd]\nn1\n";
const PREINSTALL = `-- file: ${TREE}/playbooks/cluster.yml
- hosts: k8s_cluster:etcd
  roles: [{role: kubernetes/preinstall}]
-- file: ${TREE}/roles/kubernetes/preinstall/tasks/main.yml
- import_tasks: 0040-verify-settings.yml
-- file: ${TREE}/roles/kubernetes/preinstall/tasks/0040-verify-settings.yml
- name: Stop if even number of etcd hosts
  assert:
    that: groups.etcd | length is not divisibleby 2
  when: inventory_hostname in groups.get('etcd', [])
`;

describe("must be found", () => {
  test.each([
    [
      ini(`n3\n${CLUSTER}`),
      "hosts.ini:1 info host-without-role: n3 is in no group, so kubespray does nothing with it. Put it into kube_node, kube_control_plane or etcd.",
    ],
    [
      yaml("all: {hosts: {n9: {ip: 10.0.0.9}, n1: }, children: {kube_control_plane: {hosts: {n1: }}}}"),
      "hosts.yaml:1 info host-without-role: n9 is in no group, so kubespray does nothing with it. Put it into kube_node, kube_control_plane or etcd.",
    ],
    [
      ini("[kube_control_plane]\nlocalhost ansible_connection=local\n"),
      "hosts.ini:2 info host-localhost: localhost is the machine that Ansible runs on, and its node would be called localhost too. Give it its own name with ansible_connection=local, as node1.",
    ],
    [
      ini(`${CLUSTER}[k8s_cluster]\nkube_node\n`),
      "hosts.ini:8 warning host-and-group: kube_node is a group, and here it is listed as a host: Ansible will try to reach a machine of that name. A group belongs below [k8s_cluster:children].",
    ],
    [
      ini("[kube_control_plane]\nmaster\n[master]\nmaster\nn2\n"),
      "hosts.ini:2 warning host-and-group: master is the name of a host and of a group: Ansible gives the variables in this file that are meant for the host to the group. Rename one of them.",
    ],
    [
      yaml("all: {children: {kube_node: {hosts: {n2: }}, kube_control_plane: {hosts: {n1: }}, storage: {children: {kube-node: {}}}}}"),
      "hosts.yaml:1 warning group-child: The group kube-node has no hosts, so it brings none into storage. Did you mean kube_node?",
    ],
    [
      ini("[kube_control_plane]\nn1 ansible_host=10.0.0.1\n[kube_node]\nn2 ansible_host=10.0.0.1\n"),
      "hosts.ini:4 warning duplicate-host-value: n1, n2 have the same ansible_host. Each machine needs its own.",
    ],
    [
      ini("[kube_control_plane]\nn[1:2] ip=10.0.0.1\n[kube_node]\nn3\n"),
      "hosts.ini:2 warning duplicate-host-value: n1, n2 have the same ip. Each machine needs its own.",
    ],
    [
      `${ini('[kube_control_plane]\nn1 access_ip=fd00::1\n[kube_node]\nn2 access_ip="{{ other }}"\n')}-- file: group_vars/all.yml\nother: FD00::1\n`,
      "hosts.ini:4 warning duplicate-host-value: n1, n2 have the same access_ip. Each machine needs its own.",
    ],
    [
      ini("[kube_control_plane]\nn1\n[etcd]\nn1 etcd_member_name=a\nn2 etcd_member_name=a\nn3\n"),
      "hosts.ini:5 warning duplicate-host-value: n1, n2 have the same etcd_member_name. Each member of etcd needs its own name.",
    ],
    [
      ini("[kube_control_plane]\nn1\n[etcd]\nn1\nn2\n"),
      "hosts.ini:3 warning even-etcd: etcd has 2 hosts: with an even number it bears no more failures than with 1, and kubespray refuses to go on. Take an odd number.",
    ],
  ])("%j", (text, expected) => expect(findings(text, CODES)).toEqual([expected]));

  test("the fix for a child group", () => {
    const text =
      "all:\n  children:\n    kube_node: {hosts: {n2: }}\n    kube_control_plane: {hosts: {n1: }}\n    k8s_cluster:\n      children:\n        kube-node:\n";
    expect(
      fixed(`${yaml(text)}-- file: ${TREE}/.git/packed-refs\n1111111111111111111111111111111111111111 refs/tags/v2.26.1\n`, [
        "group-child",
      ]),
    ).toContain("\n        kube_node:\n");
  });
});

describe("must not be found", () => {
  test.each([
    // Other groups are for other playbooks; Ansible's own machine is often listed.
    ini(`${CLUSTER}[haproxy]\nlb1\n[bastion]\njump\n`),
    ini(`localhost ansible_connection=local\nctl ansible_connection=local\n${CLUSTER}`),
    ini("w1\n[web]\nw2\n"),
    ini("w1\nw2\n[kube_node]\n"),
    // Kubespray's inventory/local.
    ini("node1 ansible_connection=local\n[kube_control_plane]\nnode1\n[etcd]\nnode1\n[kube_node]\nnode1\n"),
    ini("[kube_control_plane]\nn1\n[tools]\nlocalhost\n"),
    // As kubespray's sample has it.
    ini(`${CLUSTER}[bastion]\nbastion ansible_host=10.0.0.9\n`),
    // Names that are alike are no clash.
    ini(`${CLUSTER}[k8s_cluster:children]\nkube_node\nkube_control_plane\n`),
    ini("[web]\nmaster\n[master]\nmaster\n"),
    // Empty groups are allowed.
    yaml(
      "all: {children: {kube_node: {hosts: {n2: }}, kube_control_plane: {hosts: {n1: }}, k8s_cluster: {children: {kube_node: , kube_control_plane: , calico_rr: }}}}",
    ),
    // From 2.27 the hosts are in k8s_cluster anyhow.
    yaml("all: {children: {kube_node: {hosts: {n2: }}, kube_control_plane: {hosts: {n1: }}, k8s_cluster: {children: {kube-node: }}}}"),
    // Ansible refuses this one itself.
    ini(`${CLUSTER}[k8s_cluster:children]\nkube_nodes\n`),
    // One address and forwarded ports, jump hosts, containers.
    ini("[kube_control_plane]\nn1 ansible_host=10.0.0.1 ansible_port=2201\n[kube_node]\nn2 ansible_host=10.0.0.1 ansible_port=2202\n"),
    ini("[kube_control_plane]\nn1 ansible_host=127.0.0.1\n[kube_node]\nn2 ansible_host=127.0.0.1\n"),
    ini(
      "[kube_control_plane]\nn1 ansible_host=10.0.0.1 ansible_ssh_common_args='-J a'\n[kube_node]\nn2 ansible_host=10.0.0.1 ansible_ssh_common_args='-J b'\n",
    ),
    ini("[kube_control_plane]\nn1 ansible_host=h.lan ansible_connection=lxd\n[kube_node]\nn2 ansible_host=h.lan ansible_connection=lxd\n"),
    // Placeholders, and what only the run can tell.
    ini("[kube_control_plane]\nn1 ip=x.x.x.x ansible_host=x.x.x.x\n[kube_node]\nn2 ip=x.x.x.x ansible_host=x.x.x.x\n"),
    ini("[kube_control_plane]\nn1 ip=<ip> access_ip=0.0.0.0\n[kube_node]\nn2 ip=<ip> access_ip=0.0.0.0\n"),
    `${ini(CLUSTER)}-- file: group_vars/all.yml\nip: "{{ ansible_default_ipv4.address }}"\naccess_ip: "{{ hostvars[inventory_hostname].ansible_host }}"\n`,
    // Machines outside of the cluster.
    ini(`${CLUSTER}[web]\nw1 ansible_host=10.0.0.1\nw2 ansible_host=10.0.0.1\n`),
    ini("[kube_control_plane]\nn1\n[etcd]\nn1 etcd_member_name=a\n[kube_node]\nn2 etcd_member_name=a\n"),
    // Kubeadm runs etcd; the release says it itself; nothing is filled in.
    `${ini("[kube_control_plane]\nn1\n[etcd]\nn1\nn2\n")}-- file: group_vars/all.yml\netcd_deployment_type: kubeadm\n`,
    `${ini("[kube_control_plane]\nn1\n[etcd]\nn1\nn2\n")}${PREINSTALL}`,
    ini("[kube_control_plane]\n[etcd]\n[kube_node]\n"),
    ini(`# kubespray: ignore-file\nn3\n${CLUSTER}`),
  ])("%j", (text) => expect(short(text)).toEqual([]));
});
