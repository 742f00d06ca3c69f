// Bundles the program into dist/. One CommonJS file per entry, everything inside it, so that a start reads one file.
//   node esbuild.mjs [--quiet] [--only=cli,extension,conformance,bench] [--out=DIR]
import { chmodSync, existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { esbuildTemplates } from "./server/compileTemplate.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option("only")?.split(",");
const out = option("out") ?? "dist";

const entries = {
  cli: "server/src/cli/main.ts",
  extension: "client/src/extension.ts",
  server: "server/src/main.ts",
  conformance: "test/conformance/run.ts",
  random: "test/conformance/random.ts",
  bench: "test/bench/run.ts",
  releaseFacts: "server/tools/releaseFacts.ts",
  benchEditor: "test/bench/editor.ts",
};
const shipped = ["cli", "extension", "server"];
const banners = { cli: "#!/usr/bin/env node", extension: "", server: "" };

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
    // VS Code gives this module to the extensions that it runs; there is no file of it.
    external: ["vscode"],
    loader: { ".txt": "text" },
    plugins: [esbuildTemplates],
    minify: shipped.includes(name),
    legalComments: "none",
    // Test code finds its folder with import.meta.url, which CommonJS lacks.
    define: shipped.includes(name) ? {} : { "import.meta.url": "__bundleUrl" },
    banner: { js: banners[name] ?? 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "warning",
  });
  const file = resolve(root, outfile);
  if (name === "cli") chmodSync(file, 0o755);
  if (!process.argv.includes("--quiet")) console.log(`${outfile}  ${(statSync(file).size / 1024).toFixed(0)} kB`);
}
