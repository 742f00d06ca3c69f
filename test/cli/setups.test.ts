/** Odd but usual ways to lay out an inventory: what is said, once, and with which exit code. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const CLUSTER = "[kube_control_plane]\na\n[etcd]\na\n[kube_node]\na\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n";
const SCRIPT = "#!/bin/sh\necho {}\n";

interface Setup {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly status: number;
  /** All that stands on standard error, line by line. */
  readonly says: readonly RegExp[];
  readonly lines?: "none" | "some";
}

const SETUPS: readonly Setup[] = [
  { name: "a plain one", files: { "hosts.ini": CLUSTER }, status: 0, says: [] },
  { name: "group_vars alone", files: { "group_vars/all.yml": "a: 1\n" }, status: 2, says: [/No hosts file was found/, /imaginary host/] },
  { name: "nothing", files: {}, status: 2, says: [/No hosts file was found/, /imaginary host/] },
  { name: "a script", files: { hosts: SCRIPT }, status: 2, says: [/hosts: warning: .*is a script/, /imaginary host/] },
  {
    name: "two hosts files",
    files: { "hosts.ini": CLUSTER, "inventory.ini": CLUSTER },
    status: 0,
    says: [/inventory\.ini: note: .*hosts\.ini beside it/],
  },
  {
    name: "a section without its bracket",
    files: { "hosts.ini": "[kube_node]\na\n[etcd\na\n" },
    status: 2,
    says: [/hosts\.ini:3: error: the brackets of \[etcd do not match/, /imaginary host/],
  },
  {
    name: "hosts in no group",
    files: { "hosts.ini": "a\n" },
    status: 2,
    says: [/nothing is downloaded: .*k8s_cluster and etcd/],
    lines: "none",
  },
  {
    name: "a group's file beside its folder",
    files: { "hosts.ini": CLUSTER, "group_vars/all.yml": "a: 1\n", "group_vars/all/x.yml": "b: 1\n" },
    status: 0,
    says: [/all\.yml: warning: Passed over, as Ansible does: all\/ beside it is read instead/],
  },
  { name: "broken facts", files: { "hosts.ini": CLUSTER, "facts.json": "{" }, status: 2, says: [/facts\.json: error: .*no JSON object/] },
  {
    name: "facts for nobody",
    files: { "hosts.ini": CLUSTER, "facts.json": '{"defaults": {}, "hosts": {"b": {}}}' },
    status: 0,
    says: [/warning: .*"defaults" is none of/, /warning: .*no host b/],
  },
  {
    name: "a broken fact cache",
    files: {
      "hosts.ini": CLUSTER,
      "ansible.cfg": "[defaults]\nfact_caching = jsonfile\nfact_caching_connection = cache\n",
      "cache/a": "{",
    },
    status: 2,
    says: [/cache\/a: error: .*no JSON object/],
  },
  {
    name: "an architecture that nobody has",
    files: { "hosts.ini": CLUSTER },
    args: ["--arch", "arm64"],
    status: 1,
    says: [/No host has the architecture arm64\./, /They have amd64\./],
    lines: "none",
  },
  {
    name: "a vaulted file",
    files: { "hosts.ini": CLUSTER, "group_vars/all.yml": "$ANSIBLE_VAULT;1.1;AES256\n3132\n" },
    status: 2,
    says: [/all\.yml:1: error: The whole file is encrypted/],
  },
];

test.each(SETUPS)("$name", ({ files, args = [], status, says, lines = "some" }) => {
  const { folder, kubespray } = exampleCopy();
  const inventory = join(folder, "other");
  mkdirSync(inventory);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(inventory, name)), { recursive: true });
    writeFileSync(join(inventory, name), text);
    if (text === SCRIPT) chmodSync(join(inventory, name), 0o755);
  }
  const result = runCli(["lists", "--out", "-", "--kubespray", kubespray, "--inventory", inventory, ...args]);
  const said = result.stderr.split("\n").filter((line) => line !== "");
  expect({ status: result.status, said }).toEqual({ status, said: says.map((pattern) => expect.stringMatching(pattern)) });
  expect(result.stdout === "" ? "none" : "some").toBe(lines);
});

test("what is asked for by name and has no value", () => {
  const { options } = exampleCopy({ "inventory/group_vars/all/more.yml": 'good: 1\nbad: "{{ nothing }}"\n' });
  expect(runCli(["vars", "good", ...options]).status).toBe(0);
  expect(runCli(["explain", "good", ...options]).status).toBe(0);
  expect(runCli(["explain", "bad", ...options]).status).toBe(2);
  const { status, stderr } = runCli(["vars", "good", "bad", "--format", "json", ...options]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/more\.yml:2: bad has no value on node1, node2, node3: undefined: .nothing. is undefined\n$/),
  });
});

test("-e @~/FILE is in the home folder, as Ansible has it, for no shell expands it there", () => {
  const home = temporaryFolder({ "my vars.yml": "kube_version: v9\n" });
  const { options } = exampleCopy();
  const { status, stdout } = runCli(["vars", "kube_version", "-e", "@~/my vars.yml", ...options], { env: { HOME: home } });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'kube_version  "v9"\n' });
});
