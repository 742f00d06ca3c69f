/**
 * One hostile file beside good ones, through the whole program: every command ends soon and in little memory, says what is wrong and where,
 * runs nothing, and answers all the rest as if the file were not there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cliPath, runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const MARK = join(temporaryFolder({}), "executed");
const FILE = "inventory/group_vars/all/hostile.yml";
const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join("\n");
const expression = (text: string) => `hostile: "{{ ${text} }}"\n`;
const laughs = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${many(11, (i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`)}`;

/** Values: their file is sound, so that lists are complete; the variable itself has no value, and `explain` names its line. */
const VALUES: readonly (readonly [name: string, text: string, says: RegExp, line?: number])[] = [
  ["the way to a constructor", expression(`''.constructor.constructor('return process')().mainModule`), /no attribute 'constructor'/],
  ["a prototype", expression("{}.__proto__.polluted"), /no attribute '__proto__'/],
  ["Python's classes", expression("''.__class__.__mro__[1].__subclasses__()"), /unknown: /],
  ["attributes by filter", expression("[[]] | map(attribute='constructor') | list"), /no attribute 'constructor'/],
  ["attributes by format", expression("'{0.__class__}'.format('')"), /unknown: /],
  ["range(1e12)", expression("range(10**12) | list"), /too large/],
  ["a sum without end", expression("range(10**12) | sum"), /too large|too many steps/],
  [
    "nested loops",
    'hostile: "{% for a in range(3000) %}{% for b in range(3000) %}{% for c in range(3000) %}{{ a }}{% endfor %}{% endfor %}{% endfor %}"\n',
    /too many steps/,
  ],
  ["endless text", expression("'a' * 2**40"), /too large/],
  ["a tower of powers", expression("2 ** (2 ** 40)"), /too large/],
  ["deep parentheses", expression(`${"(".repeat(20_000)}1${")".repeat(20_000)}`), /nested too deeply/],
  ["itself", expression("hostile"), /recursive loop/],
  ["each other", `other: "{{ hostile }}"\n${expression("other")}`, /recursive loop/, 2],
  [
    "text doubled sixty times",
    `${many(60, (i) => `v${i}: "{{ v${i + 1} }}{{ v${i + 1} }}"`)}\nv60: x\n${expression("v0")}`,
    /too large/,
    62,
  ],
  ["2,000 variables in a row", `${many(2000, (i) => `v${i}: "{{ v${i + 1} }}"`)}\nv2000: x\n${expression("v0")}`, /too deeply/, 2002],
  ["a macro that calls itself", 'hostile: "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}"\n', /too deeply|too many steps/],
  ["a catastrophic regular expression", expression(`('ab' * 5000) | regex_search('((?:a|b|ab)*)*\\\\1c(?=d)')`), /./],
  ["permutations", expression("range(20) | permutations | list"), /too large/],
  ["a program to be run", expression(`lookup('pipe', 'touch ${MARK}')`), /runs a program/],
  ["a file elsewhere", expression("lookup('file', '/etc/passwd')"), /not in reach/],
  ["a vaulted value", "hostile: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n", /vaulted/],
  [
    "twenty loops",
    `${many(20, (i) => `v${i}: "{% for a in range(9**6) %}{{ a }}{% endfor %}"`)}\n${expression("v0 ~ v1")}`,
    /too many steps/,
    21,
  ],
];

/** Files: what stands in them is not all known, so that lists may be incomplete. */
const FILES: readonly (readonly [name: string, make: (path: string) => void, problem: RegExp])[] = [
  ["brackets", text(`a: ${"[".repeat(100_000)}\n`), /hostile\.yml:1: error: Nested more than/],
  ["closed brackets", text(`a: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`), /hostile\.yml:1: error: Nested more than/],
  ["indentation", text(many(2000, (i) => `${" ".repeat(i)}a:`)), /hostile\.yml:401: error: Nested more than/],
  ["aliases that multiply", text(laughs), /hostile\.yml:\d+: error: Aliases stand for more than/],
  ["a mistake", text("a: 1\nb: [1, 2\nc: 3\n"), /hostile\.yml:3: error: /],
  [
    "a tag that runs something",
    text(`a: !!python/object/apply:os.system ["touch ${MARK}"]\n`),
    /hostile\.yml:1: error: Ansible knows no tag/,
  ],
  ["a million digits", text(`a: ${"9".repeat(1_000_000)}\n`), /hostile\.yml:1: error: /],
  ["50 MB", (path) => large(path, 50_000_000), /hostile\.yml: error: .*too large/],
  ["binary", (path) => writeFileSync(path, Buffer.from([0, 1, 2, 255])), /hostile\.yml: error: .*no text/],
  // Root may read all files: this one gives an error to anybody.
  ["unreadable", (path) => symlinkSync("/proc/self/mem", path), /hostile\.yml: error: .*(input\/output|permission)/],
];

/** What Ansible itself passes over: worth a word, and nothing is missing for it. */
const PASSED_OVER: readonly (readonly [name: string, make: (path: string) => void])[] = [
  ["a link to itself", (path) => symlinkSync("hostile.yml", path)],
  ["a link to nowhere", (path) => symlinkSync("absent.yml", path)],
  ["a device", (path) => symlinkSync("/dev/zero", path)],
  ["a folder in itself", (path) => symlinkSync(".", path.replace(".yml", ""))],
  ["a pipe", (path) => void spawnSync("mkfifo", [path])],
];

function large(path: string, size: number): void {
  writeFileSync(path, "");
  truncateSync(path, size);
}

function text(content: string): (path: string) => void {
  return (path) => writeFileSync(path, content);
}

interface Measured {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bounded by the heap that it is given; its processor time is told at the end by Node itself. */
function run(args: readonly string[]): Measured {
  const report = `process.on("exit", () => { const { userCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write("\\nused " + userCPUTime / 1000 + " " + maxRSS / 1024); })`;
  const preload = join(temporaryFolder({ "report.cjs": report }), "report.cjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", preload, cliPath(), ...args], {
    cwd: temporaryFolder({}),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    timeout: 30_000,
  });
  const used = /\nused ([\d.]+) ([\d.]+)$/.exec(stderr);
  expect(used, `${args.join(" ")} did not end: ${stderr}`).not.toBeNull();
  // A second for what is hostile and half a one for the start; machines of continuous integration take twice as long.
  expect(Number(used?.[1])).toBeLessThan(3000);
  expect(Number(used?.[2])).toBeLessThan(250);
  return { status, stdout, stderr: stderr.slice(0, used?.index) };
}

let soundFolder: string;
let soundLists: string;
let soundVars: Record<string, Record<string, unknown>>;

beforeAll(() => {
  const { options, folder } = exampleCopy();
  soundFolder = folder;
  soundLists = runCli(["lists", "--out", "-", ...options]).stdout;
  soundVars = JSON.parse(runCli(["vars", "--format", "json", ...options]).stdout).hosts;
  rmSync(MARK, { force: true });
});

/** All that is known without the hostile file is known beside it. */
function expectTheRest(options: readonly string[], status: number, folder: string): void {
  const lists = run(["lists", "--out", "-", ...options]);
  expect({ status: lists.status, stdout: lists.stdout }).toEqual({ status, stdout: soundLists });
  const vars = run(["vars", "--format", "json", ...options]);
  expect(vars.status).toBe(status);
  const hosts = JSON.parse(vars.stdout.replaceAll(folder, soundFolder)).hosts;
  for (const [host, values] of Object.entries(soundVars)) {
    expect(hosts[host]).toMatchObject(values);
  }
}

describe("a value", () => {
  test.each(VALUES.map(([name, content, says, line]) => ({ name, content, says, line: line ?? 1 })))("$name", ({ content, says, line }) => {
    const { options, folder } = exampleCopy({ [FILE]: content });
    expectTheRest(options, 0, folder);
    const { status, stdout } = run(["explain", "hostile", ...options]);
    expect(stdout).toMatch(says);
    expect(stdout).toContain(`hostile.yml:${line} (group_vars/all)`);
    if (!/^node1, node2, node3\n {2}"/m.test(stdout)) expect(status).toBe(2);
    expect(existsSync(MARK)).toBe(false);
  });
});

describe("a file", () => {
  test.each(FILES)("%s", (_, make, problem) => {
    const { options, folder } = exampleCopy();
    make(join(folder, FILE));
    expectTheRest(options, 2, folder);
    const { status, stdout, stderr } = run(["explain", "kube_version", ...options]);
    expect(status).toBe(2);
    expect(stderr).toMatch(problem);
    expect(stdout).toContain('"v1.20.6"');
    expect(existsSync(MARK)).toBe(false);
  });

  test.each(PASSED_OVER)("passed over: %s", (_, make) => {
    const { options, folder } = exampleCopy();
    make(join(folder, FILE));
    expectTheRest(options, 0, folder);
    expect(run(["explain", "kube_version", ...options]).stderr).toMatch(/hostile(\.yml)?: warning: Passed over/);
  });
});

/** Settings that the table of downloads rests on: what does not rest on them is listed all the same. */
describe("a value that the lists need", () => {
  test.each([
    ['etcd_version: "{{ etcd_version }}"\n', /^https:.*etcd.*$/, /the run stops on node1.*recursive loop/],
    ['etcd_version: "{{ range(10**12) | list }}"\n', /^https:.*etcd.*$/, /etcd on node1 is not known: url: .*too large/],
    [
      "calico_version: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n",
      /calico/,
      /calicoctl on node1, node2, node3 are not known: url: .*vaulted/,
    ],
    ['etcd_binary_checksum: "{{ 1 / 0 }}"\n', /^$/, /the run stops on node1.*division by zero/],
    ['kubelet_download_url: "{{ files_rpo }}/kubelet"\n', /\/kubelet$/, /the run stops on node1.*files_rpo/],
  ])("%s", (content, lost, problem) => {
    const { options } = exampleCopy({ [FILE]: content });
    const { status, stdout, stderr } = run(["lists", "--out", "-", ...options]);
    expect(status).toBe(2);
    expect(stdout.split("\n")).toEqual(soundLists.split("\n").filter((line) => line === "" || !lost.test(line)));
    expect(stderr).toMatch(problem);
    expect(stderr).toMatch(/hostile\.yml:1: error: /);
  });
});

test("a file of the tree that cannot be read: nothing is said to fail that may not", () => {
  const { options, kubespray } = exampleCopy();
  writeFileSync(join(kubespray, "roles/download/defaults/main.yml"), `a: ${"[".repeat(100_000)}`);
  const lists = run(["lists", "--out", "-", ...options]);
  expect({ status: lists.status, stdout: lists.stdout }).toEqual({ status: 2, stdout: "" });
  expect(lists.stderr).toMatch(/main\.yml:1: error: Nested more than/);
  expect(lists.stderr).not.toContain("the run stops");
  expect(run(["explain", "kube_version", ...options]).stdout).toContain('"v1.20.6"');
});

test("a list of all names the line of each item that is missing", () => {
  const { options } = exampleCopy({ [FILE]: 'a: 1\nkubelet_download_url: "{{ range(10**12) | list }}"\n' });
  const { status, stderr } = run(["lists", "--all", "--out", "-", ...options]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/hostile\.yml:2: error: kubelet on node1, node2, node3 are not known: .*too large/);
});
