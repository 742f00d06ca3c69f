/** Before the tests: bundles the command line that they run, unless `npm test` has just done so. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export function setup(): void {
  if (process.env.KUBESPRAY_INVENTORY_BUILT) return;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const built = spawnSync(process.execPath, ["esbuild.mjs", "--quiet", "--only=cli"], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`esbuild failed:\n${built.stderr}`);
}
