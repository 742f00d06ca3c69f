// Bundles the program into dist/. One CommonJS file per entry, everything inside it, so that a start reads one file.
//   node esbuild.mjs [--quiet] [--only=cli,conformance,bench] [--out=DIR]
import { chmodSync, existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option("only")?.split(",");
const out = option("out") ?? "dist";

const entries = { cli: "server/src/cli/main.ts", conformance: "test/conformance/run.ts", bench: "test/bench/run.ts" };

for (const [name, entry] of Object.entries(entries)) {
  if (only ? !only.includes(name) : !existsSync(join(root, entry))) continue;
  const outfile = join(out, `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: name === "cli",
    legalComments: "none",
    // Test code finds its folder with import.meta.url, which CommonJS lacks.
    define: name === "cli" ? {} : { "import.meta.url": "__bundleUrl" },
    banner: { js: name === "cli" ? "#!/usr/bin/env node" : 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "warning",
  });
  const file = join(root, outfile);
  if (name === "cli") chmodSync(file, 0o755);
  if (!process.argv.includes("--quiet")) console.log(`${outfile}  ${(statSync(file).size / 1024).toFixed(0)} kB`);
}
