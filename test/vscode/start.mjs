// `npm start`: the example in a real VS Code with the packaged extension, to be opened in any browser.   [FOLDER] [--port=8080] [--no-package]
// It works on a copy, which goes when this program ends (Control+C).
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageExtension } from "./build.mjs";
import { startCodeServer, workbenchUrl } from "./harness.mjs";
import { prepareCodeServer } from "./install.mjs";
import { projectRoot, vsixPath } from "./paths.mjs";

const { values, positionals } = parseArgs({
  options: { port: { type: "string" }, package: { type: "boolean", default: true } },
  allowPositionals: true,
  allowNegative: true,
});
const problem = prepareCodeServer(console.log);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  if (values.package) packageExtension();
  const workspace = resolve(positionals[0] ?? join(projectRoot, "example"));
  const server = await startCodeServer({ workspace, vsix: [vsixPath], ...(values.port ? { port: Number(values.port) } : {}) });
  console.log(`open ${workbenchUrl(server.port, server.workspace)}   (Control+C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => server.stop().then(() => process.exit(0)));
}
