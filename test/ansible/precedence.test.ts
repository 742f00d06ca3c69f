import { describe, expect, it } from "vitest";
import { DEFAULT_FACTS } from "../../server/src/ansible/facts/defaultFacts";
import { PyDict } from "../../server/src/python/values";
import { openTree } from "../support/openTree";

/** Each place defines `v` and all names of weaker places: the strongest wins. Order as in ansible/vars/manager.py. */
const PLACES = `
-- hosts.ini
[g]
h HOST
[top:children]
g
[all:vars]
INVENTORY_ALL
[g:vars]
INVENTORY_GROUP
-- group_vars/all.yml
GROUP_VARS_ALL
-- /playbook/group_vars/all.yml
PLAYBOOK_ALL
-- group_vars/top.yml
GROUP_VARS_TOP
-- group_vars/g.yml
GROUP_VARS_G
-- /playbook/group_vars/top.yml
PLAYBOOK_TOP
-- host_vars/h.yml
HOST_VARS
-- /playbook/host_vars/h.yml
PLAYBOOK_HOST
`;
const ORDER = [
  "INVENTORY_ALL",
  "INVENTORY_GROUP",
  "GROUP_VARS_ALL",
  "PLAYBOOK_ALL",
  "GROUP_VARS_TOP",
  "GROUP_VARS_G",
  "PLAYBOOK_TOP",
  "HOST",
  "HOST_VARS",
  "PLAYBOOK_HOST",
];

describe("precedence", () => {
  it.each(ORDER.map((place, i) => [place, i] as const))("%s beats what is weaker", (place, i) => {
    let text = PLACES;
    // Longer names first: HOST is a part of HOST_VARS.
    for (const name of [...ORDER].sort((a, b) => b.length - a.length)) {
      const used = ORDER.indexOf(name) <= i;
      const ini = name === "HOST" || name.startsWith("INVENTORY");
      text = text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), used ? (ini ? `v=${name}X` : `v: ${name}X`) : "");
    }
    const { show, resolver } = openTree(text, { roleDefaults: { v: "role" } });
    expect(show("h", "v")).toBe(`"${place}X"`);
    expect(resolver.definitions("h", "v").length).toBe(i + 2);
  });

  it("puts facts, role vars and extra vars above the inventory, assumed facts below", () => {
    const facts = { ...DEFAULT_FACTS, groups: new Map([["g", new Map([["ansible_kernel", "of-g"]])]]) };
    const tree = "-- hosts.ini\n[g]\nh ansible_kernel=1 ansible_system=mine p=1 q=1 r=1\n";
    const { show, template } = openTree(tree, { facts, roleVars: { p: 2n, q: 2n }, extraVars: { q: 3n } });
    expect(["ansible_kernel", "ansible_system", "ansible_os_family", "p", "q", "r"].map((name) => show("h", name))).toEqual([
      '"of-g"',
      '"mine"',
      '"Debian"',
      "2",
      "3",
      "1",
    ]);
    expect(template("h", "{{ ansible_facts.kernel }} {{ ansible_facts['system'] }} {{ ansible_facts.os_family }}")).toBe(
      '"of-g mine Debian"',
    );
  });

  it.each([
    ["{{ ansible_default_ipv4.address }}", "unknown: ansible_default_ipv4 is gathered"],
    ["{{ ansible_fqdn | default('none') }}", "unknown: ansible_fqdn is gathered"],
    ["{{ 'a' if ansible_lsb is defined else 'b' }}", "unknown: ansible_lsb is gathered"],
    ["{{ ansible_facts['env']['HOME'] }}", "unknown: ansible_env is gathered"],
    ["{{ ansible_facts.fqdn | default('none') }}", "unknown: ansible_fqdn is gathered"],
    ["{{ 'dns' in ansible_facts }}", "unknown: ansible_dns is gathered"],
    ["{{ hostvars['h'].ansible_all_ipv4_addresses | default([]) }}", "unknown: ansible_all_ipv4_addresses is gathered"],
    ["{{ ansible_ssh_host_key_rsa_public | default('') }}", "unknown: ansible_ssh_host_key_rsa_public is gathered"],
    ["{{ ansible_hostname }} {{ ansible_facts.user_dir }}", '"given /root"'],
    ["{{ ansible_nodename }}", '"mine"'],
    ["{{ ansible_eth0.ipv4.address | default('none') }} {{ ansible_facts.eth0 is defined }}", '"none False"'],
  ])("does not know what kubespray gathers and nobody told: %s", (expression, wanted) => {
    const own = new Map(Object.entries({ ansible_hostname: "given", ansible_user_dir: "/root" }));
    const facts = { ...DEFAULT_FACTS, hosts: new Map([["h", own]]) };
    expect(openTree("-- hosts.ini\nh ansible_nodename=mine\n", { facts }).template("h", expression).slice(0, wanted.length)).toBe(wanted);
  });

  it("tells hosts apart of which only one has a fact, whichever is asked first", () => {
    const facts = { ...DEFAULT_FACTS, hosts: new Map([["b", new Map([["ansible_eth0", "here"]])]]) };
    const tree = `-- hosts.ini
[g]
a ansible_eth0=here
b
[g:vars]
has={{ ansible_facts.eth0 is defined }}
in={{ 'eth0' in ansible_facts }}
value={{ ansible_facts.eth0 | default('none') }}
rests={{ has }}
`;
    for (const order of ["ab", "ba"]) {
      const { show } = openTree(tree, { facts });
      const told = new Map([...order].map((host) => [host, ["has", "in", "value", "rests"].map((name) => show(host, name)).join(" ")]));
      expect([told.get("a"), told.get("b")], order).toEqual(['false false "none" false', 'true true "here" true']);
    }
  });

  it("sorts groups by depth, then priority, then name", () => {
    const { show, inventory } = openTree(`
      -- hosts.ini
      [zone_a]
      h
      [kube_node]
      h
      [b]
      h
      [k8s_cluster:children]
      kube_node
      [zone_a:vars]
      ansible_group_priority=5
      -- group_vars/k8s_cluster.yml
      deep: k8s_cluster
      wide: k8s_cluster
      -- group_vars/kube_node.yml
      deep: kube_node
      -- group_vars/zone_a.yml
      deep: zone_a
      wide: zone_a
      -- group_vars/b.yml
      wide: b
    `);
    expect(inventory.hosts.get("h")?.membership).toEqual({
      groups: ["b", "k8s_cluster", "zone_a", "kube_node"],
      names: ["b", "k8s_cluster", "kube_node", "zone_a"],
    });
    expect([show("h", "deep"), show("h", "wide")]).toEqual(['"kube_node"', '"zone_a"']);
  });

  it("replaces dicts unless it is told to merge them", () => {
    const tree = "-- hosts.ini\nh\n-- group_vars/all.yml\nd: {a: {x: 1}, b: 2}\n-- host_vars/h.yml\nd: {a: {y: 3}}\n";
    expect(openTree(tree).show("h", "d")).toBe('{"a":{"y":3}}');
    expect(openTree(tree, { merge: true }).show("h", "d")).toBe('{"a":{"x":1,"y":3},"b":2}');
  });
});

describe("files of group_vars", () => {
  it.each([
    ["a folder beats all.yml", "-- group_vars/all/x.yml\nv: folder\n-- group_vars/all.yml\nv: file", '"folder"'],
    ["a bare file beats all.yml", "-- group_vars/all\nv: bare\n-- group_vars/all.yml\nv: file", '"bare"'],
    [".yml beats .yaml beats .json", "-- group_vars/all.yaml\nv: yaml\n-- group_vars/all.json\n{}\n-- group_vars/all.yml\nv: yml", '"yml"'],
    ["the last name of a folder wins", "-- group_vars/all/b.yml\nv: b\n-- group_vars/all/a/z.yml\nv: z", '"b"'],
    ["folders are searched", "-- group_vars/all/b/c/d.yaml\nv: deep", '"deep"'],
    ["upper case comes first", "-- group_vars/all/B.yml\nv: upper\n-- group_vars/all/a.yml\nv: lower", '"lower"'],
    ["JSON is read as JSON", '-- group_vars/all.json\n{"v": 1e3}', "1000.0"],
    ["empty files are nothing", "-- group_vars/all.yml\n# nothing\n", "undefined: 'v' is undefined"],
  ])("%s", (_, tree, wanted) => expect(openTree(`-- hosts.ini\nh\n${tree}\n`).show("h", "v")).toBe(wanted));

  it.each([".hidden.yml", "x.yml~", "x.bak", "x.orig", "x.ini", "x.txt", "x.retry", "x.pyc", "x.d/y.yml"])("%s is passed over", (name) =>
    expect(openTree(`-- hosts.ini\nh\n-- group_vars/all/${name}\nv: 1\n`).show("h", "v")).toContain("undefined"),
  );

  it("are read for host names that point elsewhere only inside their folder", () => {
    const { show } = openTree("-- hosts.ini\n../group_vars/all v=1\n-- group_vars/all.yml\nw: 2\n-- host_vars/x.yml\nz: 1\n");
    expect([show("../group_vars/all", "w"), show("../group_vars/all", "v")]).toEqual(["2", "1"]);
  });

  it("cost only themselves where they are vaulted or broken, and say so", () => {
    const { show, template, varsFiles } = openTree(`
      -- hosts.ini
      h
      -- group_vars/all/a.yml
      good: 1
      secret: !vault |
        $ANSIBLE_VAULT;1.1;AES256
        6161
      uses: "{{ secret }}x"
      -- group_vars/all/b.yml
      $ANSIBLE_VAULT;1.1;AES256
      6161
    `);
    expect(show("h", "good")).toBe("1");
    expect([show("h", "secret"), show("h", "uses"), show("h", "elsewhere")].map((text) => text.slice(0, 8))).toEqual([
      "unknown:",
      "unknown:",
      "unknown:",
    ]);
    expect(template("h", "{{ elsewhere | default('d') }}")).toBe('"d"');
    expect(varsFiles.problems.map((problem) => problem.file)).toEqual(["/inventory/group_vars/all/b.yml"]);
    const broken = openTree(
      "-- hosts.ini\nh\n-- group_vars/all/a.yml\na: 1\nb: [\n-- group_vars/all/l.yml\n- 1\n-- group_vars/all/z.yml\nc: 3\n",
    );
    expect([broken.show("h", "a"), broken.show("h", "c")]).toEqual(["1", "3"]);
    expect(broken.varsFiles.problems.map((problem) => problem.file)).toEqual([
      "/inventory/group_vars/all/a.yml",
      "/inventory/group_vars/all/l.yml",
    ]);
  });
});

describe("groups made at run time", () => {
  const rules = [
    { key: "kube_node", anyOf: ["kube-node"] },
    { key: "k8s_cluster", anyOf: ["kube_node", "kube_control_plane"] },
  ];
  const tree = `
    -- hosts.ini
    new
    [kube-node]
    old
    [kube_control_plane]
    cp
    -- group_vars/k8s_cluster.yml
    v: cluster
    -- group_vars/kube_node.yml
    v: node
  `;
  it("see the groups from before, in one pass", () => {
    const { inventory, show } = openTree(tree, { rules });
    expect([...inventory.hosts.values()].map((host) => [host.name, ...host.membership.names])).toEqual([
      ["new", "ungrouped"],
      ["old", "kube-node", "kube_node"],
      ["cp", "k8s_cluster", "kube_control_plane"],
    ]);
    expect([show("old", "v"), show("cp", "v"), show("new", "v").slice(0, 9)]).toEqual(['"node"', '"cluster"', "undefined"]);
    expect([inventory.groups.get("k8s_cluster")?.depth, inventory.hostsOf("k8s_cluster"), inventory.hostsOf("all")]).toEqual([
      1,
      ["cp"],
      ["new", "old", "cp"],
    ]);
  });
  it("may take in all other hosts, which then are not ungrouped any more", () => {
    const { inventory } = openTree(tree, { rules: [{ ...(rules[0] as (typeof rules)[0]), otherwise: "_all" }] });
    expect(inventory.hosts.get("new")?.membership.names).toEqual(["_all"]);
  });
  it("leave the inventory that they are made from as it was", () => {
    const before = openTree(tree).inventory;
    openTree(tree, { rules });
    expect(before.groups.has("k8s_cluster")).toBe(false);
  });
});

it("keeps facts from being templated, nested ones as well", () => {
  const facts = { ...DEFAULT_FACTS, hosts: new Map([["h", new Map([["ansible_x", new PyDict([["a", "{{ 1 }}"]])]])]]) };
  const { template } = openTree("-- hosts.ini\nh\n", { facts });
  expect(template("h", "a {{ ansible_x.a }} {{ ansible_facts.x.a }}")).toBe('"a {{ 1 }} {{ 1 }}"');
});
