// `npm test`: everything that must hold before a change is handed in, in the order in which a mistake shows soonest. Goes on after a
// failure, so that one run tells all. The last line counts single tests and cases: "N passed, N failed".
import { spawnSync } from "node:child_process";
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

const built = check("build", process.execPath, ["esbuild.mjs", "--quiet"]);
check("types", bin("tsc"), ["--noEmit", "-p", "."]);
check("lint", bin("biome"), ["check", "."]);
unitTests();
if (built && existsSync(join(root, "dist/conformance.js"))) conformance();

const line = `${passed} passed, ${failed} failed`;
writeFileSync(counts, `${line}\n`);
console.log(`\n${line}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Counts as one. */
function check(name, command, args) {
  const ok = run(name, command, args) === 0;
  if (ok) passed++;
  else failed++;
  return ok;
}

function unitTests() {
  const status = run("unit tests", bin("vitest"), ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], {
    KUBESPRAY_INVENTORY_BUILT: "1",
  });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  passed += result?.numPassedTests ?? 0;
  const broken =
    (result?.numFailedTests ?? 0) +
    (result?.testResults ?? []).filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  failed += status === 0 ? broken : Math.max(1, broken);
}

/** Against what real Ansible answered; skipped, and said so by the runner, where ../shared is absent. Its counts are its own lines. */
function conformance() {
  const ok = run("conformance", process.execPath, ["dist/conformance.js"]) === 0;
  if (ok) passed++;
  else failed++;
}

function run(name, command, args, env = {}) {
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (error) console.error(`${name}: ${error.message}`);
  return status ?? 1;
}
