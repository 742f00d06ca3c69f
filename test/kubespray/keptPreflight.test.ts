/** Answers of kubespray's own assertions are taken over by the next snapshot where nothing that they rest on has changed, and only there. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemo } from "../../server/src/files/memo";
import { overlayFileSystem } from "../../server/src/files/overlay";
import type { Model } from "../../server/src/kubespray/model";
import { openModel } from "../../server/src/kubespray/openModel";
import { KeptAnswers } from "../../server/src/kubespray/preflight/keptAnswers";
import { fixture, INVENTORY, TREE } from "../support/fixture";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 60);
const TASKS = `
- name: one
  assert: {that: "a != 'bad'", fail_msg: "{{ c | default('no message') }}"}
- name: two
  assert: {that: "b is not defined or b | length < 4"}
  when: not d | default(false)
- name: names
  assert: {that: "query('varnames', '^gone') | length == 0"}
  run_once: true
- name: hosts
  assert: {that: "groups['etcd'] | default([]) | length is not divisibleby 2"}
- name: other hosts
  assert: {that: "hostvars['node2'].b | default('x') != 'bad'"}
- name: file
  assert: {that: "lookup('file', '${INVENTORY}/note.txt') != 'bad'"}
- name: switch
  assert: {that: "etcd_deployment_type == 'host'"}
- include_role: {name: "network_plugin/{{ plugin | default('none') }}"}
`;
const PLAIN = TASKS.split("- name: other hosts")[0] as string;
const { fs: base } = fixture(`
-- file: ${TREE}/playbooks/cluster.yml
- hosts: all
  roles: [validate_inventory]
-- file: ${TREE}/roles/network_plugin/x/tasks/main.yml
- assert: {that: "mode in ['good']"}
-- file: ${TREE}/roles/network_plugin/x/defaults/main.yml
mode: good
`);

const FILES = ["group_vars/all.yml", "group_vars/kube_node.yml", "host_vars/node1.yml", "group_vars/etcd/e.yml", "note.txt"];
const LINES = [
  "a: bad",
  "a: '{{ b }}'",
  "b: bad",
  "b: long text",
  "b: '{{ a | default(1) }}'",
  "c: '{{ b | default(c) }}'",
  "d: true",
  "gone_1: 1",
  "x: 1",
  "mode: bad",
  "plugin: x",
];
const MORE = [
  "etcd_kubeadm_enabled: true",
  "e: &anchor bad",
  "a: *anchor",
  "b: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  00",
  "a: [1,",
  "# nothing",
  "'a': bad",
  "ansible_group_priority: 3",
];
const HOSTS = [
  "[kube_node]\nnode1\nnode2\n",
  "[kube_node]\nnode1\nnode2\n[etcd]\nnode1\n",
  "[etcd]\nnode1\nnode2\n[kube_node]\nnode2 b=bad\n",
];

const edit = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(
      fc.constantFrom(...FILES),
      fc.array(fc.constantFrom(...LINES, ...MORE), { maxLength: 4 }).map((lines) => `${lines.join("\n")}\n`),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant("hosts.ini"), fc.constantFrom(...HOSTS)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("facts.json"), fc.constantFrom('{"default": {"ansible_architecture": "aarch64"}}', "{}")) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant(`${TREE}/roles/network_plugin/x/defaults/main.yml`), fc.constantFrom("mode: good\n", "mode: bad\n")),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant(`${TREE}/roles/validate_inventory/tasks/main.yml`), fc.constantFrom(TASKS, PLAIN)) },
);

const answers = (model: Model) => [...model.preflight()].filter((answer) => answer !== undefined);
const open = (texts: ReadonlyMap<string, string>, memo?: ReturnType<typeof createMemo>) =>
  openModel({
    fs: overlayFileSystem(base, new Map([...texts].map(([file, text]) => [file.startsWith("/") ? file : `${INVENTORY}/${file}`, text]))),
    inventory: `${INVENTORY}/hosts.ini`,
    kubespray: TREE,
    ...(memo && { memo }),
  });

test("after any edits the answers are those of a model that keeps nothing", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(edit, { minLength: 2, maxLength: 12 }), (isPlain, edits) => {
      const memo = createMemo();
      const texts = new Map([
        ["hosts.ini", HOSTS[1] as string],
        [`${TREE}/roles/validate_inventory/tasks/main.yml`, isPlain ? PLAIN : TASKS],
      ]);
      for (const [file, text] of edits) {
        texts.set(file, text);
        expect(answers(open(texts, memo))).toEqual(answers(open(texts)));
      }
    }),
    { numRuns: RUNS },
  );
}, 120_000);

describe("what is taken over", () => {
  const start: Readonly<Record<string, string>> = {
    "hosts.ini": HOSTS[1] as string,
    "group_vars/all.yml": "a: good\nx: 1\n",
    [`${TREE}/roles/validate_inventory/tasks/main.yml`]: PLAIN,
  };
  test.each([
    ["another name's value", { "group_vars/all.yml": "a: good\nx: 2\n" }, true],
    ["a comment", { "group_vars/all.yml": "# why\na: good\nx: 1\n" }, true],
    ["a value that is asked for", { "group_vars/all.yml": "a: bad\nx: 1\n" }, false],
    ["a new name: which there are is asked", { "group_vars/all.yml": "a: good\nx: 1\ny: 1\n" }, false],
    ["a file that comes", { "host_vars/node1.yml": "x: 3\n" }, false],
    ["a file that breaks", { "group_vars/all.yml": "a: good\nx: [1\n" }, false],
    ["hosts", { "hosts.ini": HOSTS[0] as string }, false],
    ["tasks", { [`${TREE}/roles/validate_inventory/tasks/main.yml`]: TASKS }, false],
  ])("%s", (_, change, expected) => {
    const memo = createMemo();
    answers(open(new Map(Object.entries(start)), memo));
    const kept = memo.of<KeptAnswers>("preflight-answers", INVENTORY, TREE, () => new KeptAnswers());
    const seen: boolean[] = [];
    const { reuse } = kept;
    kept.reuse = (grounds) => {
      const found = reuse.call(kept, grounds);
      seen.push(found !== undefined);
      return found;
    };
    answers(open(new Map(Object.entries({ ...start, ...change })), memo));
    expect(seen).toEqual([expected]);
  });
});
