// Runs the same suite in a desktop VS Code through @vscode/test-electron: the one of VSCODE_EXECUTABLE_PATH, or one that it downloads.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { emptyExtension } from "./inCodeServer.mjs";

/** Whether there is a desktop VS Code to be had: one that is named, or a server that would give one. */
export async function desktopIsThere() {
  if (process.env.VSCODE_EXECUTABLE_PATH) return true;
  const address = "https://update.code.visualstudio.com/api/releases/stable";
  return fetch(address, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** Exit codes as `runInCodeServer`'s. */
export async function runInDesktop({ workspace, vsix, suite, env = {}, counted = () => {} }) {
  const root = mkdtempSync(join(tmpdir(), "vscode-"));
  const counts = join(root, "mocha.json");
  try {
    const folder = join(root, "workspace");
    cpSync(workspace, folder, { recursive: true });
    const executable = process.env.VSCODE_EXECUTABLE_PATH ?? (await downloadAndUnzipVSCode(process.env.VSCODE_VERSION ?? "stable"));
    const own = [`--extensions-dir=${join(root, "extensions")}`, `--user-data-dir=${join(root, "data")}`];
    const [command, ...parameters] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
    for (const file of vsix) {
      const options = { encoding: "utf8", shell: process.platform === "win32" };
      const { status, stdout, stderr } = spawnSync(command, [...parameters, ...own, "--install-extension", file], options);
      if (status !== 0) throw new Error(`installing ${file} failed:\n${stdout}${stderr}`);
    }
    await runTests({
      vscodeExecutablePath: executable,
      reuseMachineInstall: true, // `own` says where, for the installation above too
      extensionDevelopmentPath: emptyExtension(root),
      extensionTestsPath: suite,
      extensionTestsEnv: { ...env, SUITE_COUNTS: counts },
      launchArgs: [folder, ...own, "--disable-workspace-trust", "--skip-welcome", "--disable-telemetry"],
    });
    return existsSync(counts) && JSON.parse(readFileSync(counts, "utf8")).tests > 0 ? 0 : 2;
  } catch (error) {
    console.error(error?.message ?? error);
    return existsSync(counts) ? 1 : 2;
  } finally {
    if (existsSync(counts)) counted(JSON.parse(readFileSync(counts, "utf8")));
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
