import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findInventory } from "../../server/src/ansible/findInventory";
import { readInventory } from "../../server/src/ansible/inventory/readInventory";
import { createVarsFiles } from "../../server/src/ansible/vars/varsFiles";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { openTree } from "../support/openTree";

/** Each ends at once, with a problem, and costs only itself. */
const LIMIT = 3000;
const read = (text: string, name = "hosts.ini") =>
  readInventory([`/i/${name}`], { files: memoryFileSystem({ [`/i/${name}`]: text }), generation: "classic" });
const lines = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join("\n");

describe("hosts files", () => {
  it.each([
    ["a billion hosts", "[a]\nh[1:1000000000]\nok\n"],
    ["ranges of ranges", "[a]\nh[1:999][1:999][1:999][1:999]\nok\n"],
    ["many large ranges", `[a]\n${lines(2000, (i) => `h${i}-[1:49999] a=1`)}\nok\n`],
    ["a large number as a bound", `[a]\nh[1:${"9".repeat(5000)}]\nok\n`],
    ["a circle of groups", "[a:children]\nb\n[b:children]\nc\n[c:children]\na\n[d]\nok\n"],
    ["a group in itself", "[a:children]\na\n[d]\nok\n"],
    ["deep brackets", `[a]\nx v=${"[".repeat(100_000)}\nok y\nok\n`],
    ["an unhashable value", "[a]\nx v={[]:1}\nok\n"],
  ])(
    "%s",
    (_, text) => {
      const inventory = read(text);
      expect(inventory.sources[0]?.state).toBe("rejected");
      expect(inventory.problems.length).toBeGreaterThan(0);
      expect(inventory.hosts.has("ok")).toBe(true);
    },
    LIMIT,
  );

  it(
    "a chain of 5,000 groups, from above and from below",
    () => {
      const down = read(`${lines(5000, (i) => `[g${i}:children]\ng${i + 1}`)}\n[g5000]\nh\n`);
      expect(down.groups.get("g5000")?.depth).toBe(5001);
      expect(down.hosts.get("h")?.membership.names.length).toBe(5001);
      const up = read(`[g5000]\nh\n${lines(5000, (i) => `[g${4999 - i}:children]\ng${5000 - i}`)}\n`);
      expect(up.groups.get("g5000")?.depth).toBe(5001);
    },
    LIMIT,
  );

  it(
    "a net of 80,000 edges between groups",
    () => {
      const groups = lines(400, (i) => `[g${i}]`);
      const edges = lines(399, (i) => `[g${i}:children]\n${lines(399 - i, (j) => `g${i + j + 1}`)}`);
      const inventory = read(`${groups}\n${edges}\n[g399]\nh\n`);
      expect(inventory.groups.get("g399")?.depth).toBe(400);
    },
    LIMIT,
  );

  it(
    "50,000 hosts with variables",
    () => {
      const inventory = read("[a]\nh[1:50000] ip=10.0.0.1\n[b:children]\na\n[b:vars]\nx=1\n");
      expect(inventory.hostsOf("all").length).toBe(50_000);
    },
    LIMIT,
  );

  it.each([
    ["deep YAML", `${lines(300, (i) => `${" ".repeat(i * 2)}a${i}:\n${" ".repeat(i * 2 + 1)}children:`)}\n`],
    [
      "an alias bomb",
      `a: &a {hosts: {h: }}\n${lines(9, (i) => `b${i}: &b${i} {children: {${lines(10, (j) => `c${i}${j}: *${i === 0 ? "a" : `b${i - 1}`},`)}}}`)}\n`,
    ],
    ["an alias that contains itself", "a: &a\n  children:\n    b: *a\n"],
    ["a prototype", "__proto__:\n  hosts:\n    constructor: {__proto__: {x: 1}, toString: 2}\n"],
    ["a null byte", "a:\n  hosts: \0\n"],
  ])(
    "%s",
    (_, text) => {
      const inventory = read(text, "hosts.yml");
      expect(inventory.sources.length).toBe(1);
      expect(({} as Record<string, unknown>).x).toBeUndefined();
    },
    LIMIT,
  );

  it(
    "cut off anywhere",
    () => {
      const text = "[a]\nh[1:3]:22 k='v \\' w' l=[1,{'a':(2,)}] # c\n[a:vars]\nx = \"1\"\n[b:children]\na\n";
      for (let i = 0; i <= text.length; i++) for (const name of ["hosts.ini", "hosts.yml"]) read(text.slice(0, i), name);
    },
    LIMIT,
  );
});

describe("files on a disk", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "hostile-"));
    mkdirSync(join(root, "group_vars", "all"), { recursive: true });
    symlinkSync(join(root, "group_vars", "all"), join(root, "group_vars", "all", "again"));
    symlinkSync(join(root, "group_vars", "all", "y.yml"), join(root, "group_vars", "all", "x.yml"));
    symlinkSync(join(root, "group_vars", "all", "x.yml"), join(root, "group_vars", "all", "y.yml"));
    writeFileSync(join(root, "group_vars", "all", "big.yml"), "");
    truncateSync(join(root, "group_vars", "all", "big.yml"), 50_000_000);
    writeFileSync(join(root, "group_vars", "all", "binary.yml"), Buffer.from([0, 1, 2]));
    writeFileSync(join(root, "group_vars", "all", "good.yml"), "v: 1\n");
    symlinkSync(root, join(root, "self"));
    writeFileSync(join(root, "hosts.ini"), "");
    truncateSync(join(root, "hosts.ini"), 50_000_000);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it(
    "cost only themselves",
    () => {
      const files = diskFileSystem();
      const varsFiles = createVarsFiles(files, "classic");
      const layers = varsFiles.layers(`${root}/group_vars` as FilePath, "all", "group-vars-all");
      expect(layers.map((layer) => layer.get("v")?.raw()).filter((value) => value !== undefined)).toEqual([1n]);
      const told = varsFiles.problems.map((problem) => `${problem.severity} ${problem.file?.split("/").at(-1)}`);
      expect(told).toEqual(["warning again", "warning x.yml", "warning y.yml", "error big.yml", "error binary.yml"]);
      const found = findInventory(root, { files, generation: "classic", imaginaryGroups: [{ name: "etcd" }] });
      expect(found.imaginary).toContain("too large");
      expect(readInventory([`${root}/self`], { files, generation: "classic" }).problems.length).toBeGreaterThan(0);
      expect(findInventory("/dev/zero", { files, generation: "classic", imaginaryGroups: [] }).imaginary).toContain("a device");
    },
    LIMIT,
  );
});

describe("variables", () => {
  it.each([
    ["endless text", "\"{{ 'a' * 2 ** 40 }}\""],
    ["an endless range", '"{{ range(10 ** 12) | list | length }}"'],
    ["a tower of powers", '"{{ 2 ** (2 ** 40) }}"'],
    ["the way to a constructor", "\"{{ ''.constructor.constructor('return process')() }}\""],
    ["Python's way to its classes", "\"{{ ''.__class__.__mro__[1].__subclasses__() }}\""],
  ])(
    "%s",
    (_, value) => {
      const { show } = openTree(`-- hosts.ini\nh\n-- group_vars/all.yml\nv: ${value}\nw: 1\n`);
      expect(show("h", "v")).toMatch(/^(unknown|failed|undefined): /);
      expect(show("h", "w")).toBe("1");
    },
    LIMIT,
  );

  it(
    "that double each other thirty times over",
    () => {
      const chain = lines(40, (i) => `v${i}: "{{ v${i + 1} }}{{ v${i + 1} }}"`);
      expect(openTree(`-- hosts.ini\nh\n-- group_vars/all.yml\n${chain}\nv40: x\n`).show("h", "v0")).toMatch(/^unknown: /);
    },
    LIMIT,
  );

  it(
    "that follow each other a thousand deep",
    () => {
      const chain = lines(1000, (i) => `v${i}: "{{ v${i + 1} }}"`);
      const { show } = openTree(`-- hosts.ini\nh\n-- group_vars/all.yml\n${chain}\nv1000: x\n`);
      expect(show("h", "v0")).toMatch(/^unknown: |^"x"$/);
      expect(show("h", "v999")).toBe('"x"');
    },
    LIMIT,
  );

  it("called as JavaScript's own names are variables like others", () => {
    const { show } = openTree("-- hosts.ini\nh\n-- group_vars/all.yml\n__proto__: 1\nconstructor: 2\nhasOwnProperty: 3\n");
    expect(["__proto__", "constructor", "hasOwnProperty", "toString"].map((name) => show("h", name))).toEqual([
      "1",
      "2",
      "3",
      "undefined: 'toString' is undefined",
    ]);
  });
});
