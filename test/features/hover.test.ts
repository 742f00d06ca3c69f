import { describe, expect, test } from "vitest";
import { hover } from "../../server/src/features/hover";
import { fixture } from "../support/fixture";

/** The hover at `$0`: the text that it belongs to, then its markdown. */
function at(text: string, locale = "en"): string {
  const { context, document, offset } = fixture(text.includes("-- file:") ? text : `-- file: group_vars/all.yml\n${text}`, { locale });
  const found = hover(context, document, offset);
  return found ? `<${document.text.slice(found.span.start, found.span.end)}>\n${found.markdown}` : "nothing";
}

const MIXED = `
-- file: host_vars/node3.yml
ansible_architecture: aarch64
-- file: group_vars/all.yml
`;

describe("variables", () => {
  test("a value, what it overrides, and what it leads to", () => {
    expect(at("kube_ver$0sion: 1.35.3")).toMatchInlineSnapshot(`
      "<kube_version>
      **\`kube_version\`** = \`1.35.3\`

      Leads to
      - \`https://dl.k8s.io/release/v1.35.3/bin/linux/amd64/kubelet\`

      Set in [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      Overrides [roles/kubespray_defaults/defaults/main/main.yml:3](file:///site/kubespray/roles/kubespray_defaults/defaults/main/main.yml#L3) (default of role kubespray_defaults) \`1.35.4\`

      ---
      Kubernetes version"
    `);
  });
  test("an address for each architecture", () => {
    expect(at(`${MIXED}a: "{{ kubelet_down$0load_url }}"`)).toMatchInlineSnapshot(`
      "<kubelet_download_url>
      **\`kubelet_download_url\`**
      - amd64, node1, node2: \`https://dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet\`
      - arm64, node3: \`https://dl.k8s.io/release/v1.35.4/bin/linux/arm64/kubelet\`

      Downloaded as \`kubelet\`

      Set in [roles/kubespray_defaults/defaults/main/download.yml:3](file:///site/kubespray/roles/kubespray_defaults/defaults/main/download.yml#L3) (default of role kubespray_defaults)"
    `);
  });
  test("a version leads to artifacts for each architecture", () => {
    expect(at(`${MIXED}kube_vers$0ion: 1.35.3`)).toMatchInlineSnapshot(`
      "<kube_version>
      **\`kube_version\`** = \`1.35.3\`

      Leads to
      - \`https://dl.k8s.io/release/v1.35.3/bin/linux/amd64/kubelet\`
      - \`https://dl.k8s.io/release/v1.35.3/bin/linux/arm64/kubelet\`

      Set in [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      Overrides [roles/kubespray_defaults/defaults/main/main.yml:3](file:///site/kubespray/roles/kubespray_defaults/defaults/main/main.yml#L3) (default of role kubespray_defaults) \`1.35.4\`

      ---
      Kubernetes version"
    `);
  });
  test("hosts that differ in another variable of the template; of many hosts those in other groups", () => {
    const few = `-- file: host_vars/node2.yml\nkube_version: 1.35.2\n-- file: group_vars/all.yml\ndl_k8s$0_io_url: https://m.example.com\n`;
    expect(at(few).match(/https:\S+\/kubelet/g)).toEqual([
      "https://m.example.com/release/v1.35.4/bin/linux/amd64/kubelet",
      "https://m.example.com/release/v1.35.2/bin/linux/amd64/kubelet",
    ]);
    const many = `-- file: hosts.ini\n[kube_control_plane]\nn1\n[kube_node]\nn[2:40]\n[edge]\nn40\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n-- file: group_vars/edge.yml\nkube_version: 1.35.2\n-- file: group_vars/all.yml\ndl_k8s$0_io_url: https://m.example.com\n`;
    expect(
      at(many)
        .match(/\/v[\d.]+\//g)
        ?.sort(),
    ).toEqual(["/v1.35.2/", "/v1.35.4/"]);
  });
  test("an image that is switched off", () => {
    expect(at("metrics_server_ver$0sion: 0.8.1")).toMatchInlineSnapshot(`
      "<metrics_server_version>
      **\`metrics_server_version\`** = \`0.8.1\`

      Leads to
      - \`registry.k8s.io/metrics-server/metrics-server:v0.8.1\` (switched off)

      Set in [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      Overrides [roles/kubespray_defaults/defaults/main/download.yml:5](file:///site/kubespray/roles/kubespray_defaults/defaults/main/download.yml#L5) (default of role kubespray_defaults) \`0.8.0\`"
    `);
  });
  test("an image by its digest, as releases up to 2.27 take it", () => {
    const table = (digest: string) =>
      `downloads: {x: {enabled: true, container: true, repo: "{{ my_repo }}", tag: "1", sha256: "{{ ${digest} }}"}}\nmy_re$0po: r.example/x`;
    expect(at(table("'abc'"))).toContain("`r.example/x@sha256:abc`");
    expect(at(table("''"))).toContain("`r.example/x:1`");
  });
  test("a switch", () => {
    expect(at("metrics_server_en$0abled: false")).toMatchInlineSnapshot(`
      "<metrics_server_enabled>
      **\`metrics_server_enabled\`** = \`false\`

      Switches
      - \`registry.k8s.io/metrics-server/metrics-server:v0.8.0\`

      Set in [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      Overrides [roles/kubespray_defaults/defaults/main/main.yml:23](file:///site/kubespray/roles/kubespray_defaults/defaults/main/main.yml#L23) (default of role kubespray_defaults) \`false\`

      ---
      Deploy the metrics server"
    `);
  });
  test("one that Ansible makes", () => {
    expect(at('a: "{{ group$0_names }}"')).toMatchInlineSnapshot(`
      "<group_names>
      **\`group_names\`**
      - node1: \`[etcd, k8s_cluster, kube_control_plane]\`
      - kube_node: \`[k8s_cluster, kube_node]\`

      Set by Ansible"
    `);
  });
  test("one that nobody knows", () => {
    expect(at('a: "{{ nobody_k$0nows }}"')).toMatchInlineSnapshot(`
      "<nobody_knows>
      **\`nobody_knows\`**

      nobody_knows is set neither in this inventory nor by kubespray's defaults."
    `);
  });
  test("one that other hosts have", () => {
    const text = `
-- file: group_vars/kube_control_plane.yml
a: "{{ my_r$0ack }}"
-- file: host_vars/node2.yml
my_rack: a7
`;
    expect(at(text)).toMatchInlineSnapshot(`
      "<my_rack>
      **\`my_rack\`**

      my_rack is not set for node1.  
      For other hosts it is set in [host_vars/node2.yml:1](file:///site/inventory/host_vars/node2.yml#L1)"
    `);
    expect(at(text, "zh-cn")).toMatchInlineSnapshot(`
      "<my_rack>
      **\`my_rack\`**

      node1 没有设置 my_rack。  
      其他主机的值设置于 [host_vars/node2.yml:1](file:///site/inventory/host_vars/node2.yml#L1)"
    `);
  });
  test("what Ansible or the machine says otherwise", () => {
    expect(at("-- file: hosts.ini\n[kube_node]\nnode1 ansible_h$0ost=1.2.3.4\n")).toMatchInlineSnapshot(`
      "<ansible_host>
      **\`ansible_host\`** = \`1.2.3.4\`

      Set in [hosts.ini:2](file:///site/inventory/hosts.ini#L2)  
      Overrides Ansible's own value \`node1\`"
    `);
    expect(at("-- file: hosts.ini\n[kube_node]\nnode1 ansible_architec$0ture=aarch64\n")).toMatchInlineSnapshot(`
      "<ansible_architecture>
      **\`ansible_architecture\`** = \`aarch64\`

      Leads to
      - \`https://dl.k8s.io/release/v1.35.4/bin/linux/arm64/kubelet\`

      Set in [hosts.ini:2](file:///site/inventory/hosts.ini#L2)  
      Overrides the assumed fact \`x86_64\`"
    `);
    expect(at("-- file: hosts.ini\n[kube_node]\nnode1 ansible_architec$0ture=aarch64\n", "zh-cn")).toMatchInlineSnapshot(`
      "<ansible_architecture>
      **\`ansible_architecture\`** = \`aarch64\`

      决定
      - \`https://dl.k8s.io/release/v1.35.4/bin/linux/arm64/kubelet\`

      设置于 [hosts.ini:2](file:///site/inventory/hosts.ini#L2)  
      覆盖 假定的 fact \`x86_64\`"
    `);
  });
  test("of a group's hosts alone", () => {
    expect(
      at(`
-- file: group_vars/kube_node.yml
mine$0: "{{ inventory_hostname }}-x"
-- file: host_vars/node2.yml
mine: [1, 2]
`),
    ).toMatchInlineSnapshot(`
      "<mine>
      **\`mine\`**
      - node2: \`[1, 2]\`
      - node3: \`node3-x\`

      Set in [host_vars/node2.yml:1](file:///site/inventory/host_vars/node2.yml#L1), [group_vars/kube_node.yml:1](file:///site/inventory/group_vars/kube_node.yml#L1)"
    `);
  });
  test("in Chinese", () => {
    expect(at("kube_ver$0sion: 1.35.3", "zh-cn")).toMatchInlineSnapshot(`
      "<kube_version>
      **\`kube_version\`** = \`1.35.3\`

      决定
      - \`https://dl.k8s.io/release/v1.35.3/bin/linux/amd64/kubelet\`

      设置于 [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      覆盖 [roles/kubespray_defaults/defaults/main/main.yml:3](file:///site/kubespray/roles/kubespray_defaults/defaults/main/main.yml#L3) (role kubespray_defaults 的默认值) \`1.35.4\`

      ---
      Kubernetes version"
    `);
  });
  test("in an INI hosts file", () => {
    expect(at("-- file: hosts.ini\n[kube_node]\nnode1 ip=1.2.3.4 access_$0ip='{{ ip }}'\n")).toMatchInlineSnapshot(`
      "<access_ip>
      **\`access_ip\`** = \`1.2.3.4\`

      Set in [hosts.ini:2](file:///site/inventory/hosts.ini#L2)"
    `);
  });
  test("long values are elided", () => {
    expect(at("down$0loads: {a: {b: 1}}\n")).toMatchInlineSnapshot(`
      "<downloads>
      **\`downloads\`** = \`{a: {b: 1}}\`

      Set in [group_vars/all.yml:1](file:///site/inventory/group_vars/all.yml#L1)  
      Overrides [roles/kubespray_defaults/defaults/main/download.yml:21](file:///site/kubespray/roles/kubespray_defaults/defaults/main/download.yml#L21) (default of role kubespray_defaults) \`{kubelet: {enabled: true, file: true, version: "{{ kube_ver…\`"
    `);
  });
});

describe("expressions", () => {
  test.each([
    ["a: \"{{ kube_version.split('.')$0[0] }}\""],
    ['a: "{{ (kube_version ~ $0dns_mode) | length }}"'],
    ["a: \"{{ kube_version is ver$0sion('1.30', '>') }}\""],
    ['a: "{{ nothing | defa$0ult(3) }}"'],
    ['a: "{% for n in groups.kube_node %}{{ n$0 }}{% endfor %}"'],
    ['a: "{% for n in groups.kube_node %}{{ n |$0 upper }}{% endfor %}"'],
    ["a: \"{{ loo$0kup('env', 'HOME') }}\""],
    ["a: \"{{ lookup('en$0v', 'HOME') }}\""],
    ["a: \"{{ lookup('vars', 'dns_$0mode') }}\""],
    ['a: "{{$0 dns_mode }}"'],
    ['a: "{{ kubelet_checksums.am$0d64 }}"'],
  ])("%j", (text) => expect(at(text)).toMatchSnapshot());
});

describe("hosts files", () => {
  test("a host", () =>
    expect(at("-- file: hosts.ini\n[kube_node]\nno$0de1 ip=1.2.3.4\n")).toMatchInlineSnapshot(`
      "<node1>
      Host **\`node1\`**  
      In groups \`k8s_cluster\`, \`kube_node\`  
      1 variable set by this inventory  
      Architecture \`amd64\`  
      Downloads 1 file and 1 image"
    `));
  test("a group", () =>
    expect(at("-- file: hosts.ini\n[kube_no$0de]\nnode1 ip=1.2.3.4\nnode2\n[kube_control_plane]\nnode0\n")).toMatchInlineSnapshot(`
      "<kube_node>
      Group **\`kube_node\`**  
      2 hosts: \`node1\`, \`node2\`  
      0 variables set by this inventory  
      Architecture \`amd64\`  
      Downloads 1 file and 5 images"
    `));
});

describe("secrets are never shown", () => {
  const SECRET = "hunter2";
  test.each([
    [`grafana_admin_pass$0word: ${SECRET}`],
    [`my_token: ${SECRET}\nx$0: "a {{ my_token }}"`],
    [`my_token: ${SECRET}\nx: "{{ my_to$0ken }}"`],
    [`my_token: ${SECRET}\nx: "{{ my_token |$0 b64encode }}"`],
    [`my_token: ${SECRET}\nx$0: "{{ my_token[:3] }}unter2"`],
    [`auth: [{username: u, password: ${SECRET}}]\nx: "{{ auth$0 }}"`],
    [`auth: [{username: u, password: ${SECRET}}]\nx: "{{ auth[0]$0.password }}"`],
    [`auth: [{username: u, password: ${SECRET}}]\nx: "{{ auth[0].pass$0word }}"`],
    [`auth: [{username: u, password: ${SECRET}}]\nx$0: "{{ auth | map(attribute='password') | join }}"`],
    [`auth: [{username: u, password: ${SECRET}}]\nx$0: "{{ auth | to_json }}"`],
    [`reg$0istry: "https://me:${SECRET}@example.org/x"`],
    [`x: "{{ 'https://me:${SECRET}@example.org/x' | up$0per }}"`],
    [`vaulted$0: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  ${SECRET}\n`],
    [`-- file: host_vars/node1.yml\nmy_secret: ${SECRET}\n-- file: group_vars/all.yml\nmy_secr$0et: other`],
    [`# the default password: ${SECRET}\nfo$0o: 1`],
    [`my_token: ${SECRET}\nkubelet_down$0load_url: "https://x/{{ my_token }}/kubelet"`],
    [`my_token: ${SECRET}\ndl_k8s_io$0_url: "https://x/{{ my_token }}"`],
    [`my_token: ${SECRET}\nx$0: "{{ my_token | from_json }}"`],
    [`my_pin_token: ${SECRET}\nx$0: "{{ vars | to_json }}"`],
    [`my_pin_token: ${SECRET}\nx: "{{ hostvars['node1'] |$0 to_json }}"`],
    [`my_pin_token: ${SECRET}\nx: "{{ hostvars['node1']$0.values() | join }}"`],
    [`my_pin_token: ${SECRET}\nx: "{{ va$0rs }}"`],
    [`my_pin_token: ${SECRET}\nx: "{{ hostva$0rs }}"`],
    [`db: {host: h, connection: {user_password: ${SECRET}}}\nx: "{{ d$0b.connection }}"`],
  ])("%j", (text) => {
    const shown = at(text).replace(/^<.*>\n/, "");
    expect(shown).not.toBe("nothing");
    expect(shown).not.toContain("hunter");
    expect(shown).not.toContain("unter2");
    expect(shown.toLowerCase()).not.toContain("hunter2");
    expect(shown).not.toContain(Buffer.from(SECRET).toString("base64"));
  });

  test("names that only speak of secrets are shown", () => {
    expect(at("etcd_key_fi$0le: /etc/x.pem")).toContain("/etc/x.pem");
    expect(at("kube_token_auth$0: true")).toContain("true");
  });
});

test("comments cannot smuggle pictures or links into a hover", () => {
  expect(at("# ![x](https://example.org/p.png) <img src=x>\nfo$0o: 1")).not.toMatch(/!\[|<img/);
});
