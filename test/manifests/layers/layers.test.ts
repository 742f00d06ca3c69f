/** The layers are cluster.yml and nothing else, in its order: by their text here, by what real Ansible lists and runs in ansible.test.ts. */
import { describe, expect, test } from "vitest";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { layers } from "../../../server/src/manifests/layers/layers";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";
import { ownInventory, ownTree } from "./ownTree";

function made(given: GivenOptions = {}, more: Record<string, string> = {}, groups: "all" | "few" = "few", locale = "en") {
  const files = { ...ownTree(), ...more };
  const text = Object.entries(files).map(([path, content]) => `-- file: ${TREE}/${path}\n${content}`);
  const out = generated(layers, [`-- file: hosts.ini\n${ownInventory(groups)}`, ...text].join(""), given, { locale });
  return {
    ...out,
    text: (name: string) => out.files.find(({ path }) => path.startsWith(name))?.text ?? "",
    names: out.files.map(({ path }) => path),
  };
}

/** Names of the plays and imports of a layer. */
const plays = (text: string) => [...text.matchAll(/^- (?:name: ([^\n]*)|import_playbook: (.*))/gm)].map((match) => match[1] ?? match[2]);

test("one file a layer, one for each of the release's other playbooks, and the runner", () => {
  const { names, notes, gaps } = made();
  expect(names).toEqual([
    "00-default-ssh-config.yml",
    "01-cluster-bootstrap-os.yml",
    "02-cluster-etcd.yml",
    "03-cluster-kubernetes.yml",
    "04-cluster-network.yml",
    "05-cluster-apps.yml",
    "06-cluster-resolv-conf.yml",
    "11-reset-reset.yml",
    "run-layers.sh",
  ]);
  expect(notes.map(({ message }) => message.en)).toContain(
    'the play "Invoke kubeadm and install a CNI" is split: 04-cluster-network has its second part; handlers of the first part run before it',
  );
  expect(gaps).toEqual([]);
});

test("each layer begins with what prepares a run, then takes up what earlier ones found out", () => {
  const { text } = made();
  expect(plays(text("00"))).toEqual(["Common tasks"]);
  expect(plays(text("01"))).toEqual(["Common tasks", "Gather facts", "Prepare", "Keep what the next layers need"]);
  expect(plays(text("02"))).toEqual([
    ...["Common tasks", "Gather facts", "Load what the layers before found out"],
    ...["Install etcd", "Keep what the next layers need"],
  ]);
  expect(plays(text("05")).slice(0, 4)).toEqual(["Common tasks", "Gather facts", "Load what the layers before found out", "Apps"]);
  expect(text("01")).toContain("cert_dir");
  expect(text("01")).not.toContain("nothing_uses_this");
});

test("plays keep every character; imports are seen from the layers' folder", () => {
  const { text } = made({ "tree-path": "../a b's" });
  const source = ownTree()["playbooks/cluster.yml"] as string;
  expect(text("01")).toContain(source.slice(source.indexOf("- name: Prepare"), source.indexOf("\n- name: Install etcd")));
  expect(text("02")).toContain(
    `- name: Install etcd\n  vars:\n    etcd_cluster_setup: true\n  import_playbook: "../a b's/playbooks/install_etcd.yml"\n`,
  );
  expect(text("11")).toContain(`import_playbook: "../a b's/reset.yml"`);
});

test("a play of two layers: roles and tasks once, keywords and handlers in both", () => {
  const { text } = made();
  const first = text("03").slice(text("03").indexOf("- name: Invoke"));
  const second = text("04").slice(text("04").indexOf("- name: Invoke"), text("04").indexOf("- name: Install Calico"));
  expect(first).toMatch(/pre_tasks:[\s\S]*role: kubespray_defaults[\s\S]*role: kubernetes\/kubeadm[\s\S]*handlers:/);
  expect(first).not.toMatch(/network_plugin|After the roles|At the end/);
  expect(second).toMatch(
    /tasks:\n[\s\S]*After the roles[\s\S]*role: kubespray_defaults[\s\S]*octal: 0755[\s\S]*post_tasks:[\s\S]*handlers:/,
  );
  expect(second).not.toMatch(/pre_tasks|kubeadm,/);
});

describe("what is left out", () => {
  test("plays of groups without hosts, on request, also within an import that hands nothing down", () => {
    const { text, notes } = made({ "skip-unused": true });
    expect(plays(text("00"))).toEqual(["Groups"]);
    expect(text("04")).not.toContain("calico_rr");
    expect(notes.map(({ message }) => message.en).filter((message) => message.startsWith("left out"))).toHaveLength(2);
    expect(made({ "skip-unused": true }, {}, "all").text("04")).toContain("calico_rr");
    expect(made().text("04")).toContain("calico_rr");
  });
  test("plays of named roles", () => {
    const { text } = made({ "without-role": ["network_plugin/calico/rr", "etcd"] }, {}, "all");
    expect(text("04")).not.toContain("calico_rr");
    // An import that hands down vars stays whole.
    expect(text("02")).toContain("install_etcd.yml");
  });
  test.each([
    ["kube_control_plane:calico_rr", true],
    ["calico_rr:!bastion", false],
    ["calico_rr[0]", false],
    ["calico*", true],
    ["_kubespray_needs_etcd", true],
    ["n1", true],
    ["{{ node | default('calico_rr') }}", true],
    ["all", true],
  ])("hosts: %s", (hosts, stays) => {
    const play = `- name: Odd one\n  hosts: ${JSON.stringify(hosts)}\n  gather_facts: false\n  tasks: []\n`;
    const cluster = `${ownTree()["playbooks/cluster.yml"]}${play}`;
    const { files } = made({ "skip-unused": true }, { "playbooks/cluster.yml": cluster });
    expect(files.some(({ text }) => text.includes("Odd one"))).toBe(stays);
  });
});

test("an unknown role stays in the layer that is being filled; batches are never split", () => {
  const batch = (ownTree()["playbooks/cluster.yml"] as string).replace("- name: Invoke kubeadm and install a CNI\n", "$&  serial: 2\n");
  const { text } = made({}, { "playbooks/cluster.yml": batch });
  expect(text("03")).toMatch(/role: kubernetes\/kubeadm[\s\S]*role: network_plugin/);
  expect(plays(text("05"))).toContain("Apps");
});

describe("refused with a reason", () => {
  test.each([
    ["no cluster.yml", { "cluster.yml": undefined }, /no cluster.yml: it is not whole/],
    ["no YAML", { "playbooks/cluster.yml": "- hosts: [\n" }, /kubespray\/playbooks\/cluster.yml: /],
    ["no list", { "playbooks/cluster.yml": "hosts: all\n" }, /no list of plays/],
    ["flow style", { "playbooks/cluster.yml": "[{hosts: all}]\n" }, /no list of plays/],
    ["an alias to another play", { "playbooks/cluster.yml": "- hosts: &all all\n- hosts: *all\n" }, /cannot be taken out/],
    ["an import of itself", { "cluster.yml": "- import_playbook: cluster.yml\n" }, /imports itself/],
  ])("%s", (_, files, message) => {
    const given = Object.fromEntries(Object.entries({ ...ownTree(), ...files }).filter(([, text]) => text !== undefined));
    const text = Object.entries(given).map(([path, content]) => `-- file: ${TREE}/${path}\n${content}`);
    expect(() => generated(layers, [`-- file: hosts.ini\n${ownInventory("few")}`, ...text].join(""))).toThrow(message);
  });
});

test("a group that only an earlier layer makes is told", () => {
  const install = `${ownTree()["playbooks/install_etcd.yml"]}  post_tasks:\n    - group_by:\n        key: needs_more\n`;
  const cluster = `${ownTree()["playbooks/cluster.yml"]}\n- name: More\n  hosts: needs_more\n  roles: []\n`;
  const { gaps } = made({}, { "playbooks/install_etcd.yml": install, "playbooks/cluster.yml": cluster });
  expect(gaps.map(({ message }) => message)).toEqual([
    "02-cluster-etcd fills the group needs_more, which a later layer names: it will be empty there",
  ]);
});

test("options: SSH keys, a path that would be a template, Chinese", () => {
  const key = made({ "ssh-key": `~/.ssh/a "b' {{ c }}.pub` }).text("00");
  expect(key).toContain(`ssh_public_key_file: !unsafe "~/.ssh/a \\"b' {{ c }}.pub"`);
  expect(() => made({ "tree-path": "{{ x }}" })).toThrow(/template/);
  const zh = made({}, {}, "few", "zh-cn");
  expect(zh.text("run-layers.sh")).toContain("层：已完成");
  expect(zh.text("04")).toContain("顺序不变");
});

test("a role that the tree has not got is named", () => {
  const cluster = "---\n- hosts: all\n  roles:\n    - etcd\n    - not_here\n    - a.collection.role\n    - '{{ chosen }}'\n";
  const { gaps } = made({}, { "playbooks/cluster.yml": cluster });
  expect(gaps.map(({ message }) => message)).toEqual([expect.stringMatching(/not known: not_here$/)]);
});
