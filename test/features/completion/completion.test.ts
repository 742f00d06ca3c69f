/** What is offered, and what taking it gives, over a small tree. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completion } from "../../../server/src/features/completion/completion";
import { groupVarsFileNames } from "../../../server/src/features/completion/groupNames";
import { prepareCompletion } from "../../../server/src/features/completion/prepareCompletion";
import { lineIndex } from "../../../server/src/text/lineIndex";
import { fixture, TREE } from "../../support/fixture";
import { ask } from "./ask";

/** Besides the fixture's own tree. */
const MORE = `
-- file: ${TREE}/roles/kubespray_defaults/vars/main/checksums.yml
kubelet_checksums:
  amd64:
    1.35.4: sha256:aaaa
    1.35.10: sha256:bbbb
    1.34.9: 0
    1.34.1: sha256:dddd
kubectl_checksums:
  amd64:
    1.35.4: sha256:aaaa
    1.35.10: sha256:bbbb
    1.34.1: sha256:dddd
    1.33.0: sha256:eeee
crun_checksums:
  amd64:
    '1.20': sha256:aaaa
    1.9.1: sha256:bbbb
    0.19: sha256:cccc
-- file: ${TREE}/roles/download/defaults/main.yml
kubectl_binary_checksum: "{{ kubectl_checksums[image_arch][kube_version] }}"
crun_version: "{{ (crun_checksums['amd64'] | dict2items)[0].key }}"
crun_alias_version: "{{ crun_version }}"
kube_proxy_mode: ipvs
# One of ['local', 'cluster']
lb_policy: local
mirror_download_url: "{{ dl_k8s_io_url }}/x/{{ kube_version }}"
calico_node_image_repo: "{{ docker_image_repo }}/calico/node"
empty_list: []
registry_map: {}
shaped:
  - name: one
    enabled: true
    nested:
      port: 443
upstream_servers:
  - 8.8.8.8
-- file: ${TREE}/roles/network_plugin/calico/defaults/main.yml
calico_mode: "{{ 'a' if kube_proxy_mode == 'iptables' else 'b' }}"
calico_enabled: "{{ kube_network_plugin == 'calico' }}"
-- file: ${TREE}/roles/validate_inventory/tasks/main.yml
- name: Check
  block:
    - assert:
        that:
          - kube_network_plugin in ['calico', 'cilium', 'none']
          - kube_network_plugin != 'x' or dns_mode in ['y']
-- file: ${TREE}/inventory/sample/group_vars/all/offline.yml
## Where the files are
# files_repo: "http://files"
# registry_host: "registry.local"
# docker_image_repo: "{{ registry_host }}"
# kubelet_download_url: "{{ files_repo }}/dl.k8s.io/v{{ kube_version }}/kubelet"
# registry_map:
#   - prefix: docker.io
#     mirrors:
#       - host: https://mirror
# Note: this is prose.
-- file: ${TREE}/inventory/sample/group_vars/k8s_cluster/addons.yml
metrics_server_enabled: false
# How many of them
# metrics_server_replicas: 1
`;

const at = (file: string, text: string, more = "") => ask(`-- file: ${file}\n${text}\n${more}${MORE}`);
const vars = (text: string) => at("group_vars/all/all.yml", text);

describe("names", () => {
  test("a switch of addons.yml comes first, with its documentation, and is turned over", () => {
    const asked = at("group_vars/k8s_cluster/addons.yml", "metr$0");
    expect(asked.labels.slice(0, 2)).toEqual(["metrics_server_enabled", "calico_enabled"]);
    expect(asked.taken("metrics_server_enabled")).toBe(`metrics_server_enabled: \${1|true,false|}`);
    expect(asked.resolved("metrics_server_enabled")).toMatchObject({
      detail: "false",
      documentation: expect.stringContaining("Deploy the metrics server"),
      labelDetail: " = false",
      labelDescription: "kubespray_defaults",
    });
    expect(asked.resolved("metrics_server_replicas").documentation).toContain("How many of them");
  });

  test("nothing twice, no role vars, no prose, the user's own, and what only the sample has", () => {
    const asked = at("group_vars/all/all.yml", "kube_version: 1\n$0\nmine: 2", "-- file: group_vars/etcd.yml\nmy_other: 1\n");
    expect(asked.labels).toEqual(expect.arrayContaining(["my_other", "files_repo", "calico_mode"]));
    for (const name of ["kube_version", "mine", "kubelet_checksums", "Note"]) expect(asked.labels).not.toContain(name);
    expect(new Set(asked.labels).size).toBe(asked.labels.length);
  });

  test.each([
    ["empty_list", "empty_list:\n  - $1"],
    ["registry_map", `registry_map:\n  - prefix: \${1:docker.io}\n    mirrors:\n      - host: \${2:https://mirror}`],
    ["shaped", `shaped:\n  - name: \${1:one}\n    enabled: \${2|true,false|}\n    nested:\n      port: \${3:443}`],
    ["upstream_servers", `upstream_servers:\n  - \${1:8.8.8.8}`],
    ["docker_image_repo", `docker_image_repo: \${1:docker.io}`],
    ["calico_node_image_repo", `calico_node_image_repo: "\${1:{{ docker_image_repo \\}\\}/calico/node}"`],
    ["host_architecture", `host_architecture: "\${1:}"`],
    ["crun_version", "crun_version: $0"],
    ["files_repo", `files_repo: "\${1:http://files}"`],
  ])("%s is inserted in the shape of its default", (name, text) => expect(vars("$0").item(name).edit.text).toBe(text));

  test("the name alone where a colon or more follows", () => {
    expect(vars("dns$0_mode: x").taken("dns_mode")).toBe("dns_mode: x");
    expect(vars("a: 1\ndn$0\nb: 2").taken("dns_mode")).toBe(`dns_mode: \${1:coredns}`);
  });

  test("few of many, and the editor is told so", () => {
    const names = Array.from({ length: 900 }, (_, i) => `plugin_${i}_image_repo: a\nother_${i}: b`).join("\n");
    const tree = `-- file: ${TREE}/roles/many/defaults/main.yml\n${names}\n`;
    const typed = at("group_vars/all/all.yml", "899_im$0", tree);
    expect(typed).toMatchObject({ isIncomplete: false });
    expect(typed.labels).toContain("plugin_899_image_repo");
    const all = at("group_vars/all/all.yml", "$0", tree);
    expect(all.isIncomplete).toBe(true);
    expect(all.items.length).toBeLessThanOrEqual(300);
  });
});

describe("values", () => {
  test.each([
    ["kube_version: $0", ["1.35.10", "1.35.4", "1.34.1"]],
    ["crun_version: $0", ["1.20", "1.9.1", "0.19"]],
    ["crun_alias_version: $0", ["1.20", "1.9.1", "0.19"]],
    ["metrics_server_enabled: $0", ["true", "false"]],
    ["calico_enabled: $0", ["true", "false", "{{ kube_network_plugin == 'calico' }}"]],
    ["kube_network_plugin: $0", ["calico", "cilium", "none"]],
    ["lb_policy: $0", ["local", "cluster"]],
    ["kube_proxy_mode: $0", ["iptables", "ipvs"]],
    ["metrics_server_version: $0", ["0.8.0"]],
    ["nobody_knows: $0", []],
    ["shaped:\n  - enabled: $0", ["false", "true"]],
  ])("%j", (text, labels) => expect(vars(text).labels).toEqual(labels));

  test.each([
    ["kube_version: 1.3$0", "1.35.10", "kube_version: 1.35.10"],
    ['kube_version: "1.3$0', "1.34.1", 'kube_version: "1.34.1"'],
    ["kube_version: '$0'", "1.34.1", "kube_version: '1.34.1'"],
    ["crun_version: $0", "1.20", 'crun_version: "1.20"'],
    ["crun_version: $0", "0.19", "crun_version: 0.19"],
    ['crun_version: "0$0"', "0.19", "crun_version: 0.19"],
    ["metrics_server_enabled:$0", "true", "metrics_server_enabled: true"],
    ['metrics_server_enabled: "t$0"', "true", "metrics_server_enabled: true"],
    ["kube_network_plugin: ca$0 # x", "cilium", "kube_network_plugin: cilium # x"],
    [
      "kubelet_download_url: $0",
      "{{ files_repo }}/dl.k8s.io/v{{ kube_version }}/kubelet",
      'kubelet_download_url: "{{ files_repo }}/dl.k8s.io/v{{ kube_version }}/kubelet"',
    ],
    [
      "mirror_download_url: $0",
      "{{ files_repo }}/dl.k8s.io/x/{{ kube_version }}",
      'mirror_download_url: "{{ files_repo }}/dl.k8s.io/x/{{ kube_version }}"',
    ],
    ["calico_node_image_repo: $0", "{{ registry_host }}/calico/node", 'calico_node_image_repo: "{{ registry_host }}/calico/node"'],
  ])("%s, %s", (text, label, line) => expect(vars(text).taken(label)).toBe(line));

  test("what replaces a quote is found by the text behind it", () => {
    expect(vars('metrics_server_enabled: "t$0').item("true").filterText).toBe('"true');
  });

  test("keys inside a variable are those of its default and of the sample", () => {
    expect(vars("shaped:\n  - name: a\n    $0").labels).toEqual(["enabled", "nested"]);
    expect(vars("shaped:\n  - name: a\n    nested:\n      p$0").taken("port")).toBe("      port: $0");
    expect(vars("registry_map:\n  - prefix: a\n    mirrors:\n      - $0").labels).toEqual(["host"]);
  });
});

describe("expressions", () => {
  test.each([
    ['x: "{{ kube_v$0', "kube_version", 'x: "{{ kube_version'],
    ['x: "{{ kube_version | def$0 }}"', "default", 'x: "{{ kube_version | default }}"'],
    ['x: "{{ a is def$0', "defined", 'x: "{{ a is defined'],
    ['x: "{{ downloads.$0 }}"', "kubelet", 'x: "{{ downloads.kubelet }}"'],
    ['x: "{{ downloads.kubelet.u$0', "url", 'x: "{{ downloads.kubelet.url'],
    ["x: \"{{ hostvars['$0", "node2", "x: \"{{ hostvars['node2']"],
    ["x: \"{{ hostvars['n$0'].ip }}\"", "node2", "x: \"{{ hostvars['node2'].ip }}\""],
    ["x: \"{{ hostvars['node1'].ans$0 }}\"", "ansible_host", "x: \"{{ hostvars['node1'].ansible_host }}\""],
    ["x: \"{{ groups['kube$0", "kube_node", "x: \"{{ groups['kube_node']"],
    ["x: '{{ groups[\"kube$0", "kube_node", 'x: \'{{ groups["kube_node"]'],
    ["x: \"{{ lookup('$0", "vars", "x: \"{{ lookup('vars"],
    ['x: "{{ kubelet_checksums.$0', "amd64", 'x: "{{ kubelet_checksums.amd64'],
    ['x: "{{ kubelet_checksums.amd64.$0', "1.35.4", "x: \"{{ kubelet_checksums.amd64['1.35.4']"],
    ["x: \"{{ 'a' if kube_network_plugin == '$0'", "cilium", "x: \"{{ 'a' if kube_network_plugin == 'cilium'"],
    ['x: "{% for name, item in downloads.items() %}{{ it$0', "item", 'x: "{% for name, item in downloads.items() %}{{ item'],
    ["x: \"{% for d in [{'port': 1}] %}{{ d.$0 }}", "port", "x: \"{% for d in [{'port': 1}] %}{{ d.port }}"],
    ['x: "{% for d in [1] %}{{ loop.$0', "index0", 'x: "{% for d in [1] %}{{ loop.index0'],
    ['x: "{{ bin_dir.spl$0', "split", 'x: "{{ bin_dir.split()'],
    ['x: "{% $0', "if", 'x: "{% if'],
  ])("%s, %s", (text, label, line) => expect(vars(text).taken(label)).toBe(line));

  test("values are shown when asked for, secrets never", () => {
    const asked = vars('my_password: hunter2\nuses: "{{ my_password }}"\nx: "{{ $0 }}"');
    expect(asked.resolved("kubelet_download_url").detail).toBe("https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet");
    expect(asked.item("kubelet_download_url").detail).toBeUndefined();
    expect(JSON.stringify([asked.resolved("my_password"), asked.resolved("uses")])).not.toContain("hunter2");
    expect(asked.resolved("vars").detail).toBeUndefined();
    expect(vars('x: "{{ a | combine$0').resolved("combine").documentation).toContain("dictionary");
    expect(ask('-- file: group_vars/all.yml\nx: "{{ a | combine$0', { locale: "zh-cn" }).resolved("combine").documentation).toContain(
      "字典",
    );
  });
});

describe("hosts files", () => {
  const hosts = (text: string) => ask(`-- file: hosts.ini\n${text}\n${MORE}`);
  test.each([
    ["[kube_node]\nnode1\nnode2\n[et$0", "etcd", "[etcd]"],
    ["[etcd]\nnode1\n[kube_node]\nnode2\n$0", "node1", "node1"],
    ["[etcd]\nnode1 $0", "ansible_host", "node1 ansible_host="],
    ["[etcd]\nnode1\n[a:children]\n$0", "etcd", "etcd"],
    ["[etcd:$0", "children", "[etcd:children]"],
    ["[etcd]\nnode1\n[all:vars]\nkube_net$0", "kube_network_plugin", "kube_network_plugin="],
    ["[etcd]\nnode1\n[all:vars]\nkube_network_plugin=$0", "cilium", "kube_network_plugin=cilium"],
    ["[etcd]\nnode1\n[all:vars]\nmetrics_server_enabled=$0", "true", "metrics_server_enabled=True"],
  ])("%j, %s", (text, label, line) => expect(hosts(text).taken(label)).toBe(line));

  test("a host's addresses come first", () => {
    expect(ask("-- file: host_vars/node1.yml\n$0").labels[1]).toBe("ip");
    expect(hosts("[etcd]\nnode1 $0").labels.slice(0, 3)).toEqual(["ansible_host", "ip", "access_ip"]);
  });

  test("YAML", () => {
    const yaml = (text: string) => ask(`-- file: hosts.yaml\n${text}\n${MORE}`);
    expect(yaml("all:\n  children:\n    kube_$0").taken("kube_node")).toBe("    kube_node:");
    expect(yaml("all:\n  hosts:\n    node1:\n  children:\n    etcd:\n      hosts:\n        $0").taken("node1")).toBe("        node1:");
    expect(yaml("all:\n  hosts:\n    node1:\n      $0").taken("ip")).toBe("      ip: $0");
  });

  test("group_vars that can still be made", () => {
    const { context } = fixture("-- file: group_vars/all/all.yml\na: 1\n-- file: group_vars/etcd.yml\nb: 1\n");
    const files = groupVarsFileNames(context);
    expect(files.map(({ group, hosts: count }) => `${group} ${count}`)).toEqual([
      "kube_control_plane 1",
      "kube_node 2",
      "k8s_cluster 3",
      "calico_rr 0",
      "bastion 0",
    ]);
    expect(files[0]?.path).toBe("/site/inventory/group_vars/kube_control_plane.yml");
  });
});

describe("what is being typed", () => {
  test("a change of the tree is seen, an unchanged one is not read again", () => {
    const first = fixture(`-- file: group_vars/all.yml\n$0\n${MORE}`);
    for (const _ of prepareCompletion(first.context) ?? []);
    const again = fixture(`-- file: group_vars/all.yml\n$0\n${MORE.replace("lb_policy:", "lb_renamed:")}`);
    const labels = (made: typeof first) =>
      completion({ ...made.context, memo: first.context.memo }, made.document, made.offset).items.map(({ label }) => label);
    expect(labels(first)).toContain("lb_policy");
    expect(labels(again)).toContain("lb_renamed");
    expect(labels(again)).not.toContain("lb_policy");
    expect(labels(first)).toContain("lb_policy");
  });

  const text = fc.string({
    unit: fc.constantFrom(
      "\n",
      "  ",
      "- ",
      ": ",
      "a",
      "kube_version",
      '"',
      "'",
      "{{",
      "}}",
      "{%",
      "%}",
      "|",
      ".",
      "[",
      "]",
      "(",
      "#",
      "=",
      ",",
      "is ",
      "for ",
    ),
    maxLength: 40,
  });
  test.each(["group_vars/all.yml", "hosts.ini", "hosts.yaml"])(
    "any text anywhere in %s: an answer, with edits around the cursor",
    (file) => {
      const { context, open } = fixture(`-- file: ${file}\n\n${MORE}`);
      const { path } = open(file);
      fc.assert(
        fc.property(text, text, (before, after) => {
          const whole = before + after;
          const list = completion(context, { path, text: whole, lines: lineIndex(whole) }, before.length);
          for (const { edit } of list.items) {
            expect(edit.span.start).toBeLessThanOrEqual(before.length);
            expect(edit.span.end).toBeGreaterThanOrEqual(before.length);
            expect(whole.slice(edit.span.start, edit.span.end)).not.toContain("\n");
          }
        }),
        { numRuns: 400 },
      );
    },
  );

  test("large and hostile texts end at once", () => {
    const { context } = fixture(`-- file: group_vars/all.yml\n\n${MORE}`);
    const texts = [
      "{%".repeat(50_000),
      "{{ '".repeat(50_000),
      "a:\n ".repeat(50_000),
      "- ".repeat(100_000),
      " ".repeat(200_000),
      "{% for a in ".repeat(20_000),
      `x: "{{ ${"(".repeat(50_000)}`,
    ];
    const before = process.cpuUsage();
    for (const one of texts) {
      for (const offset of [one.length, one.length >> 1]) {
        completion(context, { path: "/site/inventory/group_vars/all.yml", text: one, lines: lineIndex(one) }, offset);
      }
    }
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1e6).toBeLessThan(10);
  }, 60_000);
});
