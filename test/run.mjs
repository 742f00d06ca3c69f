// `npm test`: everything that must hold before a change is handed in, in the order in which a mistake shows soonest. Goes on after a
// failure, so that one run tells all. The last line counts single tests and compared answers: "N passed, N failed".
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const counts = join(root, "dist/test-counts");
const report = join(root, "dist/vitest.json");
const bin = (name) => join(root, "node_modules/.bin", name);
let passed = 0;
let failed = 0;

mkdirSync(join(root, "dist"), { recursive: true });
for (const old of [counts, report]) rmSync(old, { force: true });

await check("build", process.execPath, ["esbuild.mjs", "--quiet"]);
await check("types", bin("tsc"), ["--noEmit", "-p", "."]);
await check("lint", bin("biome"), ["check", "."]);
// Not a test: what it cannot install is said by the tests that lack it.
await run("programs", process.execPath, ["test/programs.mjs"]);
await unitTests();
await counted("grammars", "test/syntaxes/run.mjs");
// In code-server and Chromium, or a desktop VS Code; one line says so where neither can be had.
await counted("a real VS Code", "test/vscode/run.mjs");
// Against what real Ansible answered; where ../shared is absent the runner says so and counts nothing.
await counted("conformance", "dist/conformance.js");

const line = `${passed} passed, ${failed} failed`;
writeFileSync(counts, `${line}\n`);
console.log(`\n${line}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Counts as one. */
async function check(name, command, args) {
  const { status } = await run(name, command, args);
  if (status === 0) passed++;
  else failed++;
}

async function unitTests() {
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { status } = await run("unit tests", bin("vitest"), args, { KUBESPRAY_INVENTORY_BUILT: "1" });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : { testResults: [] };
  // A file that cannot even be loaded holds no test that could fail.
  const unloaded = result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  const wrong = (result.numFailedTests ?? 0) + unloaded;
  sayWhatIsAbsent(result);
  passed += result.numPassedTests ?? 0;
  failed += status === 0 ? wrong : Math.max(1, wrong);
}

/** The titles of skipped tests that tell which part of ../shared they wait for (test/support/shared.ts), each once. */
function sayWhatIsAbsent(result) {
  const titles = result.testResults.flatMap((file) => file.assertionResults).map((test) => test.title);
  for (const title of new Set(titles.filter((one) => one.startsWith("skipped: ")))) console.log(title);
}

/** A runner that says itself how many things it looked at. */
async function counted(name, script) {
  const { status, output } = await run(name, process.execPath, [script]);
  const [, right, wrong] = /^(\d+) (?:passed|equal), (\d+) (?:failed|different)/m.exec(output) ?? [];
  passed += Number(right ?? 0);
  failed += status === 0 ? Number(wrong ?? 0) : Math.max(1, Number(wrong ?? 0));
}

/** Shows what the command prints as it comes, and keeps it. */
function run(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
      env: { FORCE_COLOR: colour(), ...process.env, ...env },
    });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.on("error", (error) => {
      console.error(`${name}: ${error.message}`);
      done({ status: 1, output });
    });
    child.on("close", (status) => done({ status: status ?? 1, output }));
  });
}

function colour() {
  return process.stdout.isTTY && !process.env.NO_COLOR ? "1" : "0";
}
