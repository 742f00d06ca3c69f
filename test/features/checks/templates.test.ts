/** Templates of the user's own variables: what Jinja2 refuses, what nothing defines, what leads back to itself, what Ansible does not have. */
import { describe, expect, test } from "vitest";
import { checked, findings, fixed } from "../../support/checked";
import { TREE } from "../../support/fixture";

const CODES = ["template-syntax", "undefined-variable", "unknown-filter", "variable-cycle"];
const all = (lines: string) => `-- file: group_vars/all.yml\n${lines}\n`;
/** `line severity code`, the text that is marked, and the beginning of what is said. */
function told(text: string, codes = CODES) {
  const { found, place } = checked(text, codes);
  return found.map(({ file, span, severity, code, message }) => {
    const [where, ...marked] = place(file, span).split(" ");
    return `${where?.replace("group_vars/all.yml:", "")} ${severity} ${code} <${marked.join(" ")}> ${message.en}`;
  });
}
const expected = (lines: readonly string[]) => lines.map((line) => expect.stringContaining(line));

const classic = `-- file: ${TREE}/.git/packed-refs\n1111111111111111111111111111111111111111 refs/tags/v2.24.0\n`;

const native = `-- file: ${TREE}/.git/packed-refs\n1111111111111111111111111111111111111111 refs/tags/master\n-- file: ${TREE}/playbooks/ansible_version.yml\n- vars:\n    minimal_ansible_version: 2.19.0\n`;

describe("must be found", () => {
  test.each<[string, string[]]>([
    [`kube_image_repo: "{{ docker_image_repo | }}/x"`, ["1 error template-syntax <}}>"]],
    [`kube_image_repo: "{{ docker_image_repo "`, ["1 error template-syntax <"]],
    [`a: 1\nkube_image_repo: >-\n  {% if x is defined %}\n  b`, ["error template-syntax <"]],
    [`kube_image_repo: ["{{ (docker_image_repo }}"]`, ["1 error template-syntax <}>"]],
    // Only the first of a template.
    [`kube_image_repo: "{{ | }} {{ | }}"`, ["1 error template-syntax"]],
    [`kube_image_repo: '{{ docker_image_repo }} {% fi %}'`, ["1 error template-syntax"]],
    [
      `bin_dir: "{{ local_relase_dir }}/bin"`,
      ["1 warning undefined-variable <local_relase_dir> Nothing defines local_relase_dir, so bin_dir"],
    ],
    [`my_registry_host: x\nkube_image_repo: "{{ my_registri_host }}"`, ["2 warning undefined-variable <my_registri_host>"]],
    [`kube_image_repo: "{{ nobodys_own_thing }}"`, ["1 hint undefined-variable <nobodys_own_thing>"]],
    [`kube_image_repo: '{{ docker_image_repo | defualt("x") }}'`, ["1 warning unknown-filter <defualt> There is no filter defualt"]],
    [`kube_image_repo: '{{ docker_image_repo | toyaml }}'`, ["Did you mean to_yaml?"]],
    [`kube_image_repo: '{{ "y" if docker_image_repo is strng else "n" }}'`, ["1 warning unknown-filter <strng> There is no test strng"]],
    [`kube_image_repo: '{{ ["a"] | map("uppr") | first }}'`, ["1 warning unknown-filter"]],
    [`kube_image_repo: '{{ ["a"] | select("matc", "a") | first }}'`, ["Did you mean match?"]],
    [`kube_image_repo: '{{ "x" | frobnicate }}'`, ["1 info unknown-filter <frobnicate>"]],
    [`a_one: "{{ a_two }}"\na_two: "{{ a_one }}"`, ["1 error variable-cycle", "(a_two -> a_one -> a_two)"]],
    [`bin_dir: "{{ bin_dir }}/x"`, ['1 error variable-cycle <"{{ bin_dir }}/x"> bin_dir is made of itself']],
    // Through kubespray's own default.
    [
      `kube_image_repo: "{{ kubeadm_image_repo }}"`,
      ["kubeadm_image_repo is kubespray's own, made of kube_image_repo: write the value out here."],
    ],
  ])("%s", (lines, wanted) => expect(told(all(lines))).toEqual(expected(wanted)));

  test("in a hosts file", () => {
    expect(told('-- file: hosts.ini\n[kube_control_plane]\nnode1 bin_dir="{{ local_relase_dir }}"\n[kube_node]\nnode1\n')).toEqual(
      expected(["undefined-variable <local_relase_dir>"]),
    );
  });

  test("with fixes that keep the rest", () => {
    expect(fixed(all(`bin_dir: "{{ local_relase_dir }}/bin" # why`), CODES)).toBe(`bin_dir: "{{ local_release_dir }}/bin" # why\n`);
    expect(fixed(all(`kube_image_repo: '{{ docker_image_repo | defualt("x") }}'`), CODES)).toBe(
      `kube_image_repo: '{{ docker_image_repo | default("x") }}'\n`,
    );
  });

  test("a cycle names the places of the others", () => {
    const [one] = checked(all(`a_one: "{{ a_two }}"\na_two: "{{ a_one }}"`), ["variable-cycle"]).found;
    expect(one?.related?.map(({ message }) => message.en)).toEqual(["a_two in group_vars/all.yml"]);
  });
});

test("a cycle in native templating", () => {
  expect(
    checked(`${all(`a_one: "{{ a_two }}"\na_two: "{{ a_one }}"`)}${native}`, ["variable-cycle"]).found.map(({ subject }) => subject),
  ).toEqual(["a_one", "a_two"]);
});

test("a long way round is not told name by name", () => {
  const lines = Array.from({ length: 30 }, (_, i) => `way_${i}: "{{ way_${(i + 1) % 30} }}"`).join("\n");
  const [first] = checked(all(lines), ["variable-cycle"]).found;
  expect(first?.message.en).toContain("(way_0 -> way_1 -> way_2 -> way_3 -> way_4 -> way_5 -> way_6 -> ... -> way_0)");
  expect(first?.related?.length).toBe(7);
});

describe("must not be found", () => {
  test.each([
    [`kube_image_repo: "{{ docker_image_repo }}/x"`],
    [`kube_image_repo: "{% raw %}{{ x | }}{% endraw %}"`],
    ["kube_image_repo: !unsafe '{{ .Values.x | }}'"],
    ["kube_image_repo: !unsafe ['{{ .Values.x | }}']"],
    ["kube_image_repo: 'a { b } $x {#'".replace(" {#", "")],
    // Guarded, bound, Ansible's own, a fact, of another release, from another file.
    [`kube_image_repo: "{{ nobodys_thing | default('x') }}"`],
    [`kube_image_repo: "{{ nobodys.thing['a'].b | d('x') }}"`],
    [`kube_image_repo: "{{ 'a' if nobodys_thing is defined and nobodys_thing else 'b' }}"`],
    [`kube_image_repo: "{% if nobodys_thing is defined %}{{ nobodys_thing }}{% endif %}"`],
    [`kube_image_repo: "{{ 'nobodys_thing' in vars and nobodys_thing }}"`],
    [`kube_image_repo: "{% for one in [1] %}{{ one }}{{ loop.index }}{% endfor %}"`],
    [`kube_image_repo: "{{ inventory_hostname }}{{ groups.all }}{{ ansible_hostname }}{{ hostvars[inventory_hostname].x | d('') }}"`],
    [`kube_image_repo: "{{ ansible_default_ipv4.address }}{{ omit }}{{ playbook_dir }}{{ group_names }}{{ inventory_dir }}"`],
    [`kube_image_repo: "{{ lookup('env', 'HOME') }}{{ range(3) | list }}{{ now() }}"`],
    [`kube_image_repo: "{{ files_repo }}"\nfiles_repo: https://f.example`],
    [`kube_image_repo: "{{ ingress_nginx_namespace }}"`],
    [`kube_image_repo: "{{ docker_image_repo | community.general.json_query('a') | ansible.builtin.upper }}"`],
    [`kube_image_repo: "{{ docker_image_repo | json_query('a') | ipaddr('address') | regex_replace('a', 'b') }}"`],
    [`kube_image_repo: "{{ [docker_image_repo] | map('upper') | select('match', 'A') | map(attribute='x') | list }}"`],
    [`kube_image_repo: "{{ 'y' if 'x' is filter else docker_image_repo | nosuchfilter }}"`],
    [`kube_image_repo: "{{ docker_image_repo is version('1', '>=') }}{{ docker_image_repo is not none }}"`],
    // What only rests on a cycle, and a diamond, which is none.
    [`a_top: "{{ a_left }}{{ a_right }}"\na_left: "{{ a_end }}"\na_right: "{{ a_end }}"\na_end: x`],
    [`a_one: "{{ a_two }}" # kubespray: ignore variable-cycle\na_two: "{{ a_one }}" # kubespray: ignore variable-cycle`],
  ])("%s", (lines) => expect(told(all(lines))).toEqual([]));

  test("a name that rests on a cycle is not the mistake", () => {
    const text = all(`a_one: "{{ a_two }}"\na_two: "{{ a_one }}"\na_three: "{{ a_one }}"`);
    expect(checked(text, ["variable-cycle"]).found.map(({ subject }) => subject)).toEqual(["a_one", "a_two"]);
  });

  test("a name that a vaulted file may hold", () => {
    const vault = "$ANSIBLE_VAULT;1.1;AES256\n3132\n";
    expect(told(`${all('kube_image_repo: "{{ nobodys_own_thing }}"')}-- file: group_vars/k8s_cluster.yml\n${vault}`)).toEqual([]);
  });

  test("what the user's playbooks define, and filters of their own", () => {
    const text = `${all(`kube_image_repo: "{{ local_relase_dir | my_own_filter }}"\nbin_dir: "{{ nobodys_own_thing }}"`)}
-- file: /site/playbooks/mine.yml
- set_fact: {local_relase_dir: x}
-- file: /site/playbooks/filter_plugins/mine.py
def my_own_filter(x): return x
`;
    expect(findings(text, CODES, { workspace: "/site" })).toEqual([]);
  });

  test("a value that another one beats", () => {
    const text = `${all('kube_image_repo: "{{ kubeadm_image_repo }}"')}-- file: group_vars/k8s_cluster.yml\nkube_image_repo: x\n`;
    expect(told(text, ["variable-cycle"])).toEqual([]);
  });
});

const ROLE = (lines: string, tasks: string) => `-- file: ${TREE}/roles/addon/defaults/main.yml
${lines}
-- file: ${TREE}/roles/addon/tasks/main.yml
${tasks}
`;

describe("boolean-text", () => {
  const text = (value: string, when: string, tag = classic) =>
    `${all(`addon_enabled: ${value}`)}${ROLE("addon_enabled: true", `- debug:\n${when}`)}${tag}`;
  const bare = "  when: addon_enabled";
  test.each([
    ['"false"', bare],
    ["'no'", bare],
    ['"0"', "  when:\n    - addon_enabled"],
    ['"false"', "  when: addon_enabled and other"],
    ['"off"', "  when: not addon_enabled"],
    ['"false"', "  x: \"{{ 'a' if addon_enabled else 'b' }}\""],
  ])("found: %s with %s", (value, when) => {
    const { found } = checked(text(value, when), ["boolean-text"]);
    expect(found.map(({ severity, message }) => [severity, message.en.includes("it is switched on")])).toEqual([["error", true]]);
    expect(fixed(text(value, when), ["boolean-text"])).toBe("addon_enabled: false\n");
  });
  test.each([
    ["false", bare],
    ["no", bare],
    ['"true"', bare],
    ['"{{ false }}"', bare],
    ['""', bare],
    ['"false"', "  when: addon_enabled | bool"],
    ['"false"', "  when: addon_enabled == 'false'"],
    ['"false"', "  when: addon_enabled is defined"],
    ['"false"', "  x: '{{ addon_enabled }}!'"],
    ['"false"', "  # when: addon_enabled"],
  ])("not found: %s with %s", (value, when) => expect(findings(text(value, when), ["boolean-text"])).toEqual([]));

  test("in an INI file false is text, and the fix writes what is not", () => {
    const ini = `-- file: hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn1\n[all:vars]\naddon_enabled=false\n${ROLE("addon_enabled: true", `- debug:\n${bare}`)}${classic}`;
    expect(checked(ini, ["boolean-text"]).found[0]?.message.en).toContain("In an INI file only True and False");
    expect(fixed(ini, ["boolean-text"])).toContain("addon_enabled=False\n");
    expect(findings(ini.replace("=false", "=False"), ["boolean-text"])).toEqual([]);
  });

  test("native templating refuses text as a condition, also one that means yes", () => {
    expect(findings(text('"true"', bare, native), ["boolean-text"])).toEqual([expect.stringContaining("refuses text as a condition")]);
    expect(findings(text('"true"', "  when: addon_enabled and other", native), ["boolean-text"])).toEqual([]);
  });

  test("a default that is no boolean", () => {
    const other = `${all('addon_enabled: "false"')}${ROLE("addon_enabled: auto", `- debug:\n${bare}`)}${classic}`;
    expect(findings(other, ["boolean-text"])).toEqual([]);
  });
});
