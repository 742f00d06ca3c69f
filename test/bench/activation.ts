import { spawnSync } from "node:child_process";

/**
 * How long the extension takes to activate, as a real VS Code sees it: the suite's test of a workspace where it sleeps wakes it up at the end
 * and says how long that took (loading its code included). Packages the extension first.
 */
export function benchActivation(): void {
  const parameters = ["test/vscode/run.mjs", "--workspace=other", "--grep=activat"];
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
  const told = /^\s*(?:activated in .*|skipped: .*)$/m.exec(stdout)?.[0].trim();
  console.log(`\nThe extension in a real VS Code: ${told ?? `not measured:\n${stdout}${stderr}`}`);
}
