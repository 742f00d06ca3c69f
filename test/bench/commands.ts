/** The whole command from a cold start, against Ansible making the same lists. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { commandCost, printTable } from "./measure";
import { upstreamGenerator } from "./upstreamGenerator";

export interface CommandBench {
  readonly tree: string;
  readonly inventory: string;
  readonly upstream?: string;
  readonly runs: number;
}

export function benchCommands({ tree, inventory, upstream, runs }: CommandBench): void {
  if (spawnSync("python3", ["--version"]).status !== 0) {
    console.log("The command against Ansible: skipped, python3 is not here to measure with.");
    return;
  }
  const cli = resolve("dist/cli.js");
  const ours = [process.execPath, cli, "lists", "--all", "--quiet", "--kubespray", tree, "--inventory", inventory, "--out", "-"];
  const node = commandCost([process.execPath, "-e", "0"], runs, process.cwd());
  const cost = commandCost(ours, runs, process.cwd());
  const rows = [
    ["", "wall, ms", "times", "memory, MiB", "share"],
    ["node -e 0 (the floor)", ms(node.milliseconds), "", mib(node.mebibytes), ""],
    ["kubespray-inventory lists --all", ms(cost.milliseconds), "1.0", mib(cost.mebibytes), "1.00"],
  ];
  if (spawnSync("ansible-playbook", ["--version"]).status === 0) {
    const theirs = ansibleCost(tree, inventory, upstream, Math.max(1, Math.ceil(runs / 2)));
    const name = upstream ? "upstream's generate_list.sh" : "ansible-playbook, the same play";
    const times = theirs.milliseconds / cost.milliseconds;
    rows.push([name, ms(theirs.milliseconds), times.toFixed(1), mib(theirs.mebibytes), (cost.mebibytes / theirs.mebibytes).toFixed(2)]);
  } else {
    console.log("Ansible is not here: apt-get install ansible-core compares with it.");
  }
  printTable("One command from a cold start", rows);
}

function ansibleCost(tree: string, inventory: string, upstream: string | undefined, runs: number) {
  if (upstream === undefined) {
    const { folder, command, env } = upstreamGenerator(tree, inventory);
    try {
      return commandCost(command, runs, folder, env);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  // The generator writes into its own checkout.
  const copy = mkdtempSync(join(tmpdir(), "kubespray-inventory-bench-"));
  try {
    cpSync(upstream, copy, { recursive: true });
    return commandCost(["bash", "generate_list.sh", "-i", inventory], runs, join(copy, "contrib/offline"), { LC_ALL: "C.UTF-8" });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function ms(milliseconds: number): string {
  return milliseconds.toFixed(0);
}

function mib(mebibytes: number): string {
  return mebibytes.toFixed(0);
}
