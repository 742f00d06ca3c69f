/** package.json against the program: settings and their defaults, every text in both languages, every command that exists. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, readSettings, SECTION } from "../../server/src/lsp/settings";
import { ROOT } from "../support/cli";

const json = (name: string) => JSON.parse(readFileSync(join(ROOT, name), "utf8"));
const manifest = json("package.json");
const sources = readdirSync(join(ROOT, "client/src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(ROOT, "client/src", name), "utf8"))
  .join("\n");

test("every setting of the server stands in the manifest, with the same default", () => {
  const properties = manifest.contributes.configuration.properties as Record<string, { default: unknown }>;
  // Those of the checks are looked at in test/features/checks/manifest.test.ts.
  const ours = Object.entries(properties).filter(([name]) => !name.startsWith(`${SECTION}.checks.`));
  const declared = Object.fromEntries(ours.map(([name, { default: standard }]) => [name, standard]));
  const { checks, ...settings } = DEFAULT_SETTINGS;
  expect(checks).toEqual({});
  const expected = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${SECTION}.${name}`, value]));
  expect(declared).toEqual({ ...expected, [`${SECTION}.trace.server`]: "off" });
});

test("every text of the manifest is there in English and Chinese, and none is left over", () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
  for (const name of ["package.nls.json", "package.nls.zh-cn.json"]) {
    expect(new Set(Object.keys(json(name))), name).toEqual(new Set(used));
  }
});

test("every text of the client is there in Chinese, with the same places for values", () => {
  const bundle = json("l10n/bundle.l10n.zh-cn.json") as Record<string, string>;
  const used = [...sources.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text}"`) as string);
  expect(new Set(Object.keys(bundle))).toEqual(new Set(used));
  const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
  for (const [english, chinese] of Object.entries(bundle)) expect(places(chinese), english).toEqual(places(english));
});

test("every command of the manifest is registered, and the other way round", () => {
  const declared = (manifest.contributes.commands as { command: string }[]).map(({ command }) => command);
  const registered = [...sources.matchAll(/register\("(\w+)"/g)].map(([, name]) => `${SECTION}.${name}`);
  // Those of the kinds of manifests are registered as the manifest names them: test/lsp/manifestCommands.test.ts.
  expect(new Set(registered)).toEqual(new Set(declared.filter((name) => !name.startsWith(`${SECTION}.generate.`))));
  const inMenus = [...JSON.stringify(manifest.contributes.menus).matchAll(/"command":"([\w.]+)"/g)].map(([, name]) => name as string);
  for (const name of inMenus) expect(declared).toContain(name);
  const linked = [...JSON.stringify(json("package.nls.json")).matchAll(/command:([\w.]+)/g)].map(([, name]) => name as string);
  for (const name of linked) expect(declared).toContain(name);
});

test("what has the wrong type counts as not set", () => {
  expect(readSettings({ kubesprayPath: 1, inlayHints: "no", extraVars: [1], ansibleGeneration: "new" })).toEqual(DEFAULT_SETTINGS);
  expect(readSettings(null)).toEqual(DEFAULT_SETTINGS);
  expect(readSettings({ codeLens: false, extraVars: { a: 1 } })).toMatchObject({ codeLens: false, extraVars: { a: 1 } });
});
