import { describe, expect, test } from "vitest";
import { rename } from "../../server/src/features/rename";
import { fixture, TREE } from "../support/fixture";

/** The files after renaming what stands at `$0`, or the refusal. */
function renamed(text: string, to = "renamed"): string {
  const { context, document, offset, open } = fixture(text.includes("-- file:") ? text : `-- file: group_vars/all.yml\n${text}`);
  const answer = rename(context, document, offset, to);
  if ("refused" in answer) return `refused: ${answer.refused}`;
  return [...answer.edits]
    .map(([file, edits]) => {
      const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
      return ordered.reduce((now, { span, text: by }) => now.slice(0, span.start) + by + now.slice(span.end), open(file).text);
    })
    .join("");
}

test("all uses, in YAML, INI and templates", () => {
  expect(
    renamed(`
-- file: group_vars/all.yml
"mine": 1
mine_too: "{{ mi$0ne }} mine {{ mine_too }} {{ x.mine }} {{ 'it''s ' ~ mine }}"
a: >-
  folded
  {{ lookup('vars', 'mine') }} {{ hostvars[h].mine }} {{ hostvars[h]["mine"] }}
b: {mine: "{{ mine | default(mine) }}"}
-- file: hosts.ini
[kube_node]
node1 mine=2 b='{{ mine }}'
[kube_node:vars]
mine = 3
-- file: group_vars/kube_node/x.yml
mine: "\\t{{ mine }}"
`),
  ).toMatchInlineSnapshot(`
    "[kube_node]
    node1 renamed=2 b='{{ renamed }}'
    [kube_node:vars]
    renamed = 3
    "renamed": 1
    mine_too: "{{ renamed }} mine {{ mine_too }} {{ x.mine }} {{ 'it''s ' ~ renamed }}"
    a: >-
      folded
      {{ lookup('vars', 'renamed') }} {{ hostvars[h].renamed }} {{ hostvars[h]["renamed"] }}
    b: {mine: "{{ renamed | default(renamed) }}"}
    renamed: "\\t{{ renamed }}"
    "
  `);
});

describe("refusals", () => {
  test.each([
    ["kube_ver$0sion: 1.2.3", undefined, "kubespray's own name"],
    ['a: "{{ inventory_host$0name }}"', undefined, "Ansible's own name"],
    ['a: "{{ ansible_ho$0st }}"', undefined, "Ansible's own name"],
    ['a: "{{ no$0thing }}"', undefined, "not set in this inventory"],
    ["mi$0ne: 1", "kube_version", "exists already"],
    ["mi$0ne: 1\nother: 2", "other", "exists already"],
    ["mi$0ne: 1", "1x", "cannot be the name"],
    ["mi$0ne: 1", "in", "cannot be the name"],
    ["mine: 1 $0", undefined, "no variable here"],
    [
      `-- file: ${TREE}/roles/x/tasks/main.yml\n- debug: var=mine\n-- file: group_vars/all.yml\nmi$0ne: 1`,
      undefined,
      "kubespray's own name",
    ],
  ])("%j to %j", (text, to, expected) => expect(renamed(text, to)).toMatch(new RegExp(`^refused: .*${expected}`)));
});
