/**
 * Each check has a setting in package.json, its texts in both languages, and a page in docs/checks. What follows from CHECKS alone is
 * written by `UPDATE=1 npx vitest run test/features/checks/manifest.test.ts`; the pages are written by hand.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKS } from "../../../server/src/features/checks/checks";
import { ROOT } from "../../support/cli";

const PREFIX = "kubesprayInventory.checks.";
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), "utf8"));
const levels = ["default", "off", "hint", "info", "warning", "error"];

const LEVELS_ZH: Readonly<Record<string, string>> = { error: "错误", warning: "警告", info: "信息", hint: "提示" };

/** What the settings page says: what is found, and how bad `default` is. */
function described({ code, summary, severity }: (typeof CHECKS)[number], language: "en" | "zh"): readonly [string, string] {
  const standard = language === "en" ? ` By default: ${severity}.` : `默认：${LEVELS_ZH[severity]}（${severity}）。`;
  return [`settings.checks.${code}`, summary[language] + standard];
}

test("every check has its setting and its texts, and none is left over", () => {
  const manifest = read("package.json");
  const { properties } = manifest.contributes.configuration as { properties: Record<string, unknown> };
  const own = (name: string) => name.startsWith(PREFIX) || name.startsWith("settings.checks.");
  const others = Object.entries(properties).filter(([name]) => !own(name));
  const expected = CHECKS.map(({ code }) => [
    PREFIX + code,
    {
      type: "string",
      enum: levels,
      default: "default",
      scope: "resource",
      markdownDescription: `%settings.checks.${code}%`,
    },
  ]);
  const texts = { "package.nls.json": "en", "package.nls.zh-cn.json": "zh" } as const;
  if (process.env.UPDATE) {
    manifest.contributes.configuration.properties = Object.fromEntries([...others, ...expected]);
    writeFileSync(join(ROOT, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const [name, language] of Object.entries(texts)) {
      const rest = Object.entries(read(name)).filter(([key]) => !own(key));
      const added = CHECKS.map((check) => described(check, language));
      writeFileSync(join(ROOT, name), `${JSON.stringify(Object.fromEntries([...rest, ...added]), null, 2)}\n`);
    }
  }
  const now = read("package.json").contributes.configuration.properties as Record<string, unknown>;
  expect(Object.entries(now).filter(([name]) => own(name))).toEqual(expected);
  for (const [name, language] of Object.entries(texts)) {
    const entries = Object.entries(read(name)).filter(([key]) => own(key));
    expect(entries, name).toEqual(CHECKS.map((check) => described(check, language)));
  }
});

test.each(CHECKS.map(({ code }) => [code]))("docs/checks/%s.md says what is found, why and what to do", (code) => {
  const page = join(ROOT, "docs/checks", `${code}.md`);
  expect(existsSync(page), `write ${code}.md`).toBe(true);
  const text = readFileSync(page, "utf8");
  expect(text.startsWith(`# ${code}\n`), "begins with its code").toBe(true);
  for (const part of ["## What is found", "## Why", "## What to do", "## What is not found"]) expect(text).toContain(part);
});

test("codes are kebab-case, and no two are the same", () => {
  for (const { code } of CHECKS) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(new Set(CHECKS.map(({ code }) => code)).size).toBe(CHECKS.length);
});
