// `npm run test:vscode`: the mocha suite in a real VS Code, against the packaged extension. A desktop VS Code where there is one, else
// code-server and Chromium; where neither can be had, one line says so and the run counts as skipped.
//   node test/vscode/run.mjs [--grep=TEXT] [--verbose] [--screenshot=FILE] [--no-package] [--workspace=example|real|other|chinese]
//   VSCODE_TEST=desktop | code-server   VSCODE_EXECUTABLE_PATH=...   VSCODE_REQUIRED=1 (a skip is a failure)
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSuite, packageExtension } from "./build.mjs";
import { runInCodeServer } from "./inCodeServer.mjs";
import { desktopIsThere, runInDesktop } from "./inDesktop.mjs";
import { prepare } from "./install.mjs";
import { projectRoot, suitePath, vsixPath } from "./paths.mjs";
import { workspaces } from "./workspaces.mjs";

const { values } = parseArgs({
  options: {
    grep: { type: "string" },
    verbose: { type: "boolean" },
    screenshot: { type: "string" },
    package: { type: "boolean", default: true },
    workspace: { type: "string" },
  },
  allowNegative: true,
});
const desktop = process.env.VSCODE_TEST === "desktop" || (process.env.VSCODE_TEST !== "code-server" && (await desktopIsThere()));
const problem = desktop ? undefined : prepare();
if (problem) {
  console.log(`skipped: tests in a real VS Code (${problem})`);
  process.exitCode = process.env.VSCODE_REQUIRED ? 1 : 0;
} else {
  const started = Date.now();
  if (values.package) packageExtension();
  await buildSuite();
  process.exitCode = 0;
  let passed = 0;
  let failed = 0;
  const counted = (counts) => {
    passed += counts.passes;
    failed += counts.failures;
  };
  for (const { name, folder, env, locale } of workspaces(values.workspace)) {
    // A desktop VS Code takes its language from a file of the user's.
    if (locale && desktop) continue;
    const common = {
      workspace: folder,
      vsix: [vsixPath],
      suite: suitePath,
      counted,
      locale,
      env: {
        ...env,
        SUITE_WORKSPACE: name,
        SUITE_CLI: join(projectRoot, "dist/cli.js"),
        ...(values.grep ? { SUITE_GREP: values.grep } : {}),
      },
    };
    console.log(`\n== workspace: ${name}`);
    const { verbose, screenshot } = values;
    const exit = await (desktop ? runInDesktop(common) : runInCodeServer({ ...common, verbose, screenshot }));
    process.exitCode = Math.max(process.exitCode, exit);
    // A run that gave no counts is a failure that nobody counted.
    if (exit === 2) failed++;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  console.log(`${desktop ? "desktop VS Code" : "code-server"}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
