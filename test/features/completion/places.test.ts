/** Where a cursor stands, told from half-typed text. */
import { describe, expect, test } from "vitest";
import { type CompletionPlace, completionPlace } from "../../../server/src/features/completion/completionPlace";
import { fixture } from "../../support/fixture";

/** In a few words. */
function words(place: CompletionPlace | undefined, text: string): string {
  if (place === undefined) return "nothing";
  const written = (span: { start: number; end: number }) => text.slice(span.start, span.end);
  switch (place.kind) {
    case "variable-name":
      return `name <${written(place.word)}>${place.bare ? " bare" : ""}${place.taken.length > 0 ? ` not ${place.taken}` : ""}`;
    case "value":
      return `value of ${[place.name, ...place.path].join("/")} <${written(place.scalar.content)}>`;
    case "nested-key":
      return `key in ${[place.name, ...place.path].join("/")} <${written(place.word)}>${place.taken.length > 0 ? ` not ${place.taken}` : ""}`;
    case "expression": {
      const { jinja } = place;
      const about = jinja.kind === "member" ? ` of ${jinja.object}` : jinja.kind === "compared" ? ` with ${jinja.name}` : "";
      const bound = [...jinja.scope.bound.keys()].join();
      return `${jinja.kind}${about} <${written(jinja.word)}>${bound === "" ? "" : ` in ${bound}`}`;
    }
    case "group":
    case "host":
      return `${place.kind} <${written(place.word)}> as ${place.form}${place.taken.length > 0 ? ` not ${place.taken}` : ""}`;
    case "keyword":
      return `one of ${place.words} <${written(place.word)}>`;
  }
}

function place(file: string, text: string): string {
  const { context, document, offset } = fixture(`-- file: ${file}\n${text}\n`);
  return words(completionPlace(context, document, offset)?.place, document.text);
}

describe("variables files", () => {
  test.each([
    ["$0", "name <>"],
    ["\n$0\n", "name <>"],
    ["---\nkube_$0", "name <kube_>"],
    ["a: 1\nkube_$0\nb:\n  c: 2\n", "name <kube_> not a,b"],
    ["a: 1\nku$0be\n", "name <kube> not a"],
    ["ku$0be_version: 1\n", "name <kube_version> bare"],
    ["a: |\n  text\n$0\nb: 1\n", "name <> not a,b"],
    ["# kube_$0", "nothing"],
    ["a: 1 # kube_$0", "nothing"],
    ["a: $0", "value of a <>"],
    ["a:$0", "value of a <>"],
    ["a: tr$0ue # why\nb: 1", "value of a <true>"],
    ['kube_version: "$0', "value of kube_version <>"],
    ["a: '1.3$05.0'\n", "value of a <1.35.0>"],
    ["a: 1 $0", "nothing"],
    ["a: |\n  x: $0", "nothing"],
    ["a: >-\n  {{ b$0", "name <b>"],
    ["a:\n  b: 1\n  c$0\n  d: 2\n", "key in a <c> not b,d"],
    ["a:\n  $0", "key in a <>"],
    ["a:\n  b:\n    c: $0\n", "value of a/b/c <>"],
    ["a:\n- b: 1\n  c$0\n", "key in a/- <c> not b"],
    ["a:\n  - b: 1\n  - $0\n", "key in a/- <>"],
    ["a:\n- b$0\n", "key in a/- <b>"],
    ["a:\n  - b: 1\n    c:\n      - d: $0", "value of a/-/c/-/d <>"],
    ["$ANSIBLE_VAULT;1.1;AES256\n$0", "nothing"],
  ])("%j", (text, expected) => expect(place("group_vars/all.yml", text)).toBe(expected));
});

describe("expressions", () => {
  test.each([
    ['x: "{{ kube_$0', "name <kube_>"],
    ["x: {{ kube_$0", "name <kube_>"],
    ['x: "{{ kube_$0version }}"', "name <kube_version>"],
    ['x: "a {{ b }} c $0"', "value of x <a {{ b }} c >"],
    ['x: "{{ a }}{{ $0', "name <>"],
    ['x: "{{ kube_version | $0', "filter <>"],
    ['x: "{{ kube_version | def$0 }}"\ny: 1', "filter <def>"],
    ['x: "{{ a | ansible.utils.ip$0', "filter <ansible.utils.ip>"],
    ['x: "{{ a is not ansible.b$0', "test <ansible.b>"],
    ['x: "{{ a is $0', "test <>"],
    ['x: "{{ a is not def$0', "test <def>"],
    ["x: \"{{ a.b['c'].$0", "member of a.b['c'] <>"],
    ['x: "{{ (a | first).$0 }}"', "member of (a | first) <>"],
    ["x: \"{{ a.get('b').c$0", "member of a.get('b') <c>"],
    ["x: \"{{ hostvars['$0", "member of hostvars <>"],
    ["x: \"{{ hostvars['no$0de1'].ip }}\"", "member of hostvars <node1>"],
    ["x: '{{ groups[\"$0", "member of groups <>"],
    ["x: \"{{ groups.get('$0", "member of groups <>"],
    ["x: \"{{ lookup('$0", "lookup <>"],
    ["x: \"{{ lookup('vars', '$0", "variable-text <>"],
    ["x: \"{{ a | map('$0", "filter <>"],
    ["x: \"{{ a | select('$0", "test <>"],
    ["x: \"{{ a | selectattr('b', '$0", "test <>"],
    ["x: \"{{ 1 if kube_network_plugin == '$0", "compared with kube_network_plugin <>"],
    ["x: \"{{ dns_mode in ['a', '$0", "compared with dns_mode <>"],
    ['x: "{{ a $0', "operator <>"],
    ['x: "{{ a if $0', "name <>"],
    ['x: "{% $0', "tag <>"],
    ['x: "{% for h in gr$0', "name <gr>"],
    ['x: "{% for h, i in groups %}{{ $0', "name <> in h,i"],
    ['x: "{% for h in groups %}{% endfor %}{{ $0', "name <>"],
    ['x: "{% set v = 1 %}{{ v$0', "name <v> in v"],
    ['x: "{# {{ $0', "nothing <>"],
    ['x:\n  - "{{ a$0', "name <a>"],
    ['x: [ "{{ a }}", "{{ b$0" ]', "name <b>"],
    ['x: "{{ a\n  | $0', "filter <>"],
    ['x: "{{ open\ny: $0', "value of y <>"],
  ])("%s", (text, expected) => expect(place("group_vars/all.yml", text)).toBe(expected));
});

describe("hosts files", () => {
  test.each([
    ["[$0", "group <> as section"],
    ["[etcd]\nnode1\n[kube_$0]\n", "group <kube_> as section not etcd"],
    ["[etcd:$0", "one of children,vars <>"],
    ["[etcd]\nno$0\n", "host <no> as line not no"],
    ["[etcd]\nnode1\n$0\n", "host <> as line not node1"],
    ["[etcd]\nnode1 $0\n", "name <>"],
    ["[etcd]\nnode1 ip=1 ans$0\n", "name <ans> not ip"],
    ["[etcd]\nnode1 ip=$0\n", "value of ip <>"],
    ["[all:vars]\nkube_$0\n", "name <kube_> not kube_"],
    ["[all:vars]\nkube_version=$0\n", "value of kube_version <>"],
    ["[all:vars]\nx={{ kube_$0\n", "name <kube_>"],
    ["[a:children]\nkube_node\n$0\n", "group <> as child not kube_node"],
    ["[a]\nnode1 # $0\n", "nothing"],
  ])("%j", (text, expected) => expect(place("hosts.ini", text)).toBe(expected));

  test.each([
    ["$0", "group <> as key"],
    ["all:\n  $0\n", "one of hosts,children,vars <>"],
    ["all:\n  hosts:\n    node1:\n  $0\n", "one of children,vars <>"],
    ["all:\n  hosts:\n    node1:\n    $0\n", "host <> as key not node1"],
    ["all:\n  hosts:\n    node1:\n      ip: 1\n      $0\n", "name <> not ip"],
    ["all:\n  hosts:\n    node1:\n      ip: $0\n", "value of ip <>"],
    ["all:\n  vars:\n    kube_$0\n", "name <kube_>"],
    ['all:\n  vars:\n    a: "{{ $0\n', "name <>"],
    ["all:\n  children:\n    kube_node:\n      hosts:\n    $0\n", "group <> as key not kube_node"],
    ["all:\n  children:\n    kube_node:\n      hosts:\n        $0\n", "host <> as key"],
  ])("%j", (text, expected) => expect(place("hosts.yaml", text)).toBe(expected));
});

test("other files", () => expect(place("notes.yml", "kube_$0")).toBe("nothing"));
