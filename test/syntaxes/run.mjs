// `npm run test:syntaxes`: the grammars against the marked files in this folder. The YAML file is read three times, because the text around
// the templates is coloured by grammars that are not ours: the classic YAML grammar, Ansible's (the classic one under other names), and
// the one of a current VS Code where a copy is at hand (see ../vscode).   [--quiet]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeServerFolder } from "../vscode/paths.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const require = createRequire(import.meta.url);
const scratch = join(root, "dist/syntaxes");
mkdirSync(scratch, { recursive: true });

const classic = require.resolve("tm-grammars/grammars/yaml.json");
const toAnsible = (text) => text.replace(/\.yaml\b/g, ".ansible");
writeFileSync(join(scratch, "ansible.json"), toAnsible(readFileSync(classic, "utf8")));
writeFileSync(join(scratch, "jinja.ansible.yaml"), toAnsible(readFileSync(join(here, "jinja.yaml"), "utf8")));

const runs = [
  { what: "grammars are up to date", command: ["syntaxes/build.mjs", "--check"] },
  { what: "Jinja2 in YAML, classic grammar", grammars: [classic], files: [join(here, "jinja.yaml")] },
  { what: "Jinja2 in Ansible's YAML", grammars: [join(scratch, "ansible.json")], files: [join(scratch, "jinja.ansible.yaml")] },
  { what: "inventory INI and lists", grammars: [], files: [join(here, "inventory.ini"), join(here, "files.list")] },
];
const current = join(codeServerFolder, "node_modules/code-server/lib/vscode/extensions/yaml/syntaxes");
if (existsSync(current)) {
  const grammars = ["yaml", "yaml-1.0", "yaml-1.1", "yaml-1.2", "yaml-1.3", "yaml-embedded"].map((name) =>
    join(current, `${name}.tmLanguage.json`),
  );
  runs.push({ what: "Jinja2 in YAML, VS Code's own grammar", grammars, files: [join(here, "jinja.yaml")] });
} else console.log("skipped: Jinja2 in YAML, VS Code's own grammar (no code-server in the cache; npm run test:vscode installs it)");

const tester = join(dirname(require.resolve("vscode-tmgrammar-test/package.json")), "dist/unit.js");
let failed = 0;
for (const { what, command, grammars, files } of runs) {
  const parameters = command ?? [tester, "--compact", ...grammars.flatMap((grammar) => ["--grammar", grammar]), ...files];
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: root, encoding: "utf8" });
  console.log(`${status === 0 ? "passed" : "FAILED"}: ${what}`);
  if (status !== 0) {
    failed++;
    console.log(stdout + stderr);
  }
}
console.log(`${runs.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
