/**
 * The suite's one entry, for every runner: VS Code calls `run` in its extension host. Add a file of tests to `workspaces`.
 * SUITE_LOG (a file for mocha's report), SUITE_COUNTS (a file for its counts, written last), SUITE_CLI (the command line) and SUITE_GREP come from the harness.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";

/** By the workspace that is open (SUITE_WORKSPACE; see ../workspaces.mjs). */
const workspaces: Readonly<Record<string, readonly (() => Promise<unknown>)[]>> = {
  example: [
    () => import("./workspace.test"),
    () => import("./support.test"),
    () => import("./grammars.test"),
    () => import("./language.test"),
    () => import("./checks.test"),
    () => import("./lists.test"),
    () => import("./manifests.test"),
  ],
  real: [() => import("./realTree.test")],
  other: [() => import("./otherProject.test")],
  chinese: [() => import("./chinese.test")],
};

/** Rejects when a test fails or none ran. */
export async function run(): Promise<void> {
  const { SUITE_LOG: log, SUITE_COUNTS: counts, SUITE_GREP: grep } = process.env;
  if (log) Mocha.reporters.Base.consoleLog = (...parameters: unknown[]) => appendFileSync(log, format(...parameters) + "\n");
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: 30_000, reporter: "spec", ...(grep ? { grep } : {}) });
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "suite", mocha);
  for (const load of workspaces[process.env.SUITE_WORKSPACE ?? "example"] ?? []) await load();
  await new Promise<void>((done, failed) => {
    const runner = mocha.run((failures) => {
      const { stats } = runner;
      if (counts) writeFileSync(counts, JSON.stringify(stats));
      if (failures > 0) failed(new Error(`${failures} of ${stats?.tests} tests failed`));
      else if (!stats?.tests) failed(new Error("no test was run"));
      else done();
    });
  });
}
