/** `lists`: what it writes, how, and what it leaves alone. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliPath, runCli, temporaryFolder } from "../support/cli";
import { exampleCopy } from "../support/example";

const lines = (text: string) => text.split("\n").filter(Boolean);
const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const BROKEN = { "inventory/group_vars/kube_control_plane.yml": "other: [1,\n" };

describe("where the lists go", () => {
  test("without --out into offline/, whole, with nothing left beside them", () => {
    const cwd = temporaryFolder({});
    const { status, stdout, stderr } = runCli(["lists"], { cwd });
    expect(status).toBe(0);
    expect(stderr).toContain("embedded example");
    expect(stdout).toContain("files (11)");
    expect(stdout).toContain("Written: offline/files.list");
    expect(readdirSync(join(cwd, "offline")).sort()).toEqual(["files.list", "images.list"]);
    expect(lines(read(cwd, "offline/files.list"))).toHaveLength(11);
    expect(lines(read(cwd, "offline/images.list"))).toHaveLength(15);
  });

  test("--out DIR makes the folder; a second run says what changed", () => {
    const cwd = temporaryFolder({});
    runCli(["lists", "--all", "--out", "a/b"], { cwd });
    expect(lines(read(cwd, "a/b/images.list"))).toHaveLength(52);
    expect(runCli(["lists", "--all", "--out", "a/b", "--quiet"], { cwd }).stdout).toMatch(/files\.list\s+unchanged/);
    expect(runCli(["lists", "--out", "a/b", "--quiet"], { cwd }).stdout).toMatch(/images\.list\s+\+0 -37 lines/);
  });

  test("in the folder of an inventory it finds that and the tree beside it", () => {
    const { inventory } = exampleCopy();
    const { status, stdout, stderr } = runCli(["lists"], { cwd: inventory });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("hosts.yml, 3 hosts");
    expect(existsSync(join(inventory, "offline/files.list"))).toBe(true);
  });

  test("several inventories below inventory/: it asks", () => {
    const { folder } = exampleCopy();
    const cwd = temporaryFolder({ "inventory/a/hosts.yml": "all:\n", "inventory/b/inventory.ini": "[all]\n" });
    expect(runCli(["lists"], { cwd })).toMatchObject({ status: 1, stderr: expect.stringContaining("inventory/a, inventory/b") });
    expect(runCli(["lists", "--kubespray", join(folder, "kubespray"), "--inventory", join(folder, "inventory")], { cwd }).status).toBe(0);
  });

  test("what kubespray ships is no inventory of the user's; one at any depth is", () => {
    const groups = "[kube_control_plane]\nn1\n[kube_node]\nn1\n[etcd]\nn1\n";
    const vars = "kube_version: 1.33.5\nkube_network_plugin: calico\n";
    const checkout = {
      "roles/kubespray_defaults/defaults/main/main.yml": "kube_version: 1.33.5\n",
      "inventory/local/hosts.ini": groups,
      "inventory/sample/inventory.ini": "[kube_control_plane]\n",
      "inventory/sample/group_vars/all/all.yml": vars,
    };
    const shipped = temporaryFolder(checkout);
    expect(runCli(["lists", "--out", "-"], { cwd: shipped }).stderr).toContain("this is inventory/sample");
    const deep = { "inventory/mine/hosts.yaml": "all: {}\n", "inventory/mine/group_vars/all.yml": vars };
    const own = temporaryFolder({ ...checkout, ...deep });
    expect(runCli(["vars", "kube_network_plugin"], { cwd: own }).stderr).toContain("inventory/mine");
    const around = Object.fromEntries(Object.entries({ ...checkout, ...deep }).map(([path, text]) => [`a/kubespray/${path}`, text]));
    expect(runCli(["vars", "kube_network_plugin"], { cwd: temporaryFolder(around) }).stderr).toContain(
      "The only inventory found here is a/kubespray/inventory/mine.",
    );
  });

  test("both or none: where one cannot be written the other stays as it was", () => {
    const cwd = temporaryFolder({ "offline/files.list": "old\n" });
    mkdirSync(join(cwd, "offline/images.list"));
    const { status, stderr } = runCli(["lists"], { cwd });
    expect(status).toBe(3);
    expect(stderr).toContain("cannot be written");
    expect(read(cwd, "offline/files.list")).toBe("old\n");
    expect(readdirSync(join(cwd, "offline")).sort()).toEqual(["files.list", "images.list"]);
  });

  test("a list that is a symbolic link stays one", () => {
    const cwd = temporaryFolder({ "kept/real.list": "", "offline/images.list": "" });
    symlinkSync("../kept/real.list", join(cwd, "offline/files.list"));
    expect(runCli(["lists", "--quiet"], { cwd }).status).toBe(0);
    expect(lstatSync(join(cwd, "offline/files.list")).isSymbolicLink()).toBe(true);
    expect(lines(read(cwd, "kept/real.list"))).toHaveLength(11);
  });

  test("--out that is a file", () => {
    const cwd = temporaryFolder({ offline: "" });
    expect(runCli(["lists"], { cwd })).toMatchObject({ status: 3, stderr: expect.stringContaining("--out") });
  });
});

describe("formats", () => {
  test("--out - prints nothing but the lines", () => {
    const { stdout } = runCli(["lists", "--out", "-"]);
    expect(lines(stdout)).toHaveLength(26);
    expect(lines(runCli(["lists", "--out", "-", "--only", "images"]).stdout)).toEqual(
      lines(stdout).filter((line) => !line.includes("://")),
    );
  });

  test("json tells where each line comes from", () => {
    const { stdout } = runCli(["lists", "--out", "-", "--format", "json"]);
    const { files, images, complete, gaps } = JSON.parse(stdout);
    expect({ complete, gaps }).toEqual({ complete: true, gaps: [] });
    expect(images).toHaveLength(15);
    const kubeadm = files.find((file: { url: string }) => file.url.endsWith("/kubeadm"));
    expect(kubeadm).toMatchObject({
      keys: ["kubeadm"],
      variable: "kubeadm_download_url",
      file: expect.stringContaining("roles/download/defaults/main.yml"),
      line: expect.any(Number),
      hosts: ["node1", "node2", "node3"],
      architectures: ["amd64"],
      selected: true,
    });
    expect(kubeadm.checksum).toContain("ff6fca46edeccd8a4dbf162079d0b3d27841b04885b3f47f80377b3a93ab1533");
  });

  test("where a file goes need not be known", () => {
    const unknown = '{"local_release_dir": "{{ ansible_env.HOME }}/releases"}';
    const { status, stdout } = runCli(["lists", "--out", "-", "--extra-vars", unknown]);
    expect([status, lines(stdout)]).toEqual([0, lines(runCli(["lists", "--out", "-"]).stdout)]);
  });

  test("csv has a row for each line, and as many cells in every row", () => {
    const cwd = temporaryFolder({});
    runCli(["lists", "--all", "--format", "csv"], { cwd });
    const rows = lines(read(cwd, "offline/lists.csv"));
    expect(rows).toHaveLength(1 + 13 + 52);
    expect(rows[0]).toBe("kind,text,keys,variable,file,line,hosts,groups,architectures,checksum,selected,reason");
    const cells = (row: string) => row.replace(/"(?:[^"]|"")*"/g, "x").split(",").length;
    expect(new Set(rows.map(cells))).toEqual(new Set([12]));
  });

  test("--all tells what is not enabled", () => {
    const { stdout } = runCli(["lists", "--all"]);
    expect(stdout).toMatch(/crun-0\.19-linux-amd64\s+not enabled here/);
    expect(stdout).toMatch(/\/kubelet\s+all hosts/);
    expect(stdout).toMatch(/kata-static\S+\s+node3/);
  });

  test.skipIf(!existsSync("/dev/full"))("a standard output that takes nothing is told in words", () => {
    const shell = `"${process.execPath}" "${cliPath()}" lists --out - > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", shell], { encoding: "utf8", cwd: temporaryFolder({}) });
    expect({ status, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
      status: 3,
      last: expect.stringMatching(/^error: The answer cannot be written to standard output: ENOSPC/),
    });
  });

  test("a folder that cannot be made ends at once, also where making folders is unheard of", () => {
    for (const out of ["/proc/nowhere/deep", "taken", "nowhere"]) {
      const cwd = temporaryFolder({ taken: "" });
      symlinkSync("/nonexistent", join(cwd, "nowhere"));
      expect(runCli(["lists", "--out", out], { cwd })).toMatchObject({
        status: 3,
        stderr: expect.stringContaining("cannot be written to"),
      });
    }
  });

  test("a signal waits until all files are in their places", () => {
    const hook = `const fs = require("node:fs"), sync = fs.fsyncSync;
      fs.fsyncSync = (file) => { for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.kill(process.pid, signal); sync(file); };`;
    const cwd = temporaryFolder({ "hook.cjs": hook });
    runCli(["lists"], { cwd, env: { NODE_OPTIONS: "--require ./hook.cjs" } });
    expect(readdirSync(join(cwd, "offline")).sort()).toEqual(["files.list", "images.list"]);
  });

  test("a reader that goes away is no error", () => {
    const shell = `"${process.execPath}" "${cliPath()}" vars --format json | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", shell], { encoding: "utf8", cwd: temporaryFolder({}) });
    expect(stdout.slice(10)).toBe("0\n");
    expect(stderr).not.toContain("EPIPE");
  });
});

describe("hosts and groups", () => {
  test("--host and --group leave the lines of those hosts", () => {
    const node3 = runCli(["lists", "--host", "node3", "--only", "files", "--out", "-"]).stdout;
    expect(node3).toContain("kata-static");
    expect(node3).not.toContain("etcd");
    expect(runCli(["lists", "--group", "sandboxed", "--only", "files", "--out", "-"]).stdout).toBe(node3);
    expect(runCli(["lists", "--group", "all", "--out", "-"]).stdout).toBe(runCli(["lists", "--out", "-"]).stdout);
  });

  test("--arch leaves the hosts of that architecture", () => {
    const { options } = exampleCopy({
      "inventory/facts.json": JSON.stringify({ hosts: { node2: { ansible_architecture: "aarch64" } } }),
    });
    const arm = runCli(["lists", ...options, "--arch", "arm64", "--only", "files", "--out", "-"]).stdout;
    expect(arm).toContain("/bin/linux/arm64/kubelet");
    expect(arm).not.toContain("amd64");
    expect(runCli(["lists", ...options, "--only", "files", "--out", "-"]).stdout).toMatch(/amd64\/kubelet[\s\S]*arm64\/kubelet/);
  });

  test.each([
    ["--host", "node4", "no host node4", "node1"],
    ["--group", "kube-node", "no group kube-node", "kube_node"],
    ["--host", "zzz", "no host zzz", "It has node1, node2, node3."],
    ["--arch", "arm64", "No host has the architecture arm64.", "They have amd64."],
  ])("%s %s is not there: the close names", (option, name, message, near) => {
    const { status, stdout, stderr } = runCli(["lists", option, name]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(near);
  });
});

describe("a list that may be incomplete", () => {
  test("is written where there is none, and the exit code says so", () => {
    const { options } = exampleCopy(BROKEN);
    const cwd = temporaryFolder({});
    const { status, stdout, stderr } = runCli(["lists", ...options], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/group_vars\/kube_control_plane\.yml:\d: error: /);
    expect(stdout).toContain("may be incomplete");
    expect(lines(read(cwd, "offline/files.list"))).not.toHaveLength(0);
  });

  test("does not replace one that has more, unless forced", () => {
    const cwd = temporaryFolder({});
    runCli(["lists", "--quiet"], { cwd });
    const before = read(cwd, "offline/files.list");
    const { options } = exampleCopy(BROKEN);
    const kept = runCli(["lists", "--quiet", ...options], { cwd });
    expect(kept.status).toBe(2);
    expect(kept.stdout).toContain("Kept: offline/files.list and offline/images.list");
    expect(kept.stderr).toContain("--force");
    expect(read(cwd, "offline/files.list")).toBe(before);
    const forced = runCli(["lists", "--quiet", "--force", ...options], { cwd });
    expect(forced.status).toBe(2);
    expect(forced.stdout).toMatch(/-1 lines/);
    expect(before).toContain("nerdctl");
    expect(read(cwd, "offline/files.list")).not.toContain("nerdctl");
  });

  test("replaces one that lacks as much or more", () => {
    const cwd = temporaryFolder({ "offline/files.list": "", "offline/images.list": "" });
    const { options } = exampleCopy(BROKEN);
    expect(runCli(["lists", "--quiet", ...options], { cwd }).stdout).not.toContain("Kept");
    expect(read(cwd, "offline/files.list")).toContain("kubelet");
    writeFileSync(join(cwd, "offline/files.list"), read(cwd, "offline/files.list"));
    expect(runCli(["lists", "--quiet", ...options], { cwd }).stdout).toContain("unchanged");
  });
});

test("passwords in addresses: in the list as they are, nowhere else", () => {
  const { options } = exampleCopy({
    "inventory/group_vars/all/offline.yml": 'helm_download_url: "https://me:hunter2@files.example.com/helm.tar.gz"\n',
  });
  const cwd = temporaryFolder({});
  const shown = runCli(["lists", ...options], { cwd });
  expect(shown.stdout + shown.stderr).not.toContain("hunter2");
  expect(shown.stdout).toContain("https://***@files.example.com/helm.tar.gz");
  expect(read(cwd, "offline/files.list")).toContain("https://me:hunter2@files.example.com/helm.tar.gz\n");
  expect(runCli(["explain", "helm_download_url", ...options]).stdout).not.toContain("hunter2");
});
