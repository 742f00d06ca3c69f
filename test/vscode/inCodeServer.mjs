// Runs the mocha suite inside the extension host of code-server, with its workbench open in Chromium. What @vscode/test-electron does for
// a desktop VS Code.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { launchBrowser, remoteUri, startCodeServer, workbenchUrl } from "./harness.mjs";

/**
 * Exit code: 0 all passed, 1 a test failed, 2 no trustworthy result (a crash, a hang, trouble of the harness). VS Code reports success
 * when the extension host dies, so 0 needs the counts file that the suite writes last.
 */
export async function runInCodeServer({
  workspace,
  vsix,
  suite,
  env = {},
  timeoutSeconds = 180,
  verbose = false,
  screenshot,
  locale,
  counted = () => {},
}) {
  const workbenchLog = [];
  const files = {};
  let server;
  let browser;
  let page;
  let timer;
  let shown = 0;
  const flush = () => {
    if (!files.log || !existsSync(files.log)) return;
    const text = readFileSync(files.log, "utf8");
    process.stdout.write(text.slice(shown));
    shown = text.length;
  };
  const tail = setInterval(flush, 250);
  const interrupted = async () => {
    await browser?.close().catch(() => {});
    await server?.stop();
    process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, interrupted);
  try {
    const forSuite = (root) => ({ ...env, SUITE_LOG: join(root, "mocha.log"), SUITE_COUNTS: join(root, "mocha.json") });
    server = await startCodeServer({ workspace, vsix, driver: true, env: forSuite, locale });
    files.log = join(server.root, "mocha.log");
    files.counts = join(server.root, "mocha.json");
    const launched = await launchBrowser();
    browser = launched.browser;
    page = await launched.context.newPage();
    const ended = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no result after ${timeoutSeconds} s`)), timeoutSeconds * 1000);
      page.on("crash", () => reject(new Error("the page crashed")));
      page.on("close", () => reject(new Error("the page closed")));
      page.exposeFunction("codeAutomationExit", resolve).catch(reject);
    });
    ended.catch(() => {}); // awaited below; it may reject before
    await page.exposeFunction("codeAutomationLog", (kind, parameters) => {
      workbenchLog.push(`[${kind}] ${format(...parameters)}`);
      if (verbose) console.error(workbenchLog.at(-1));
    });
    page.on("pageerror", (error) => workbenchLog.push(`[pageerror] ${error.message}`));

    const payload = [
      ["extensionDevelopmentPath", remoteUri(server.port, emptyExtension(server.root))],
      ["extensionTestsPath", remoteUri(server.port, suite)],
      ["skipWelcome", "true"],
    ];
    await page.goto(workbenchUrl(server.port, server.workspace, payload), { waitUntil: "commit", timeout: 60_000 });
    const exit = await ended;
    flush();
    const counts = existsSync(files.counts) ? JSON.parse(readFileSync(files.counts, "utf8")) : undefined;
    if (counts) counted(counts);
    return verdict(exit, counts, workbenchLog);
  } catch (error) {
    flush();
    console.error(`harness: ${error?.message ?? error}`);
    console.error(`--- workbench log, last lines\n${workbenchLog.slice(-15).join("\n")}`);
    if (server) console.error(`--- code-server log, last lines\n${server.log().split("\n").slice(-15).join("\n")}`);
    return 2;
  } finally {
    clearTimeout(timer);
    clearInterval(tail);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(signal, interrupted);
    if (screenshot && page && !page.isClosed()) await page.screenshot({ path: screenshot }).catch(() => {});
    await browser?.close().catch(() => {});
    await server?.stop();
  }
}

function verdict(exit, counts, workbenchLog) {
  if (exit === 0 && counts?.tests > 0 && counts.failures === 0) return 0;
  if (exit === 0) console.error("harness: VS Code reported success, mocha left no matching counts");
  else if (!counts)
    console.error(
      `harness: the suite failed before mocha finished\n${workbenchLog.filter((line) => line.startsWith("[error")).join("\n")}`,
    );
  return counts && exit !== 0 ? 1 : 2;
}

/** The extension under test is installed from its package; VS Code still wants one that is under development to start a test run. */
export function emptyExtension(root) {
  const folder = join(root, "empty-extension");
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "empty", publisher: "test", version: "0.0.1", engines: { vscode: "^1.91.0" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}
