/**
 * `npm run bench [-- --tree DIR --upstream DIR --runs N --keys N --side-by-side]`: what the engine costs, as ratios within one run, for the
 * machine is never quiet; then the language server under a fast typist, and the extension's activation in a real VS Code.
 * `--tree`: a kubespray tree (../shared's v2.31.0 unless told). `--upstream`: a full checkout of the same release, whose own
 * contrib/offline/generate_list.sh is then run; without it a play of ours that does the same. `--side-by-side`, `--other DIR`: as
 * `npm run bench:editor`, which is the typist alone.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { shared } from "../support/shared";
import { benchActivation } from "./activation";
import { benchEditor } from "./benchEditor";
import { benchCommands } from "./commands";
import { benchEngine } from "./engine";
import { benchHosts } from "./hosts";

const { values } = parseArgs({
  options: {
    tree: { type: "string" },
    upstream: { type: "string" },
    inventory: { type: "string" },
    runs: { type: "string", default: "5" },
    keys: { type: "string", default: "1000" },
    other: { type: "string" },
    "side-by-side": { type: "boolean", default: false },
  },
});
const tree = values.tree ? resolve(values.tree) : (shared("kubespray/v2.31.0/tree") ?? resolve("example/kubespray"));
const inventory = values.inventory
  ? resolve(values.inventory)
  : existsSync(join(tree, "inventory/sample"))
    ? (shared("kubespray/v2.31.0/inventories/sample") ?? join(tree, "inventory/sample"))
    : resolve("example/inventory");
const runs = Number(values.runs);
const scratch = mkdtempSync(join(tmpdir(), "kubespray-inventory-bench-"));
try {
  benchCommands({ tree, inventory, runs, ...(values.upstream && { upstream: resolve(values.upstream) }) });
  benchEngine({ tree, inventory, runs: runs * 4 });
  benchHosts({ tree, scratch });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
editor().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function editor(): Promise<void> {
  const other = values.other ? { folder: resolve(values.other) } : values["side-by-side"] ? {} : undefined;
  for (const hosts of [5, 100]) await benchEditor({ tree, keys: Number(values.keys), hosts, limit: 10_000, ...(other && { other }) });
  benchActivation();
}
