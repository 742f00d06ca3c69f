// VS Code's interface in another language: a language pack of ours without a single translation. VS Code's own words stay English then (its
// packs are neither on npm nor in Debian), yet its language is the other one, and every extension speaks it: what our tests and pictures need.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes into code-server's data folder what it keeps of installed packs. */
export function writeLanguagePack(data, languageId) {
  const file = join(data, `${languageId}.i18n.json`);
  writeFileSync(file, JSON.stringify({ version: "1.0.0", contents: {} }));
  const pack = { hash: "test", label: languageId, extensions: [{ extensionIdentifier: { id: "test.pack" }, version: "0.0.1" }] };
  writeFileSync(join(data, "languagepacks.json"), JSON.stringify({ [languageId]: { ...pack, translations: { vscode: file } } }));
}
