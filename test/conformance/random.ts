/**
 * `npm run conformance:random -- --tree DIR --tag TAG [--runs 20] [--seed 1] [--generation native]`: makes random inventories for a FULL
 * checkout of a kubespray release, asks real Ansible about each (../shared/oracle; KS_ANSIBLE=219 in the environment for master) and
 * compares. Ends with 1 where anything differs; the inventories that differ are kept and named.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { diskFileSystem } from "../../server/src/files/disk";
import type { Generation } from "../../server/src/jinja/context";
import { openModel } from "../../server/src/kubespray/openModel";
import { shared } from "../support/shared";
import { compareInventory } from "./compareInventory";
import { randomInventory } from "./randomInventory";

const { values: options } = parseArgs({
  options: {
    tree: { type: "string" },
    tag: { type: "string" },
    runs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    generation: { type: "string" },
    oracle: { type: "string" },
  },
});
const oracle = options.oracle ?? shared("oracle/oracle.sh");
if (!options.tree || !options.tag) throw new Error("--tree (a full checkout of a kubespray release) and --tag (its name) are needed");
if (oracle === undefined) throw new Error("../shared/oracle is not here");
const kubespray = resolve(options.tree);
const tag = options.tag;
const generation: { generation?: Generation } =
  options.generation === "classic" || options.generation === "native" ? { generation: options.generation } : {};
const open = (inventory: string) => openModel({ fs: diskFileSystem(), kubespray, inventory, env: () => "", ...generation });

const scratch = mkdtempSync(join(tmpdir(), "kubespray-inventory-random-"));
writeFiles(
  join(scratch, "plain"),
  new Map([
    ["inventory.ini", "[kube_control_plane]\nn1\n[etcd]\nn1\n[kube_node]\nn1\n[k8s_cluster:children]\nkube_control_plane\nkube_node\n"],
  ]),
);
const plain = open(join(scratch, "plain"));
let equal = 0;
let different = 0;
let failed = 0;
for (let seed = Number(options.seed); seed < Number(options.seed) + Number(options.runs); seed++) {
  const folder = join(scratch, `seed-${seed}`);
  writeFiles(folder, randomInventory(seed, plain).files);
  const answer = join(scratch, `seed-${seed}.json`);
  const asked = spawnSync("bash", [oracle, tag, folder, answer], { env: { ...process.env, KS_TREE: kubespray }, encoding: "utf8" });
  if (asked.status !== 0) {
    failed++;
    console.log(`seed ${seed}: the oracle ended with ${asked.status}: ${asked.stderr.slice(-300)} (${folder})`);
    continue;
  }
  const model = open(folder);
  const comparison = compareInventory(model, answer, { inventoryFolder: folder, kubespray: model.kubespray?.root ?? kubespray });
  for (const count of comparison.counts.values()) equal += count.equal;
  different += comparison.mismatches.length;
  for (const { area, where, expected, ours } of comparison.mismatches.slice(0, 10)) {
    console.log(`seed ${seed} ${area} ${where}\n  Ansible: ${expected.slice(0, 300)}\n  ours:    ${ours.slice(0, 300)}`);
  }
  if (comparison.mismatches.length === 0) rmSync(folder, { recursive: true });
}
console.log(
  `${tag}, ${options.runs} random inventories: ${equal} equal, ${different} different; ${failed} that the oracle could not answer`,
);
if (different === 0 && failed === 0) rmSync(scratch, { recursive: true });
else console.log(`Kept in ${scratch}`);
if (different > 0 || equal === 0) process.exitCode = 1;

function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
