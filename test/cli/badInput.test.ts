/** Input that is absent, empty, unreadable or broken: the rest still resolves, the message names the place, the exit code says so. */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const value = (stdout: string, host: string, name: string) => JSON.parse(stdout).hosts[host][name];

describe("the tree", () => {
  test("is absent: the inventory's own variables are known, the lists are not", () => {
    const { inventory, folder } = exampleCopy();
    const missing = join(folder, "kubespry");
    const lists = runCli(["lists", "--out", "-", "--kubespray", missing, "--inventory", inventory]);
    expect(lists).toMatchObject({ status: 2, stdout: "" });
    expect(lists.stderr).toContain("kubespry");
    expect(lists.stderr).toContain("Did you mean kubespray?");
    const vars = runCli(["vars", "kube_version", "--format", "json", "--kubespray", missing, "--inventory", inventory]);
    expect(vars.status).toBe(2);
    expect(value(vars.stdout, "node1", "kube_version")).toEqual({ value: "v1.20.6" });
  });

  test("is an empty folder", () => {
    const { inventory } = exampleCopy();
    const { status, stderr } = runCli(["lists", "--out", "-", "--kubespray", temporaryFolder({}), "--inventory", inventory]);
    expect(status).toBe(2);
    expect(stderr).toContain("empty");
  });

  test("is nowhere around the inventory, up to the top of its repository", () => {
    const { folder, inventory } = exampleCopy();
    const cwd = temporaryFolder({ "a/b/.git/HEAD": "ref: refs/heads/main\n" });
    cpSync(inventory, join(cwd, "a/b/inventory"), { recursive: true });
    rmSync(folder, { recursive: true });
    const { status, stdout, stderr } = runCli(["lists", "--out", "-"], { cwd: join(cwd, "a/b") });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("No kubespray tree");
  });

  test("an incomplete list for want of a tree does not replace a good one", () => {
    const cwd = temporaryFolder({ "offline/files.list": "https://example.com/a\n", "offline/images.list": "a/b:1\n" });
    const { inventory } = exampleCopy();
    const { status, stdout } = runCli(["lists", "--kubespray", "nowhere", "--inventory", inventory], { cwd });
    expect(status).toBe(2);
    expect(stdout).toContain("Kept");
  });
});

describe("the inventory", () => {
  test("is not UTF-8: Ansible reads no YAML with such bytes, be they in a comment; all is still answered, and nothing is rewritten", () => {
    const { inventory, options } = exampleCopy();
    const gbk = (name: string, text: string) => writeFileSync(join(inventory, name), Buffer.from(text, "latin1"));
    mkdirSync(join(inventory, "group_vars/all"), { recursive: true });
    gbk("group_vars/all/offline.yml", "x: 1\n# \xc4\xe3\xba\xc3\n");
    const { status, stdout, stderr } = runCli(["vars", "x", "--format", "json", ...options]);
    expect({ status, x: value(stdout, "node1", "x") }).toEqual({ status: 2, x: { value: 1 } });
    expect(stderr).toMatch(/offline\.yml:2: error: This is not UTF-8/);
    const before = readFileSync(join(inventory, "group_vars/all/offline.yml"));
    const overrides = runCli(["generate", "overrides", "--file-server", "http://f.example", "--registry", "r.example.com", ...options]);
    expect(overrides).toMatchObject({ status: 1, stderr: expect.stringContaining("offline.yml is not UTF-8") });
    expect(readFileSync(join(inventory, "group_vars/all/offline.yml")).equals(before)).toBe(true);
    rmSync(join(inventory, "group_vars/all/offline.yml"));
    // Ansible has a rule of its own for INI, and JSON goes through.
    gbk("more.ini", "# \xc4\xe3\n");
    gbk("group_vars/all/a.json", '{"y": "\xc4"}');
    expect(runCli(["vars", "x", "y", "--kubespray", options[1] as string, "--inventory", inventory]).stderr).not.toContain("UTF-8");
    gbk("vars.yml", "z: 1 # \xc4\n");
    expect(runCli(["vars", "z", "-e", `@${join(inventory, "vars.yml")}`, ...options])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/vars\.yml:1: error: This is not UTF-8/),
    });
  });

  test("as a file or as a folder: the same", () => {
    const { inventory, kubespray } = exampleCopy();
    const folder = runCli(["lists", "--out", "-", "--kubespray", kubespray, "--inventory", inventory]);
    const file = runCli(["lists", "--out", "-", "--kubespray", kubespray, "--inventory", join(inventory, "hosts.yml")]);
    expect(folder.status).toBe(0);
    expect(file).toEqual(folder);
  });

  test("is absent: lists for one imaginary host per role, and it says so", () => {
    const { kubespray } = exampleCopy();
    const { status, stdout, stderr } = runCli(["lists", "--out", "-", "--kubespray", kubespray, "--inventory", "nowhere.ini"]);
    expect(status).toBe(2);
    expect(stderr).toContain("nowhere.ini");
    expect(stdout).toContain("kubelet");
  });

  test("has a YAML error in one group_vars file: that file is named, everything else resolves", () => {
    const { options } = exampleCopy({ "inventory/group_vars/sandboxed.yml": "---\na: 1\nb: [1, 2\nc: 3\n" });
    const { status, stdout, stderr } = runCli(["vars", "--format", "json", ...options]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/inventory\/group_vars\/sandboxed\.yml:\d+: error: /);
    expect(value(stdout, "node3", "kube_version")).toEqual({ value: "v1.20.6" });
    expect(value(stdout, "node1", "etcd_deployment_type")).toEqual({ value: "host" });
  });

  test("has a hosts file that is broken", () => {
    const { options } = exampleCopy({ "inventory/hosts.yml": "all:\n  hosts: [\n" });
    const { status, stderr } = runCli(["lists", "--out", "-", ...options]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/hosts\.yml(:\d+)?: /);
  });

  test("has an undefined variable in the table of downloads: the message names the place", () => {
    const { options } = exampleCopy({ "inventory/group_vars/all/offline.yml": 'helm_download_url: "{{ files_rpo }}/helm.tar.gz"\n' });
    const { status, stderr } = runCli(["lists", "--out", "-", ...options]);
    expect(status).toBe(2);
    expect(stderr).toContain("files_rpo");
  });

  test.skipIf(process.getuid?.() === 0)("has a file that cannot be read", () => {
    const { options, inventory } = exampleCopy();
    chmodSync(join(inventory, "group_vars/all/all.yml"), 0);
    const { status, stderr } = runCli(["lists", "--out", "-", ...options]);
    expect(status).toBe(2);
    expect(stderr).toContain("group_vars/all/all.yml");
  });

  test("holds links that go round, a binary file and a device: it still answers", () => {
    const { options, inventory } = exampleCopy();
    symlinkSync(".", join(inventory, "group_vars/all/loop"));
    writeFileSync(join(inventory, "group_vars/kube_node.yml"), Buffer.from([0, 1, 2, 255]));
    mkdirSync(join(inventory, "host_vars"));
    symlinkSync("/dev/zero", join(inventory, "host_vars/node1.yml"));
    const { status, stdout } = runCli(["lists", "--out", "-", ...options]);
    expect(status).not.toBe(3);
    expect(status).not.toBeNull();
    expect(stdout).toContain("kubelet");
  });
});

test("an escape sequence from an inventory does not reach the terminal", () => {
  const { options } = exampleCopy({ "inventory/group_vars/all/offline.yml": 'greeting: "\\e[2Jhidden"\n' });
  expect(runCli(["vars", "greeting", ...options]).stdout).not.toContain("\u001b");
  expect(runCli(["explain", "greeting", ...options]).stdout).not.toContain("\u001b");
});
