/**
 * A small tree of our own in kubespray's shape: imports, a play whose roles belong to two layers, findings that later layers need, a group
 * made at run time. Its roles only tell what they see, so that real Ansible can run it on this machine.
 */
const ROLES = [
  "bastion-ssh-config",
  "bootstrap_os",
  "kubernetes/preinstall",
  "container-engine",
  "etcd",
  "kubernetes/node",
  "kubernetes/kubeadm",
].concat("network_plugin", "network_plugin/calico/rr", "kubernetes-apps", "kubernetes-apps/new_one", "reset");

/** By path below the tree. */
export function ownTree(): Record<string, string> {
  const files: Record<string, string> = {
    "ansible.cfg": "[defaults]\nroles_path = roles\ngathering = explicit\n",
    "cluster.yml": "---\n- name: Install\n  ansible.builtin.import_playbook: playbooks/cluster.yml\n",
    "reset.yml": "---\n- import_playbook: playbooks/reset.yml\n",
    "playbooks/reset.yml": "---\n- hosts: all\n  gather_facts: false\n  roles:\n    - reset\n",
    "playbooks/cluster.yml": CLUSTER,
    "playbooks/boilerplate.yml": BOILERPLATE,
    "playbooks/facts.yml": FACTS,
    "playbooks/install_etcd.yml": ETCD,
    "roles/kubespray_defaults/defaults/main.yml": "---\ncert_dir: /default\nkube_network_plugin: calico\n",
    "roles/kubespray_defaults/tasks/main.yml": "---\n- name: Defaults\n  debug:\n    msg: defaults\n  tags: always\n",
  };
  for (const role of ROLES) files[`roles/${role}/tasks/main.yml`] = `---\n- name: Work\n  debug:\n    msg: ${role}\n`;
  files["roles/kubernetes/preinstall/tasks/main.yml"] = PREINSTALL;
  files["roles/container-engine/tasks/main.yml"] = "---\n- set_fact:\n    nothing_uses_this: 1\n";
  files["roles/etcd/tasks/main.yml"] =
    "---\n- name: Serial\n  command: echo '{% raw %}{{ not a template }}{% endraw %} [1]'\n  register: etcd_serial\n  changed_when: false\n";
  files["roles/network_plugin/tasks/main.yml"] = NETWORK;
  return files;
}

const PREINSTALL = `---
- name: Findings
  set_fact:
    cert_dir: "/found/{{ inventory_hostname }}"
    is_big: true
    numbers: [1, "2", {three: 3.5}]
    quoted: "it's \\"so\\""
  when: dns_late is not defined

- name: Late
  debug:
    msg: late
  when: dns_late | default(false)
`;

const NETWORK = `---
- name: Write what is seen
  copy:
    dest: "{{ seen_folder }}/{{ inventory_hostname }}.json"
    content: "{{ [cert_dir, is_big, numbers, quoted, etcd_serial.stdout, etcd_serial.rc, groups['made_at_run_time'] | sort] | to_json | b64encode }}"
  delegate_to: localhost
`;

const BOILERPLATE = `---
- name: Groups
  hosts: all
  gather_facts: false
  tags: always
  tasks:
    - name: Make a group
      group_by:
        key: made_at_run_time

- name: Install bastion ssh config
  hosts: bastion[0]
  gather_facts: false
  roles:
    - { role: kubespray_defaults }
    - { role: bastion-ssh-config, tags: ["localhost", "bastion"] }
`;

const FACTS = `---
- name: Bootstrap hosts
  hosts: k8s_cluster:etcd
  gather_facts: false
  strategy: linear
  roles:
    - { role: bootstrap_os, tags: bootstrap_os}
`;

const ETCD = `---
# A comment that the layer has no need of
- name: Install etcd
  hosts: etcd:k8s_cluster
  gather_facts: false
  roles:
    - { role: kubespray_defaults }
    - role: etcd
      tags: etcd
      when: etcd_cluster_setup
`;

const CLUSTER = `---
- name: Common tasks
  import_playbook: boilerplate.yml

- name: Gather facts
  import_playbook: facts.yml
  tags: [always]

- name: Prepare
  hosts: k8s_cluster:etcd
  gather_facts: false
  any_errors_fatal: "{{ any_errors_fatal | default(true) }}"
  environment:
    quoted: "yes"
    text: 'it''s {{ inventory_hostname }}'
  vars:
    mode: 0644
    unsafe: !unsafe "{{ not a template }}"
    folded: >-
      one
      two
  roles:
    - { role: kubespray_defaults }
    - { role: kubernetes/preinstall, tags: preinstall }
    - { role: "container-engine", tags: "container-engine", when: kube_network_plugin is defined }

- name: Install etcd
  vars:
    etcd_cluster_setup: true
  import_playbook: install_etcd.yml

- name: Nodes
  hosts: k8s_cluster
  gather_facts: false
  roles:
    - { role: kubespray_defaults }
    - { role: kubernetes/node, tags: node }

# This one is split.
- name: Invoke kubeadm and install a CNI
  hosts: k8s_cluster
  gather_facts: false
  pre_tasks:
    - name: Before
      debug:
        msg: before
  tasks:
    - name: After the roles
      debug:
        msg: after
  roles:
    - { role: kubespray_defaults }
    - { role: kubernetes/kubeadm, tags: kubeadm}
    - role: network_plugin
      tags: network
      vars:
        octal: 0755
  post_tasks:
    - name: At the end
      debug:
        msg: end
  handlers:
    - name: Handle
      debug:
        msg: handled

- name: Install Calico Route Reflector
  hosts: calico_rr
  gather_facts: false
  roles:
    - { role: kubespray_defaults }
    - { role: network_plugin/calico/rr, tags: ['network', 'calico_rr'] }

- name: Apps
  hosts: kube_control_plane
  gather_facts: false
  serial: 1
  roles:
    - { role: kubespray_defaults }
    - { role: kubernetes-apps/new_one }
    - { role: kubernetes-apps, tags: apps }

- name: Apply resolv.conf
  hosts: k8s_cluster
  gather_facts: false
  roles:
    - { role: kubespray_defaults }
    - { role: kubernetes/preinstall, tags: resolvconf, dns_late: true }
`;

const LOCAL = "ansible_connection=local ansible_python_interpreter=/usr/bin/python3";

/** Two machines that are this one; with all groups that kubespray knows, or without bastion and calico_rr. */
export function ownInventory(groups: "all" | "few"): string {
  const more = groups === "all" ? `[bastion]\nb1 ${LOCAL}\n[calico_rr]\nr1 ${LOCAL}\n` : "";
  return `${more}[kube_control_plane]\nn1 ${LOCAL}\n[etcd]\nn1\n[kube_node]\nn2 ${LOCAL}\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n`;
}
