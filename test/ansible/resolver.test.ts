import { describe, expect, it } from "vitest";
import { valueLayer } from "../../server/src/ansible/layers";
import { openTree } from "../support/openTree";

const TREE = `
-- hosts.ini
[g]
h1 ip=10.0.0.1
h2.example.com ip=10.0.0.2 ansible_host=1.2.3.4
[g:vars]
tmpl=<{{ inventory_hostname }}>
lazy={{ inventory_hostname }}-{{ undef_thing }}
-- group_vars/all.yml
nested: {a: "{{ inventory_hostname }}", b: "{{ undef_thing }}"}
from_role: "{{ role_default }}"
loop_a: "{{ loop_b }}"
loop_b: "{{ [loop_a] }}"
circle: "{{ circle | default(1) }}"
`;

/** As ansible-core 2.14.18 and 2.19.11 answered. */
describe("magic variables", () => {
  const classic = openTree(TREE, { roleDefaults: { role_default: "r" } });
  const native = openTree(TREE, { roleDefaults: { role_default: "r" }, generation: "native" });
  it.each([
    [
      "{{ inventory_hostname_short }} {{ group_names }} {{ groups }}",
      `"h2 ['g'] {'all': ['h1', 'h2.example.com'], 'ungrouped': [], 'g': ['h1', 'h2.example.com']}"`,
    ],
    ["{{ inventory_dir }} {{ inventory_file }} {{ playbook_dir }}", '"/inventory /inventory/hosts.ini /playbook"'],
    ["{{ ansible_host }} {{ ansible_ssh_host }} {{ hostvars.h1.ansible_host | default('none') }}", '"1.2.3.4 1.2.3.4 none"'],
    ["{{ hostvars['h1'].tmpl }} {{ hostvars.h1['ip'] }} {{ hostvars[groups.g[0]].nested.a }}", '"<h1> 10.0.0.1 h1"'],
    ["{{ hostvars.h1.nope | default('D') }} {{ hostvars.nohost is defined }} {{ 'h1' in hostvars }}", '"D False True"'],
    ["{{ groups.g | map('extract', hostvars, 'ip') | list }}", '["10.0.0.1","10.0.0.2"]'],
    ["{{ hostvars.h1.get('ip') }} {{ hostvars.h1.get('zz', 'other') }}", '"10.0.0.1 other"'],
    [
      "{{ hostvars.h1.play_hosts is defined }} {{ hostvars.h1.hostvars is defined }} {{ hostvars.h1.role_default is defined }}",
      '"False False False"',
    ],
    ["{{ play_hosts }} {{ ansible_check_mode }} {{ ansible_run_tags }}", `"['h1', 'h2.example.com'] False ['all']"`],
    ["{{ hostvars.localhost.group_names }}", "[]"],
    ["{{ hostvars.h1 is mapping }} {{ 'tmpl' in hostvars.h1 }} {{ 'tmpl' in vars }}", '"True True True"'],
    ["{{ from_role }}", '"r"'],
    ["{{ ansible_playbook_python }}", "unknown: ansible_playbook_python is known only when the playbook runs."],
  ])("%s", (template, wanted) => {
    expect(classic.template("h2.example.com", template)).toBe(wanted);
    expect(native.template("h2.example.com", template)).toBe(wanted);
  });

  it.each([
    ["{{ ansible_version.full }} {{ ansible_version.minor }}", '"2.14.18 14"', '"2.19.11 19"'],
    ["{{ hostvars | list | length }}", '"3"', "2"],
    ["{{ vars['tmpl'] }}", '"<{{ inventory_hostname }}>"', '"<h2.example.com>"'],
    ["{{ hostvars.h1.lazy }}", '"{{ inventory_hostname }}-{{ undef_thing }}"', "undefined: 'undef_thing' is undefined"],
    ["{{ hostvars.h1.lazy | default('D') }}", '"{{ inventory_hostname }}-{{ undef_thing }}"', '"D"'],
    ["{{ hostvars.h1.nested.b | default('D') }}", '"{{ undef_thing }}"', '"D"'],
    ["{{ hostvars.h1.from_role }}", '"{{ role_default }}"', "undefined: 'role_default' is undefined"],
  ])("%s differs between the generations", (template, before, since) => {
    expect([classic.template("h2.example.com", template), native.template("h2.example.com", template)]).toEqual([before, since]);
  });
});

describe("answers", () => {
  const { show, resolver, template } = openTree(TREE, { roleDefaults: { role_default: "r" } });
  it("say what failed and why", () => {
    expect(show("h1", "lazy")).toBe("undefined: 'undef_thing' is undefined");
    expect(show("h1", "none")).toBe("undefined: 'none' is undefined");
    for (const name of ["loop_a", "loop_b", "circle"]) expect(show("h1", name)).toMatch(/^failed: .*recursive loop/);
    expect(template("h1", "{{ loop_a is defined }}")).toMatch(/^failed: /);
  });
  it("come with the definitions consulted, winner first, and the variables named", () => {
    const resolved = resolver.resolve("h1", "from_role");
    expect(resolved.trace.map((definition) => [definition.name, definition.layer, definition.line])).toEqual([
      ["from_role", "group-vars-all", 2],
      ["role_default", "role-defaults", undefined],
    ]);
    expect([...resolver.uses("h1", "tmpl")]).toEqual(["inventory_hostname"]);
    expect(resolver.names("h1")).toContain("ip");
    expect(resolver.definitions("h1", "ip")[0]).toMatchObject({ file: "/inventory/hosts.ini", line: 2, keySpan: { start: 7, end: 9 } });
  });
});

describe("task variables", () => {
  const { resolver } = openTree(`
    -- hosts.ini
    h
    -- group_vars/all.yml
    url: "{{ base }}/{{ item.name | default('none') }}"
    deeper: "[{{ url }}]"
    fixed: "{{ base }}"
    base: b
  `);
  const engine = resolver.engine("h", { above: new Map([["item", "{{ {'name': fixed} }}"]]) });
  it("reach into the variables that name them, and leave no trace", () => {
    expect(engine.template("{{ deeper }} {{ fixed }}")).toBe("[b/b] b");
    expect(resolver.engine("h").template("{{ deeper }}")).toBe("[b/none]");
    expect(engine.condition("item.name == fixed and url is match('b/b')")).toBe(true);
    expect(resolver.engine("h", { above: new Map([["base", "c"]]) }).template("{{ deeper }}")).toBe("[c/none]");
  });
  it("may be weaker than all others: defaults of further roles", () => {
    const below = [
      valueLayer(
        "role-defaults",
        "further",
        new Map([
          ["base", "other"],
          ["item", "{{ {'name': 'below'} }}"],
        ]),
      ),
    ];
    expect(resolver.engine("h", { below }).template("{{ url }} {{ base }}")).toBe("b/below b");
  });
  it("that need themselves fail", () => {
    const circular = resolver.engine("h", { above: new Map([["base", "{{ deeper }}"]]) });
    expect(() => circular.template("{{ deeper }}")).toThrow("recursive loop");
  });
});

describe("like hosts", () => {
  const hosts = Array.from({ length: 300 }, (_, i) => `n${i} ip=10.0.0.${i % 256}${i === 7 ? " flavour=odd" : ""}`).join("\n");
  const tree = `-- hosts.ini\n[g]\n${hosts}\n[g:vars]\nflavour=plain\nshared={{ [flavour, group_names] }}\nown={{ ip }}-{{ inventory_hostname }}\nboth={{ shared }}{{ own }}\nnames={{ query('varnames', '^flav') }}\n`;

  it("share what does not differ between them, and nothing else", () => {
    const { show, resolver } = openTree(tree);
    expect([show("n0", "shared"), show("n7", "shared"), show("n8", "shared")]).toEqual([
      '["plain",["g"]]',
      '["odd",["g"]]',
      '["plain",["g"]]',
    ]);
    expect([show("n0", "own"), show("n1", "own"), show("n0", "both"), show("n1", "both")]).toEqual([
      '"10.0.0.0-n0"',
      '"10.0.0.1-n1"',
      `"['plain', ['g']]10.0.0.0-n0"`,
      `"['plain', ['g']]10.0.0.1-n1"`,
    ]);
    expect([show("n1", "names"), show("n7", "names")]).toEqual(['["flavour"]', '["flavour"]']);
    const value = (host: string) => {
      const resolved = resolver.resolve(host, "shared");
      return resolved.state === "known" ? resolved.value : undefined;
    };
    expect(value("n1")).toBe(value("n299")); // worked out once
    expect(value("n1")).not.toBe(value("n7"));
  });

  it("share whole questions, as far as what they read is the same", () => {
    const { resolver } = openTree(tree);
    const asked: string[] = [];
    const ask = (host: string, text: string) =>
      resolver.once(host, text, () => {
        asked.push(host);
        return resolver.engine(host, { above: new Map([["item", 1n]]) }).template(text);
      });
    const all = Array.from({ length: 20 }, (_, i) => ask(`n${i}`, "{{ shared }} {{ item }}"));
    expect(asked).toEqual(["n0", "n7"]);
    expect(all[7]).toBe("['odd', ['g']] 1");
    asked.length = 0;
    for (let i = 0; i < 20; i++) expect(ask(`n${i}`, "{{ own }}")).toContain(`n${i}`);
    expect(asked.length).toBe(20);
  });

  it("share what names a host only where nobody goes, unless resolving it there can fail", () => {
    const unreached = "{{ flavour == 'plain' or inventory_hostname == own or extra == 1 }}";
    const { resolver } = openTree(
      `-- hosts.ini\n[g]\n${hosts}\nbad extra={{1/0}}\nalso extra={{1/0}}\n[g:vars]\nflavour=plain\nown=x\nextra=0\n`,
    );
    const asked: string[] = [];
    const ask = (host: string) =>
      resolver.once(host, "unreached", () => {
        asked.push(host);
        try {
          return resolver.engine(host).template(unreached);
        } catch (error) {
          return String(error);
        }
      });
    expect([ask("n0"), ask("n1"), ask("n2")]).toEqual([true, true, true]);
    expect([ask("bad"), ask("also"), ask("n9")]).toEqual([expect.stringContaining("zero"), expect.stringContaining("zero"), true]);
    expect(asked).toEqual(["n0", "bad"]);
  });

  it("do not share a failure where one of them may have the name in a file that cannot be seen", () => {
    const { resolver } = openTree("-- hosts.ini\na\nb\nc\n-- host_vars/b.yml\n$ANSIBLE_VAULT;1.1;AES256\n6162\n");
    const ask = (host: string) =>
      resolver.once(host, "nope", () => {
        try {
          return resolver.engine(host).template("{{ nope }}");
        } catch (error) {
          return (error as { kind: string }).kind;
        }
      });
    expect(["a", "b", "c"].map(ask)).toEqual(["undefined", "unknown", "undefined"]);
  });
});
