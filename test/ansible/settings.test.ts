import { describe, expect, it } from "vitest";
import { DEFAULT_CFG, parseAnsibleCfg, readAnsibleCfg } from "../../server/src/ansible/ansibleCfg";
import { DEFAULT_FACTS } from "../../server/src/ansible/facts/defaultFacts";
import { isInjected } from "../../server/src/ansible/facts/isInjected";
import { readFacts } from "../../server/src/ansible/facts/readFacts";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import type { FilePath } from "../../server/src/files/fileSystem";
import { PyDict } from "../../server/src/python/values";
import { memoryTree } from "../support/memoryTree";

describe("ansible.cfg", () => {
  const cfg = parseAnsibleCfg(
    `# c
[defaults]
inventory = inv/hosts.ini, /abs/x  ; both
roles_path = roles:$VIRTUAL_ENV/x:~/y
hash_behaviour: merge
force_valid_group_names=always
inventory_ignore_extensions = ~, .bak,
  .ini
fact_caching = jsonfile
fact_caching_connection = /tmp/facts
fact_caching_prefix = p_
JINJA2_NATIVE = yes
vault_password_file = pw
[inventory]
ignore_patterns = artifacts, ^c.*s$
nonsense
`,
    "/k/ansible.cfg" as FilePath,
  );
  it("is read as Ansible's configparser does", () => {
    expect(cfg).toMatchObject({
      file: "/k/ansible.cfg",
      inventory: ["/k/inv/hosts.ini", "/abs/x"],
      rolesPath: ["/k/roles"],
      hashBehaviour: "merge",
      safeGroupNames: true,
      inventoryIgnoreExtensions: ["~", ".bak", ".ini"],
      inventoryIgnorePatterns: ["artifacts", "^c.*s$"],
      factCache: { folder: "/tmp/facts", prefix: "p_" },
      jinja2Native: true,
      vault: true,
    });
    expect(cfg.problems).toMatchObject([
      { line: 16, file: "/k/ansible.cfg" },
      { code: "ansible-cfg-unsupported", message: expect.stringContaining("jinja2_native") },
    ]);
  });
  it("is Ansible's defaults where there is none", () => {
    expect(readAnsibleCfg("/inventory/ansible.cfg" as FilePath, memoryTree(""))).toBe(DEFAULT_CFG);
  });
  it("says what it does not follow", () => {
    const codes = (line: string) =>
      parseAnsibleCfg(`[defaults]\n${line}\n`, "/k/ansible.cfg" as FilePath).problems.map((problem) => problem.code);
    const followed = ["precedence = all_inventory", "inject_facts_as_vars = no", "jinja2_extensions = jinja2.ext.loopcontrols"];
    expect([...followed, "error_on_undefined_vars = no"].map(codes)).toEqual(Array(4).fill(["ansible-cfg-unsupported"]));
    expect(["error_on_undefined_vars = yes", "jinja2_extensions ="].map(codes)).toEqual([[], []]);
  });
  it("decides what counts in a folder and what groups are called", () => {
    const files = memoryTree("-- a.cnf\n[x-y]\nh\n-- artifacts\n[no]\nx\n-- credits\n[no]\ny\n-- b.bak\n[no]\nz\n");
    const inventory = readInventory(["/inventory"], { files, generation: "classic", cfg });
    expect([...inventory.hosts.keys()]).toEqual(["h"]);
    expect([...inventory.groups.keys()]).toEqual(["all", "ungrouped", "x_y"]);
  });
});

describe("facts", () => {
  const read = (text: string, cached = false, generation: "classic" | "native" = "classic") =>
    readFacts(
      {
        generation,
        hosts: ["h", "k"],
        ...(cached
          ? { cfg: { ...DEFAULT_CFG, factCache: { folder: "/inventory/cache" as FilePath, prefix: "" } } }
          : { file: "/inventory/facts.json" as FilePath }),
      },
      memoryTree(text),
    );
  it("are read from a facts.json", () => {
    const { facts, problems } = read('-- facts.json\n{"default": {"a": 1}, "groups": {"g": {"b": 1.0}}, "hosts": {"h": {"c": [null]}}}\n');
    expect([facts.default.get("a"), facts.groups.get("g")?.get("b"), facts.hosts.get("h")?.get("c"), problems]).toEqual([
      1n,
      1,
      [null],
      [],
    ]);
  });
  it("are assumed where the file leaves them out", () => {
    expect(read('-- facts.json\n{"hosts": {}}\n').facts.default).toBe(DEFAULT_FACTS.default);
  });
  it.each(["{", "[]", '{"groups": [1]}', '{"hosts": {"h": 1}}', '{"default": 1}'])("%s is a problem, not an exception", (text) => {
    const { facts, problems } = read(`-- facts.json\n${text}\n`);
    expect(facts.default.get("ansible_architecture")).toBe("x86_64");
    expect(problems).toMatchObject([{ code: "facts", file: "/inventory/facts.json" }]);
  });
  it("of a missing file are a problem", () => expect(read("").problems.length).toBe(1));
  it("are read from Ansible's cache, one file for a host", () => {
    const { facts, problems } = read('-- cache/h\n{"ansible_architecture": "aarch64"}\n-- cache/k\nbroken\n', true);
    expect([...facts.hosts]).toEqual([["h", new Map([["ansible_architecture", "aarch64"]])]]);
    expect(problems.map((problem) => problem.file)).toEqual(["/inventory/cache/k"]);
  });
  it("are read from the cache of ansible-core 2.19, which writes values with their types under another name", () => {
    const tagged = (type: string, value: unknown) => ({ value, tags: [], __ansible_type: `_AnsibleTagged${type}` });
    const facts = {
      d: "Debian",
      n: tagged("List", [tagged("Int", 1), tagged("Dict", { b: tagged("Float", 1.5) })]),
      t: tagged("Time", "1"),
    };
    const files = `-- cache/h\n{"d": "old"}\n-- cache/s1_h\n${JSON.stringify({ __payload__: JSON.stringify(facts) })}\n-- cache/k\n{"d": "k"}\n`;
    const { hosts } = read(files, true, "native").facts;
    expect(hosts.get("h")).toEqual(
      new Map<string, unknown>([
        ["d", "Debian"],
        ["n", [1n, new PyDict([["b", 1.5]])]],
      ]),
    );
    expect(hosts.get("k")?.get("d")).toBe("k");
    expect(read(files, true, "classic").facts.hosts.get("h")?.get("d")).toBe("old");
  });
  it.each([
    ["ansible_architecture", true],
    ["ansible_user", false],
    ["ansible_ssh_port", false],
    ["ansible_ssh_host_key_rsa_public", true],
    ["ansible_python_interpreter", false],
    ["ansible_local_bridge", true],
    ["ansible_become_x", false],
  ])("%s becomes a variable: %s", (name, wanted) => expect(isInjected(name)).toBe(wanted));
});
