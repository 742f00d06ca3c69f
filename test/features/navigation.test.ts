import { describe, expect, test } from "vitest";
import { definition } from "../../server/src/features/definition";
import { documentLinks } from "../../server/src/features/documentLinks";
import { type DocumentSymbol, documentSymbols } from "../../server/src/features/documentSymbols";
import { foldingRanges } from "../../server/src/features/foldingRanges";
import { references } from "../../server/src/features/references";
import { selectionRanges } from "../../server/src/features/selectionRanges";
import { workspaceSymbols } from "../../server/src/features/workspaceSymbols";
import { fixture, TREE } from "../support/fixture";

const inAll = (text: string) => (text.includes("-- file:") ? text : `-- file: group_vars/all.yml\n${text}`);

function defined(text: string): string {
  const { context, document, offset, place } = fixture(inAll(text));
  return (definition(context, document, offset)?.locations ?? []).map(({ file, span }) => place(file, span)).join("\n");
}

function used(text: string): string {
  const { context, document, offset, place } = fixture(inAll(text));
  const found = references(context, document, offset) ?? [];
  return found.map(({ file, span, isDefinition }) => `${place(file, span)}${isDefinition ? " =" : ""}`).join("\n");
}

describe("definition", () => {
  test("the winner first, then what it overrides, then the default", () => {
    expect(
      defined(`
-- file: group_vars/k8s_cluster.yml
kube_version: 1.35.3
-- file: group_vars/all.yml
kube_version: 1.34.0
a: "{{ kube_ver$0sion }}"
`),
    ).toMatchInlineSnapshot(`
      "group_vars/k8s_cluster.yml:1 kube_version
      group_vars/all.yml:1 kube_version
      kubespray/roles/kubespray_defaults/defaults/main/main.yml:3 kube_version"
    `);
  });
  test("of the hosts that see it: host_vars of another group's host do not count", () => {
    expect(
      defined(`
-- file: group_vars/kube_node.yml
a: "{{ x$0 }}"
-- file: host_vars/node1.yml
x: 1
-- file: host_vars/node2.yml
x: 2
`),
    ).toBe("host_vars/node2.yml:1 x");
  });
  test.each([
    [
      "-- file: group_vars/all.yml\na: \"{{ groups['kube_no$0de'] }}\"\n-- file: group_vars/kube_node/x.yml\nb: 1\n",
      "hosts.ini:7 kube_node\ngroup_vars/kube_node/x.yml:1 ",
    ],
    [
      "-- file: group_vars/all.yml\na: \"{{ hostvars['no$0de2'].b }}\"\n-- file: host_vars/node2.yml\nb: 1\n",
      "hosts.ini:8 node2\nhost_vars/node2.yml:1 ",
    ],
    ["-- file: hosts.ini\n[kube_node]\nnode1\n[k8s_cluster:children]\nkube_$0node\n", "hosts.ini:1 kube_node"],
    [
      "-- file: hosts.ini\n[kube_node]\nno$0de1 ip=1.2.3.4\n-- file: host_vars/node1.yml\na: 1\n",
      "hosts.ini:2 node1\nhost_vars/node1.yml:1 ",
    ],
    ["-- file: hosts.ini\n[kube_node]\nnode1 ip=1.2.3.4 access_ip='{{ i$0p }}'\n", "hosts.ini:2 ip"],
    [
      `-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml\na: "{{ dns_$0mode }}"`,
      "kubespray/roles/kubespray_defaults/defaults/main/main.yml:24 dns_mode",
    ],
    ['a: "{{ n$0othing }}"', ""],
  ])("%j", (text, expected) => expect(defined(text)).toBe(expected));
});

describe("references", () => {
  test("in the inventory and in kubespray's defaults, not in words or texts that only look like it", () => {
    expect(
      used(`
-- file: group_vars/all.yml
# kube_version in a comment
kube_version: 1.35.3
a: "kube_version {{ kube_ver$0sion }} {{ kube_version_other }} {{ 'kube_version' }}"
b:
  c: ["{{ lookup('vars', 'kube_version') }}", "{{ hostvars[inventory_hostname]['kube_version'] }}"]
d: "{% for kube_version in [1] %}{{ kube_version }}{% endfor %}"
-- file: hosts.ini
[kube_node]
node1 v="{{ kube_version }}"
[all:vars]
kube_version=1.34.1
`),
    ).toMatchInlineSnapshot(`
      "group_vars/all.yml:2 kube_version =
      group_vars/all.yml:3 kube_version
      group_vars/all.yml:5 kube_version
      group_vars/all.yml:5 kube_version
      hosts.ini:2 kube_version
      hosts.ini:4 kube_version =
      kubespray/roles/kubespray_defaults/defaults/main/download.yml:3 kube_version
      kubespray/roles/kubespray_defaults/defaults/main/download.yml:4 kube_version
      kubespray/roles/kubespray_defaults/defaults/main/download.yml:25 kube_version
      kubespray/roles/kubespray_defaults/defaults/main/download.yml:26 kube_version
      kubespray/roles/kubespray_defaults/defaults/main/main.yml:3 kube_version ="
    `);
  });
  test("of a group", () =>
    expect(used("-- file: hosts.ini\n[kube_$0node]\nnode1\n[x:children]\nkube_node\n")).toBe(
      "hosts.ini:1 kube_node =\nhosts.ini:4 kube_node",
    ));
});

function outline(symbols: readonly DocumentSymbol[], indent = ""): string {
  return symbols
    .map(({ name, kind, detail, children }) => `${indent}${name} ${kind}${detail ? ` ${detail}` : ""}\n${outline(children, `${indent}  `)}`)
    .join("");
}

describe("symbols", () => {
  test("of variables", () => {
    const { context, document } = fixture(inAll("a: 1\nb:\n  c: [1]\n  d:\n    e: 1\nmy_password: x\n"));
    expect(outline(documentSymbols(context, document))).toMatchInlineSnapshot(`
      "a variable
      b dictionary
        c list
        d dictionary
          e variable
      my_password variable
      "
    `);
  });
  test("of an INI hosts file", () => {
    const { context, document } = fixture(
      "-- file: hosts.ini\nlost\n[kube_node]\nnode1 a=1\nnode[2:3]\n[kube_node:vars]\nx=1\n[k:children]\nkube_node\n",
    );
    expect(outline(documentSymbols(context, document))).toMatchInlineSnapshot(`
      "lost host
      kube_node group
        node1 host
        node[2:3] host
      kube_node variables vars
        x variable
      k children children
        kube_node children
      "
    `);
  });
  test("of a YAML hosts file", () => {
    const { context, document } = fixture(
      "-- file: hosts.yml\nall:\n  hosts:\n    node1: {ip: 1.2.3.4}\n  vars: {x: 1}\n  children:\n    kube_node:\n      hosts:\n        node1:\n",
    );
    expect(outline(documentSymbols(context, document))).toMatchInlineSnapshot(`
      "all group
        node1 host
        x variable
      kube_node group
        node1 host
      "
    `);
  });
  test("of the workspace: the inventory's own first", () => {
    const { context, place } = fixture(inAll("kube_version: 1\nkv: 2\n"));
    const found = workspaceSymbols(context, "kubev").map(({ name, file, span, container }) => `${name} ${container} ${place(file, span)}`);
    expect(found.join("\n")).toMatchInlineSnapshot(`
      "kube_version all group_vars/all.yml:1 kube_version
      kube_version kubespray_defaults kubespray/roles/kubespray_defaults/defaults/main/main.yml:3 kube_version"
    `);
  });
});

test("links lead to resolved addresses and files, without credentials", () => {
  const { context, document } = fixture(
    inAll(`
files: "{{ dl_k8s_io_url }}/x"
kubelet_download_url: "{{ dl_k8s_io_url }}/release/v{{ kube_version }}/kubelet"
plain_url: https://example.org/a
secret_url: "https://me:pw@{{ dns_mode }}.example.org/"
here_file: "{{ inventory_dir }}/hosts.ini"
outside_file: "{{ inventory_dir }}/../../etc/passwd"
differs_url: "https://{{ inventory_hostname }}"
`),
  );
  const found = documentLinks(context, document).map(({ span, target }) => `${document.lines.positionAt(span.start).line} ${target}`);
  expect(found.join("\n")).toMatchInlineSnapshot(`
    "1 https://dl.k8s.io/x
    2 https://dl.k8s.io/release/v1.35.4/kubelet
    5 file:///site/inventory/hosts.ini"
  `);
});

describe("folding", () => {
  const folds = (text: string) => {
    const { context, document } = fixture(inAll(text));
    return foldingRanges(context, document)
      .map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? " c" : ""}`)
      .join(" ");
  };
  test.each([
    ["# a\n# b\na:\n  b:\n    - c: 1\n      d: 2\n\n  e: 1\nf: 1\n", "0-1 c 2-7 3-5 4-5"],
    ["a:\n- b\n- c:\n  - d\ne: |\n  x\n\n  y\n", "0-3 2-3 4-7"],
    ["-- file: hosts.ini\n[a]\nx\ny\n\n[b]\n[c]\nz\n", "0-2 5-6"],
  ])("%j", (text, expected) => expect(folds(text)).toBe(expected));
});

test("a selection grows from word to expression, scalar, pair, mapping, variable", () => {
  const { context, document, offset } = fixture(inAll("x: 1\na:\n  - b: \"t {{ c.d$0d | default('') }}\"\n    e: 2\ny: 1\n"));
  expect(selectionRanges(context, document, offset).map(({ start, end }) => document.text.slice(start, end))).toMatchInlineSnapshot(`
    [
      "dd",
      "c.dd",
      "c.dd | default('')",
      "{{ c.dd | default('') }}",
      "t {{ c.dd | default('') }}",
      ""t {{ c.dd | default('') }}"",
      "b: "t {{ c.dd | default('') }}"",
      "b: "t {{ c.dd | default('') }}"
        e: 2",
      "- b: "t {{ c.dd | default('') }}"
        e: 2",
      "a:
      - b: "t {{ c.dd | default('') }}"
        e: 2",
      "a:
      - b: "t {{ c.dd | default('') }}"
        e: 2
    ",
      "x: 1
    a:
      - b: "t {{ c.dd | default('') }}"
        e: 2
    y: 1
    ",
    ]
  `);
});
