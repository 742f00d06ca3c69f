import { describe, expect, test } from "vitest";
import { fileRole } from "../../server/src/features/fileRole";
import { locate } from "../../server/src/features/locate";
import { documentSpan } from "../../server/src/features/templates";
import { span } from "../../server/src/text/span";
import { fixture, INVENTORY, TREE } from "../support/fixture";

/** What is found at `$0`, on one line: part, path, the scalar's value, and in a template the nodes and the expression, as the document has them. */
function at(text: string): string {
  const { context, document, offset } = fixture(text.includes("-- file:") ? text : `-- file: group_vars/all.yml\n${text}`);
  const found = locate(context, document, offset);
  const source = (from: number, to: number) => document.text.slice(from, to);
  const out: string[] = [found.part];
  if (found.variable) out.push(found.variable.name);
  if (found.path.length > 0) out.push(`[${found.path.map((one) => one.step).join(".")}]${found.inNestedKey ? " key" : ""}`);
  if (found.scalar) out.push(JSON.stringify(found.scalar.map.value));
  if (found.entry) out.push(`${found.entry.kind} ${source(found.entry.span.start, found.entry.span.end)}`);
  const { jinja } = found;
  if (jinja) {
    out.push(`<${jinja.nodes.map((node) => node.kind).join(" ")}>`);
    const doc = (at: { start: number; end: number }) => {
      const inDocument = documentSpan(jinja, span(at.start, at.end));
      return source(inDocument.start, inDocument.end);
    };
    if (jinja.expression) out.push(`= ${doc(jinja.expression.span)}`);
  }
  return out.join(" ").trimEnd();
}

describe("variables and values", () => {
  test.each([
    ["kube_ver$0sion: 1.2.3", "key kube_version"],
    ["a: 1\nkube_version: 1.2$0.3\nb: 2", 'value kube_version "1.2.3"'],
    ["a: 1\nb:$0\n", 'value b ""'],
    ["a: 1 # comm$0ent\n", "outside a"],
    ["# hel$0lo\na: 1\n", "outside"],
    ["a:\n  b:\n    - c: x\n    - c: y$0\n", 'value a [b.1.c] "y"'],
    ["a:\n  b$0b: 1\n", 'value a [bb] key "bb"'],
    ["a:\n  b: 1\n  # no$0te\n  c: 2\n", "value a"],
    ["a: [x, {y: $0z}]", 'value a [1.y] "z"'],
    ['{"a": {"b": "x$0"}}', 'value a [b] "x"'],
    ["a: &x\n  b: 1\nc: *$0x\n", "value c"],
    ["a: 'it''s $0x'", 'value a "it\'s x"'],
  ])("%j", (text, expected) => expect(at(text)).toBe(expected));
});

describe("templates", () => {
  test.each([
    ['a: "{{ kube_ver$0sion }}"', 'value a "{{ kube_version }}" <template output name> = kube_version'],
    ['a: "x {{ y }} $0 z"', 'value a "x {{ y }}  z" <>'],
    ["a: '{{ b.c$0.d | default(''x'') }}'", "value a \"{{ b.c.d | default('x') }}\" <template output filter attribute attribute> = b.c"],
    ["a: '{{ b | defa$0ult(''x'') }}'", "value a \"{{ b | default('x') }}\" <template output filter> = b | default(''x'')"],
    [
      "a: >-\n  {% for n in groups['all'] %}\n  {{ n$0 }}\n  {% endfor %}",
      "value a \"{% for n in groups['all'] %} {{ n }} {% endfor %}\" <template for output name> = n",
    ],
    ['a:\n  - "\\t{{ x$0 ~ \'\\"\' }}"', 'value a [0] "\\t{{ x ~ \'\\"\' }}" <template output concat name> = x'],
    ["a: {{ x$0 }}", 'value a "{{ x }}" <template output name> = x'],
    ['a: "{{ x[b$0.c] }}"', 'value a "{{ x[b.c] }}" <template output item attribute name> = b'],
  ])("%j", (text, expected) => expect(at(text)).toBe(expected));
});

describe("half-typed text", () => {
  test.each([
    ['a: "{{ kube$0', 'value a "{{ kube" <template output name> = kube'],
    ['a: "{{ kube$0"\nb: 1', 'value a "{{ kube" <template output name> = kube'],
    ['a: "{{ x | $0 }}"\nb: 1', 'value a "{{ x |  }}" <template output filter> = x |'],
    ['a: "{{ x.$0 }}"', 'value a "{{ x. }}" <template output attribute> = x.'],
    ["a:\n  - b: '{{ x$0\nc: 1", 'value a "{{ x" <template output name> = x'],
    ["a: [1,\nkube_ver$0sion: 2\nc: 3", "key kube_version"],
    ["kube_ver$0", "outside"],
    ["a: 1\nmetr$0\nb: 2", "outside a"],
    ["a: {{ x$0", 'value a "{{ x" <template output name> = x'],
    ['a: "{% if x$0 %}\nb: 1', 'value a "{% if x %}" <template if name> = x'],
  ])("%j", (text, expected) => expect(at(text)).toBe(expected));
});

describe("hosts files", () => {
  const ini = (text: string) => at(`-- file: hosts.ini\n${text}`);
  const yaml = (text: string) => at(`-- file: hosts.yml\n${text}`);
  test.each([
    ["[kube_node]\nno$0de1 x=1\n", "outside host node1"],
    ["[kube_$0node]\nnode1\n", "outside group kube_node"],
    ["[a:children]\nkube_$0node\n", "outside child kube_node"],
    ["[kube_node]\nnode1 i$0p=1.2.3.4 x=2\n", "key ip"],
    ["[kube_node]\nnode1 ip=1.2.$03.4 x=2\n", 'value ip "1.2.3.4"'],
    ["[kube_node]\nnode1 ip='{{ x$0 }}' x=2\n", 'value ip "{{ x }}" <template output name> = x'],
    ['[all:vars]\nu = "{{ x$0 }}/y"\n', 'value u "{{ x }}/y" <template output name> = x'],
  ])("ini %j", (text, expected) => expect(ini(text)).toBe(expected));
  test.each([
    ["all:\n  hosts:\n    no$0de1:\n      ip: 1.2.3.4\n", "outside host node1"],
    ["all:\n  hosts:\n    node1:\n      ip: 1.2.3$0.4\n", 'value ip "1.2.3.4"'],
    ["all:\n  hosts:\n    node1:\n  vars:\n    u: '{{ x$0 }}/y'\n", 'value u "{{ x }}/y" <template output name> = x'],
    ["all:\n  hosts:\n    node1:\n  vars:\n    u: '{{ x$0\n", 'outside "{{ x" <template output name> = x'],
    ["all:\n  children:\n    kube_n$0ode:\n      hosts: {node1: }\n", "outside group kube_node"],
  ])("yaml %j", (text, expected) => expect(yaml(text)).toBe(expected));
});

test("roles of files", () => {
  const { context } = fixture("");
  const roles = [
    `${INVENTORY}/hosts.ini`,
    `${INVENTORY}/group_vars/all.yml`,
    `${INVENTORY}/group_vars/k8s_cluster/a/b.yaml`,
    `${INVENTORY}/group_vars/kube_node`,
    `${INVENTORY}/host_vars/node.example.org.yml`,
    `${INVENTORY}/host_vars/node.example.org/x`,
    `${TREE}/roles/kubespray_defaults/defaults/main/download.yml`,
    `${TREE}/roles/container-engine/crio/vars/main.yml`,
    `${TREE}/roles/x/vars/debian.yml`,
    `${TREE}/README.md`,
  ].map((path) => Object.values(fileRole(context.model, path)).join(" "));
  expect(roles).toEqual([
    "hosts-file",
    "group-vars all",
    "group-vars k8s_cluster",
    "group-vars kube_node",
    "host-vars node.example.org",
    "host-vars node.example.org",
    "role-defaults kubespray_defaults",
    "role-vars container-engine/crio",
    "other",
    "other",
  ]);
});
