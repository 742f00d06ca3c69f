/**
 * Every kind of manifest has a command of its own in package.json, with a title in both languages and a place in the menu. The entries are
 * made here from the kinds themselves: `npx vitest run test/lsp/manifestCommands.test.ts -u` writes them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MANIFESTS } from "../../server/src/manifests/manifests";
import { ROOT } from "../support/cli";

const PREFIX = "kubesprayInventory.generate.";
const MENU = "kubesprayInventory.generateMenu";

interface Entry {
  readonly command: string;
}
type Package = { contributes: { commands: Entry[]; menus: Record<string, Entry[]> } };

test("package.json has a command for every kind", async () => {
  const manifest = read("package.json") as Package;
  const { commands, menus } = manifest.contributes;
  const others = (entries: readonly Entry[] = []) => entries.filter(({ command }) => !command?.startsWith(PREFIX));
  const after = (entries: readonly Entry[], command: string, more: readonly Entry[]) =>
    others(entries).flatMap((entry) => (entry.command === command ? [entry, ...more] : [entry]));
  manifest.contributes.commands = after(
    commands,
    "kubesprayInventory.generateManifest",
    MANIFESTS.map(({ kind }) => ({ command: PREFIX + kind, title: `%command.generate.${kind}%`, category: "%category.generate%" })),
  );
  menus[MENU] = [...others(menus[MENU]), ...MANIFESTS.map(({ kind }, i) => ({ command: PREFIX + kind, group: `2_kinds@${i + 1}` }))];
  menus.commandPalette = [
    ...others(menus.commandPalette),
    ...MANIFESTS.map(({ kind }) => ({ command: PREFIX + kind, when: "kubesprayInventory.enabled" })),
  ];
  await expect(text(manifest)).toMatchFileSnapshot(join(ROOT, "package.json"));
});

test.each([
  ["package.nls.json", "en"],
  ["package.nls.zh-cn.json", "zh"],
] as const)("%s has its title", async (name, language) => {
  const texts = Object.entries(read(name) as Record<string, string>).filter(([key]) => !key.startsWith("command.generate."));
  // The palette says "Kubespray: Generate: ..." by the category, which the menu "Generate" goes without.
  const titles = MANIFESTS.map(({ kind, title }) => [`command.generate.${kind}`, language === "en" ? capitals(title.en) : title.zh]);
  // Where they have their place, so that others' texts keep theirs.
  const place = texts.findIndex(([key]) => key === "menu.generate") + 1;
  await expect(text(Object.fromEntries([...texts.slice(0, place), ...titles, ...texts.slice(place)]))).toMatchFileSnapshot(
    join(ROOT, name),
  );
});

/** As commands are written: `Lists of Files and Images`. */
function capitals(title: string): string {
  return title.replace(/(?<![\w(.])(?!(?:and|of)\b)[a-z]/g, (letter) => letter.toUpperCase());
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, name), "utf8"));
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
