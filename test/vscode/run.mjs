// `npm run test:vscode`: the mocha suite in a real VS Code, against the packaged extension. A desktop VS Code where there is one, else
// code-server and Chromium; where neither can be had, one line says so and the run counts as skipped.
//   node test/vscode/run.mjs [--grep=TEXT] [--verbose] [--screenshot=FILE] [--no-package]
//   VSCODE_TEST=desktop | code-server   VSCODE_EXECUTABLE_PATH=...   VSCODE_REQUIRED=1 (a skip is a failure)
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSuite, packageExtension } from "./build.mjs";
import { runInCodeServer } from "./inCodeServer.mjs";
import { desktopIsThere, runInDesktop } from "./inDesktop.mjs";
import { prepare } from "./install.mjs";
import { projectRoot, suitePath, vsixPath } from "./paths.mjs";

const { values } = parseArgs({
  options: {
    grep: { type: "string" },
    verbose: { type: "boolean" },
    screenshot: { type: "string" },
    package: { type: "boolean", default: true },
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
  const common = {
    workspace: join(projectRoot, "example"),
    vsix: [vsixPath],
    suite: suitePath,
    env: values.grep ? { SUITE_GREP: values.grep } : {},
  };
  process.exitCode = desktop
    ? await runInDesktop(common)
    : await runInCodeServer({ ...common, verbose: values.verbose, screenshot: values.screenshot });
  console.log(`${desktop ? "desktop VS Code" : "code-server"}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
