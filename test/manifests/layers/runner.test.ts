/**
 * The runner with an ansible-playbook that only writes down its calls: killed at many points and run again, twice at once, with changed
 * inputs. Whatever happens a layer counts as done only after it ran to its end, and none is run again without need.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { layers } from "../../../server/src/manifests/layers/layers";
import { temporaryFolder } from "../../support/cli";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";
import { describeWith, program } from "../../support/programs";
import { ownInventory, ownTree } from "./ownTree";

const LAYERS = ["00", "01", "02", "03", "04", "05", "06"];

/** Writes `start NN` and `end NN`; stops before or after its work where the file `die` says so, by killing who called it. */
const FAKE = `#!/bin/sh
layer=$(basename "$1" | cut -c1-2)
printf 'start %s\\n' "$layer" >>"$FAKE/log"
shift
for argument in "$@"; do printf '<%s>' "$argument"; done >"$FAKE/arguments"
if [ "$(cat "$FAKE/kill" 2>/dev/null)" = "before $layer" ]; then rm "$FAKE/kill"; kill -9 "$PPID"; exit 1; fi
if [ "$(cat "$FAKE/orphan" 2>/dev/null)" = "$layer" ]; then rm "$FAKE/orphan"; kill -9 "$PPID"; read -r line <"$FAKE/fifo"; fi
if [ "$(cat "$FAKE/fail" 2>/dev/null)" = "$layer" ]; then rm "$FAKE/fail"; exit 4; fi
printf 'end %s\\n' "$layer" >>"$FAKE/log"
if [ "$(cat "$FAKE/kill" 2>/dev/null)" = "after $layer" ]; then rm "$FAKE/kill"; kill -9 "$PPID"; fi
exit 0
`;

function make(given: GivenOptions = {}, locale = "en") {
  const text = Object.entries(ownTree()).map(([path, content]) => `-- file: ${TREE}/${path}\n${content}`);
  return generated(layers, [`-- file: hosts.ini\n${ownInventory("few")}`, ...text].join(""), given, { locale }).files;
}

const FILES = make();

function setUp(shell = "sh") {
  const root = temporaryFolder({
    ...Object.fromEntries(Object.entries(ownTree()).map(([path, content]) => [`a tree's/${path}`, content])),
    ...Object.fromEntries(FILES.map(({ path, text: content }) => [`a tree's/layers/${path}`, content])),
    "in v/hosts.ini": "n1\n",
    "in v/group_vars/all.yml": "a: 1\n",
    "bin/ansible-playbook": FAKE,
    "fake/log": "",
  });
  chmodSync(join(root, "bin/ansible-playbook"), 0o755);
  const script = join(root, "a tree's/layers/run-layers.sh");
  const fake = join(root, "fake");
  const env = { ...process.env, PATH: `${join(root, "bin")}:${process.env.PATH}`, FAKE: fake };
  const arguments_ = (args: readonly string[]) => [script, "-i", join(root, "in v/hosts.ini"), ...args];
  const run = (...args: string[]) => spawnSync(shell, arguments_(args), { encoding: "utf8", env, timeout: 120_000 });
  return {
    root,
    fake,
    env,
    script,
    run,
    /** What a killed run has started may take a moment to end. */
    runWhenFree(): ReturnType<typeof run> {
      let out = run();
      for (let tries = 0; out.status === 75 && tries < 500; tries++) out = run();
      return out;
    },
    write(name: string, content: string): void {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    },
    start: (...args: string[]) => spawn(shell, arguments_(args), { env, stdio: "ignore" }),
    /** The layers run since the last call: `04` where it ended, `04!` where it did not. */
    log(): readonly string[] {
      const lines = readFileSync(join(fake, "log"), "utf8").split("\n").filter(Boolean);
      writeFileSync(join(fake, "log"), "");
      return lines.flatMap((line, i) =>
        line.startsWith("end") ? [] : [line.slice(6) + (lines[i + 1] === `end ${line.slice(6)}` ? "" : "!")],
      );
    },
  };
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));

describe.each(["dash", "bash", "busybox"])("%s", (shell) => {
  describeWith([shell, "sha256sum"], "in order", () => {
    const command = shell === "busybox" ? "sh" : shell;
    test("all, then nothing; a failure stops and is where the next run begins; arguments arrive as they are", () => {
      const { run, log, write, fake } = setUp(command);
      const odd = ["-e", `{"a b": "c'd"}`, "--limit", "n1:!n2", "-v", "", "$(touch x)", "*", "-"];
      expect(run(...odd).status).toBe(0);
      expect(log()).toEqual(LAYERS);
      expect(readFileSync(join(fake, "arguments"), "utf8")).toContain(odd.map((one) => `<${one}>`).join(""));
      expect(run(...odd)).toMatchObject({ status: 0, stdout: expect.stringContaining("layer 03-cluster-kubernetes: done before") });
      expect(log()).toEqual([]);
      write("fake/fail", "03");
      const failed = run();
      expect(failed).toMatchObject({ status: 4, stderr: expect.stringContaining("layer 03-cluster-kubernetes failed (exit code 4)") });
      expect(log()).toEqual(["00", "01", "02", "03!"]);
      expect(run().status).toBe(0);
      expect(log()).toEqual(["03", "04", "05", "06"]);
    });
  });
});

describeWith(["sha256sum", "flock"], "changed inputs", () => {
  const changes: readonly (readonly [string, (set: ReturnType<typeof setUp>) => string[] | undefined, readonly string[]])[] = [
    ["group_vars", ({ write }) => void write("in v/group_vars/all.yml", "a: 2\n"), LAYERS],
    ["a new host_vars file", ({ write }) => void write("in v/host_vars/n1.yml", "b: 1\n"), LAYERS],
    ["the hosts file", ({ write }) => void write("in v/hosts.ini", "n1\nn2\n"), LAYERS],
    ["a role", ({ write }) => void write("a tree's/roles/etcd/tasks/main.yml", "---\n[]\n"), LAYERS],
    ["another argument", () => ["--diff"], LAYERS],
    ["a file of extra vars", ({ root }) => ["-e", `@${join(root, "in v/group_vars/all.yml")}`], LAYERS],
    [
      "a layer",
      ({ root }) => void appendFileSync(join(root, "a tree's/layers/03-cluster-kubernetes.yml"), "# x\n"),
      ["03", "04", "05", "06"],
    ],
    ["what kubespray writes itself", ({ write }) => void write("in v/artifacts/admin.conf", "x"), []],
    ["nothing", () => undefined, []],
  ];
  test.each(changes)("%s", (_, change, expected) => {
    const set = setUp();
    set.run();
    set.log();
    const args = change(set) ?? [];
    const status = set.run("--status", ...args).stdout;
    expect(status.split("\n").filter((line) => /again/.test(line))).toHaveLength(expected.length);
    expect(set.run(...args).status).toBe(0);
    expect(set.log()).toEqual(expected);
    set.run(...args);
    expect(set.log()).toEqual([]);
  });

  test("the content of a file of extra vars, and inventories apart", () => {
    const { root, run, log, write } = setUp();
    write("extra.yml", "a: 1\n");
    run("-e", `@${join(root, "extra.yml")}`);
    log();
    write("extra.yml", "a: 2\n");
    run("-e", `@${join(root, "extra.yml")}`);
    expect(log()).toEqual(LAYERS);
    mkdirSync(join(root, "other"));
    write("other/hosts.ini", "n1\n");
    run("-i", join(root, "other"));
    expect(log()).toEqual(LAYERS);
    run("-e", `@${join(root, "extra.yml")}`);
    expect(log()).toEqual([]);
  });
});

describeWith(["sha256sum"], "options", () => {
  test("choose, force, skip, forget; operations run by name alone and forget what was done", () => {
    const { run, log } = setUp();
    expect(run("--from", "2", "--to=04").status).toBe(0);
    expect(log()).toEqual(["02", "03", "04"]);
    // What was done before an earlier layer is done again.
    run("--skip", "05-cluster-apps");
    expect(log()).toEqual(["00", "01", "02", "03", "04", "06"]);
    run();
    expect(log()).toEqual(["05", "06"]);
    run("--force", "3", "--force=05");
    expect(log()).toEqual(["03", "05"]);
    run("--only", "04");
    expect(log()).toEqual([]);
    run("--check");
    expect(log()).toEqual(LAYERS);
    run("-bC", "--from", "06");
    expect(log()).toEqual(["06"]);
    run();
    expect(log()).toEqual([]);
    run("--reset-state");
    run("--to", "00");
    expect(log()).toEqual(["00"]);
    run("--only", "11", "--check");
    run("--to", "00");
    expect(log()).toEqual(["11"]);
    run("--only", "11-reset-reset");
    run("--to", "00");
    expect(log()).toEqual(["11", "00"]);
  });

  test("a forced layer that fails is the only one to be run again", () => {
    const { run, log, write } = setUp();
    run();
    write("fake/fail", "02");
    expect(run("--force", "02").status).toBe(4);
    log();
    expect(run("--status").stdout).toMatch(/02-cluster-etcd {2}not done\n03-cluster-kubernetes {2}done/);
    run();
    expect(log()).toEqual(["02"]);
  });

  test.each([
    [["--only"], 64, "--only needs a value"],
    [["--only", "99"], 64, "there is no such layer: 99"],
    [["--from", ""], 64, "there is no such layer"],
    [["--skip", "*"], 64, "there is no such layer: *"],
  ])("%j: %i", (args, status, message) => {
    expect(setUp().run(...args)).toMatchObject({ status, stderr: expect.stringContaining(message) });
  });

  test("what is missing is named", () => {
    const { root, env, script, run } = setUp();
    const bare = (args: string[], more = {}) => spawnSync("sh", [script, ...args], { encoding: "utf8", env: { ...env, ...more } });
    expect(bare([])).toMatchObject({ status: 64, stderr: expect.stringContaining("no inventory is named") });
    expect(bare([], { ANSIBLE_INVENTORY: join(root, "in v") }).status).toBe(0);
    expect(bare(["-i", "x,"], { KUBESPRAY_TREE: "/nowhere" })).toMatchObject({ status: 66, stderr: expect.stringContaining("/nowhere") });
    rmSync(join(root, "a tree's/layers/05-cluster-apps.yml"));
    expect(run()).toMatchObject({ status: 66, stderr: expect.stringContaining("05-cluster-apps.yml is missing") });
  });
});

/** Links to programs, so that the one named is not there. */
function pathWithout(root: string, missing: string): string {
  const folder = join(root, "few");
  mkdirSync(folder);
  const needed = "sh dirname basename cat cut date find ln mkdir mktemp mv readlink rm sha256sum sort tail kill flock".split(" ");
  for (const name of needed.filter((one) => one !== missing)) {
    const path = program(name);
    if (path !== undefined) symlinkSync(path, join(folder, name));
  }
  copyFileSync(join(root, "bin/ansible-playbook"), join(folder, "ansible-playbook"));
  return folder;
}

describeWith(["sha256sum", "flock", "mkfifo"], "killed", () => {
  test.each(["flock", "a link"])(
    "between any two steps, with %s as lock: nothing is lost, nothing skipped, one layer repeated at most",
    (lock) => {
      for (const moment of ["before", "after"]) {
        // What is recorded and repeated has nothing to do with the lock.
        for (const layer of lock === "flock" ? LAYERS : ["03"]) {
          const set = setUp();
          if (lock !== "flock") set.env.PATH = pathWithout(set.root, "flock");
          set.write("fake/kill", `${moment} ${layer}`);
          expect(set.run().signal).toBe("SIGKILL");
          const before = LAYERS.slice(0, LAYERS.indexOf(layer));
          expect(set.log()).toEqual([...before, moment === "before" ? `${layer}!` : layer]);
          expect(set.runWhenFree().status).toBe(0);
          expect(set.log()).toEqual(LAYERS.slice(LAYERS.indexOf(layer)));
        }
      }
    },
  );

  test("at any moment", async () => {
    const set = setUp();
    let delay = 1;
    let finished = 0;
    const done: string[] = [];
    for (let runs = 0; runs < 60 && finished < 3; runs++) {
      const child = set.start();
      const end = ended(child);
      // Not waiting for anything: the moment is to be any.
      const timer = setTimeout(() => child.kill("SIGKILL"), delay);
      delay = (delay * 7) % 97;
      const code = await end;
      clearTimeout(timer);
      // The killed one's child may still hold the lock: then this run was refused and ran nothing.
      const log = set.log();
      if (code === 75) expect(log).toEqual([]);
      for (const one of log) {
        const layer = one.slice(0, 2);
        // In order, and none after one that did not end.
        const index = LAYERS.indexOf(layer);
        expect(done.length === index || (done.length === index + 1 && done.at(-1) === layer), `${layer} after ${done.join(" ")}`).toBe(
          true,
        );
        if (!one.endsWith("!") && done.at(-1) !== layer) done.push(layer);
      }
      if (code === 0) {
        finished++;
        expect(done).toEqual(LAYERS);
      }
    }
    expect(set.runWhenFree().stdout).toContain("all layers are done");
  });

  test.each(["flock", "a link"])("an ansible-playbook that outlives its runner keeps others out, with %s as lock", async (lock) => {
    const set = setUp();
    if (lock !== "flock") set.env.PATH = pathWithout(set.root, "flock");
    spawnSync("mkfifo", [join(set.fake, "fifo")]);
    set.write("fake/orphan", "02");
    const child = set.start();
    await ended(child);
    expect(child.signalCode).toBe("SIGKILL");
    expect(set.run()).toMatchObject({ status: 75, stderr: expect.stringContaining("another run is at work") });
    expect(set.run("--status").stdout).toContain("02-cluster-etcd  not done");
    // The orphan goes on to its end; nobody records it.
    writeFileSync(join(set.fake, "fifo"), "\n");
    expect(set.runWhenFree().status).toBe(0);
    expect(set.log().slice(-5)).toEqual(["02", "03", "04", "05", "06"]);
  });

  test("a lock of a process that is no more is taken over", () => {
    const set = setUp();
    set.env.PATH = pathWithout(set.root, "flock");
    set.run("--to", "00");
    const state = join(set.root, "a tree's/layers/.layers-state");
    const [id] = spawnSync("ls", [state], { encoding: "utf8" }).stdout.split("\n");
    const gone = spawnSync("sh", ["-c", "echo $$"], { encoding: "utf8" }).stdout.trim();
    symlinkSync(gone, join(state, id as string, "owner"));
    expect(set.run("--to", "01").status).toBe(0);
    expect(existsSync(join(state, id as string, "owner"))).toBe(false);
    symlinkSync(String(process.pid), join(state, id as string, "owner"));
    expect(set.run().status).toBe(75);
  });
});

describeWith(["shellcheck"], "shellcheck", () => {
  test.each(["en", "zh-cn"])("has nothing to say: %s", (locale) => {
    const script = make({ "tree-path": `a'b $(c) "d"` }, locale).at(-1)?.text ?? "";
    const { stdout } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2016", "-"], {
      input: script,
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    expect(stdout).toBe("");
  });
});
