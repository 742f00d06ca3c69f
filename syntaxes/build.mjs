// Writes the grammars from syntaxes/source: TextMate has no parameters, and the same Jinja2 rules are needed for each kind of text around
// them.   node syntaxes/build.mjs [--check]   With --check nothing is written; exit 1 names the files that are out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inventory } from "./source/inventory.mjs";
import { jinjaWords, yamlInjections } from "./source/jinja.mjs";
import { list } from "./source/list.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const files = {
  "jinja.tmLanguage.json": jinjaWords,
  ...Object.fromEntries(yamlInjections.map(({ file, grammar }) => [`${file}.tmLanguage.json`, grammar])),
  "inventory-ini.tmLanguage.json": inventory,
  "list.tmLanguage.json": list,
};

const stale = [];
for (const [file, grammar] of Object.entries(files)) {
  const path = join(here, file);
  const text = JSON.stringify({ comment: "Written by syntaxes/build.mjs: edit syntaxes/source instead.", ...grammar }, null, 1) + "\n";
  if (process.argv.includes("--check")) {
    if (readFileSync(path, "utf8") !== text) stale.push(file);
  } else writeFileSync(path, text);
}
if (stale.length > 0) {
  console.error(`out of date: ${stale.join(", ")} (run node syntaxes/build.mjs)`);
  process.exitCode = 1;
}
