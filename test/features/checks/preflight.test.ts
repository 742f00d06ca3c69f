/** Kubespray's own assertions, read from a small tree written here. */
import { describe, expect, test } from "vitest";
import { findings } from "../../support/checked";
import { TREE } from "../../support/fixture";

const TASKS = `
-- file: ${TREE}/playbooks/cluster.yml
- hosts: all
  roles: [validate_inventory]
- hosts: k8s_cluster:etcd
  roles:
    - role: kubernetes/preinstall
      when: run_preinstall | default(true)
- hosts: k8s_cluster
  roles: [network_plugin]
-- file: ${TREE}/roles/validate_inventory/meta/main.yml
dependencies: []
-- file: ${TREE}/roles/validate_inventory/tasks/main.yml
- name: Stop if the plugin is unknown
  assert:
    that: kube_network_plugin in ['calico', 'cni']
    fail_msg: "{{ kube_network_plugin }} is not supported"
  run_once: true
  when: not ignore_assert_errors | default(false)
- name: Stop if even number of etcd hosts
  ansible.builtin.assert:
    that:
      - groups.etcd | length is not divisibleby 2
  run_once: true
- name: Stop if booleans are texts
  assert:
    that: item.value | type_debug == 'bool'
    msg: "{{ item.name }} is a text"
  with_items:
    - { name: metrics_server_enabled, value: "{{ metrics_server_enabled }}" }
    - { name: download_run_once, value: "{{ download_run_once }}" }
- name: Stop if the machine is small
  assert:
    that: ansible_memtotal_mb > 999999
- name: Stop if removed names are used
  vars:
    gone: [old_name]
    found: "{{ query('varnames', '^' + (gone | join('|')) + '$') }}"
  assert:
    that: found | length == 0
    fail_msg: "Removed variables present: {{ found | join(', ') }}"
-- file: ${TREE}/roles/kubernetes/preinstall/tasks/main.yml
- import_tasks: verify.yml
  when: not dns_late | default(false)
-- file: ${TREE}/roles/kubernetes/preinstall/tasks/verify.yml
- command: uptime
  register: uptime
- name: Wants what only the run knows
  assert:
    that: uptime.rc == 1
- block:
    - name: Wants a network
      assert:
        that: "my_network is match('^10[.]')"
        msg: "{{ my_network }} is no network of ours, token {{ my_token | default('') }}"
  when: my_network is defined
-- file: ${TREE}/roles/network_plugin/tasks/main.yml
- include_role:
    name: "network_plugin/{{ kube_network_plugin }}"
-- file: ${TREE}/roles/network_plugin/calico/defaults/main.yml
calico_mode: Always
-- file: ${TREE}/roles/network_plugin/calico/tasks/main.yml
- name: Wants a known mode
  assert:
    that: calico_mode in ['Always', 'Never']
`;

const run = (inventory: string) => findings(`${inventory}\n${TASKS}`, ["preflight"]);
const vars = (lines: string) => run(`-- file: group_vars/all.yml\n${lines}`);

describe("must be found, on the setting that causes it", () => {
  test.each([
    [
      "kube_network_plugin: canal",
      "1 error preflight: Kubespray will stop here: canal is not supported. It asserts: kube_network_plugin in ['calico', 'cni']",
    ],
    [
      "plugin: canal\nkube_network_plugin: '{{ plugin }}'",
      "2 error preflight: Kubespray will stop here: canal is not supported. It asserts: kube_network_plugin in ['calico', 'cni']",
    ],
    [
      "metrics_server_enabled: 'false'",
      "1 error preflight: Kubespray will stop here: metrics_server_enabled is a text. It asserts: item.value | type_debug == 'bool'",
    ],
    ["old_name: 1", "1 error preflight: Kubespray will stop here: Removed variables present: old_name. It asserts: found | length == 0"],
    [
      "calico_mode: Sometimes",
      "1 error preflight: Kubespray will stop here: Wants a known mode. It asserts: calico_mode in ['Always', 'Never']",
    ],
  ])("%s", (lines, expected) => expect(vars(lines)).toEqual([`group_vars/all.yml:${expected}`]));

  test("a group of the wrong size, at its line in the hosts file", () => {
    expect(
      run(
        "-- file: hosts.ini\n[kube_control_plane]\na\n[etcd]\na\nb\n[kube_node]\nb\n[k8s_cluster:children]\nkube_node\nkube_control_plane\n",
      ),
    ).toEqual([
      expect.stringMatching(/^hosts\.ini:3 error preflight: Kubespray will stop here: Stop if even number of etcd hosts\. It asserts/),
    ]);
  });

  test("credentials in its message are not shown", () => {
    const [one] = vars("my_network: 192.168.0.0\nmy_token: s3cr3t");
    expect(one).toContain("Kubespray will stop here: Wants a network. It asserts: my_network is match");
    expect(one).not.toContain("s3cr3t");
  });
});

describe("must not be found", () => {
  test.each([
    ["kube_network_plugin: calico"],
    ["kube_network_plugin: cni\ncalico_mode: Sometimes"],
    ["kube_network_plugin: canal\nignore_assert_errors: true"],
    // Facts, and what tasks find out, are not known.
    ["ansible_memtotal_mb: 4"],
    ["my_network: 192.168.0.0\nrun_preinstall: false"],
    ["my_network: 192.168.0.0\ndns_late: true"],
    ["my_network: '{{ nothing }}'"],
    ['kube_network_plugin: \'{{ lookup("pipe", "true") }}\''],
    ["kube_network_plugin: canal # kubespray: ignore preflight"],
  ])("%s", (lines) => expect(vars(lines).filter((one) => !one.includes("ansible_memtotal_mb"))).toEqual([]));

  test("hosts that are made up", () => {
    expect(run("-- file: hosts.ini\n# none yet\n-- file: group_vars/all.yml\nkube_network_plugin: canal\n")).toEqual([]);
  });
});
