/**
 * Kubespray's own assertions against real Ansible: the tree's roles, reduced to what asserts (preflightPlaybook.py), are run on inventories, and
 * every assertion that we decide must have been decided the same way. Wants full trees (KUBESPRAY_TREES) and ansible (with 2.19 the tree is
 * master's); prints the share that stays undecided, and why.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import { openModel } from "../../server/src/kubespray/openModel";
import { ROOT } from "../support/cli";
import { program } from "../support/programs";
import { shared } from "../support/shared";

const trees = process.env.KUBESPRAY_TREES;
/** So many inventories of each release, evenly picked; PREFLIGHT_ALL=1 takes all. */
const MOST = 6;
const undecided = new Map<string, number>();
let decided = 0;

const wanted = tagsFor(ansibleMinor()).flatMap((tag) => {
  const tree = trees && join(trees, tag);
  const inventories = shared(`kubespray/${tag}/inventories`);
  return tree && existsSync(tree) && inventories ? [{ tag, tree, inventories }] : [];
});
const isPossible = wanted.length > 0 && program("ansible-playbook") !== undefined && program("python3") !== undefined;

if (isPossible) {
  describe.each(wanted)("$tag", ({ tree, inventories }) => {
    const names = readdirSync(inventories).filter((name) => !name.startsWith("."));
    const step = process.env.PREFLIGHT_ALL ? 1 : Math.max(1, Math.floor(names.length / MOST));
    const playbook = mkdtempSync(join(tmpdir(), "kubespray-inventory-preflight-"));
    afterAll(() => rmSync(playbook, { recursive: true, force: true }));
    test("the playbook is made", () => {
      const made = spawnSync("python3", [join(ROOT, "test/conformance/preflightPlaybook.py"), tree, playbook], { encoding: "utf8" });
      expect(made.stderr).toBe("");
    });
    test.each(names.filter((_, i) => i % step === 0))("%s", (name) => compare(tree, join(inventories, name), playbook));
  });
  afterAll(() => {
    const total = [...undecided.values()].reduce((sum, n) => sum + n, 0);
    const reasons = [...undecided].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `  ${n} ${reason}`);
    console.log(
      `preflight: ${decided} answers equal to Ansible's; ${total} undecided (${((100 * total) / (decided + total)).toFixed(0)}%):\n${reasons.slice(0, 20).join("\n")}`,
    );
  });
}
describe.skipIf(isPossible)("kubespray's assertions", () =>
  test("skipped: KUBESPRAY_TREES (full trees) and ansible-playbook are not here", () => {}),
);

/** The releases with inventories that run under this ansible-core: up to v2.31.0 they want at most 2.18, after it 2.19. */
function tagsFor(minor: number | undefined): readonly string[] {
  return minor === undefined ? [] : minor < 19 ? ["v2.16.0", "v2.26.1", "v2.31.0"] : ["master"];
}

function ansibleMinor(): number | undefined {
  if (program("ansible-playbook") === undefined) return undefined;
  const { stdout } = spawnSync("ansible-playbook", ["--version"], { encoding: "utf8" });
  const minor = /\[core 2\.(\d+)\./.exec(stdout)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function compare(tree: string, inventory: string, playbook: string): void {
  const model = openModel({ fs: diskFileSystem(), kubespray: tree, inventory, env: (name) => process.env[name] });
  if (model.inventory.imaginary !== undefined || model.inventory.file === undefined) return;
  const facts = join(model.inventory.folder, "facts.json");
  // Facts that the oracle hands over are not gathered here.
  if (existsSync(facts)) return;
  const ansible = askAnsible(playbook, model.inventory.file);
  const wrong: string[] = [];
  const counted = new Set<string>();
  for (const answer of model.preflight()) {
    // Ansible renders a name; by it alone the two are matched.
    if (!answer || answer.task.includes("{{")) continue;
    const key = `${answer.role} : ${answer.task}\0${answer.host}`;
    if (answer.state === "undecided") {
      const reason = answer.reason.length > 70 ? `${answer.reason.slice(0, 70)} ...` : answer.reason;
      undecided.set(reason, (undecided.get(reason) ?? 0) + 1);
      continue;
    }
    // Where one host answers for all, which one it is does not matter.
    const theirs = ansible.get(key) ?? ansible.get(key.replace(/\0.*/, "\0any"));
    // Without facts Ansible ends with an error where an earlier condition needs one; we know that a later one skips the task.
    if (theirs === "error" && answer.state === "skipped") continue;
    // An assertion of a file that Ansible did not come to (its include was skipped) is skipped.
    const expected = theirs ?? "skipped";
    if (answer.state !== expected && !counted.has(key))
      wrong.push(`${key.replace("\0", " on ")}: Ansible ${expected}, ours ${answer.state} (${answer.reason})`);
    counted.add(key);
    decided++;
  }
  expect(wrong).toEqual([]);
}

type State = "holds" | "fails" | "skipped" | "error";

interface TaskResult {
  readonly failed?: boolean;
  readonly skipped?: boolean;
  /** Of an assertion that was asked and does not hold. */
  readonly evaluated_to?: boolean;
  readonly msg?: unknown;
  readonly results?: readonly TaskResult[];
}

/** State of each assertion by `role : task\0host`, the first time that it is met; of one that a single host answers also by `\0any`. */
function askAnsible(playbook: string, hosts: string): ReadonlyMap<string, State> {
  const asked = spawnSync("ansible-playbook", ["-i", hosts, "-c", "local", join(playbook, "preflight.yml")], {
    cwd: playbook,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      ANSIBLE_STDOUT_CALLBACK: "json",
      ANSIBLE_CONFIG: join(playbook, "ansible.cfg"),
      ANSIBLE_LOCALHOST_WARNING: "False",
    },
  });
  const start = asked.stdout.indexOf("{\n");
  if (start < 0) throw new Error(`ansible-playbook: ${asked.stderr.slice(-500)}`);
  const { plays } = JSON.parse(asked.stdout.slice(start)) as {
    plays: { tasks: { task: { name: string }; hosts: Record<string, TaskResult> }[] }[];
  };
  const found = new Map<string, State>();
  const keep = (key: string, result: TaskResult) => {
    if (!found.has(key)) found.set(key, stateOf(result));
  };
  for (const { tasks } of plays) {
    for (const { task, hosts: results } of tasks) {
      const all = Object.entries(results);
      for (const [host, result] of all) keep(`${task.name}\0${host}`, result);
      if (all.length === 1) keep(`${task.name}\0any`, all[0]?.[1] as TaskResult);
    }
  }
  return found;
}

function stateOf({ failed, skipped, evaluated_to, msg, results }: TaskResult): State {
  if (results && failed) return results.some((one) => one.evaluated_to === false) ? "fails" : results.every(isUnsafe) ? "holds" : "error";
  if (!failed) return skipped ? "skipped" : "holds";
  return evaluated_to === false ? "fails" : isUnsafe({ msg }) ? "holds" : "error";
}

/** Late patches of ansible-core refuse `groups.get('{{ item }}')` of v2.16, which those that it was written for take. */
function isUnsafe({ msg }: TaskResult): boolean {
  return /marked as unsafe/.test(String(msg));
}
