// Builds what a run in VS Code needs: the packaged extension, and the suite as one CommonJS file (mocha stays outside: it loads its
// reporters by name).
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { build } from "esbuild";
import { projectRoot, suitePath, vsixPath } from "./paths.mjs";

const largestPackage = 1_000_000;

/** Packages the extension with `npm run package`; ends the program with what went wrong when that fails or the package is too large. */
export function packageExtension(log = console.log) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "package"], {
    cwd: projectRoot,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) fail(`npm run package failed:\n${stdout}${stderr}`);
  const { size } = statSync(vsixPath);
  log(`packaged in ${((Date.now() - started) / 1000).toFixed(1)} s, ${(size / 1024).toFixed(0)} kB`);
  if (size > largestPackage) fail(`${vsixPath} is larger than ${largestPackage / 1_000_000} MB: see "files" in package.json`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

export async function buildSuite() {
  await build({
    absWorkingDir: projectRoot,
    entryPoints: ["test/vscode/suite/index.ts"],
    outfile: suitePath,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}
