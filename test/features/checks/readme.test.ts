/** The README's table of checks is made of the checks: `UPDATE=1 npx vitest run test/features/checks` writes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKS } from "../../../server/src/features/checks/checks";
import { ROOT } from "../../support/cli";

const START = "<!-- checks: made by test/features/checks/readme.test.ts -->\n";
const END = "<!-- end of checks -->";

test("the README names every check and what it finds", () => {
  const path = join(ROOT, "README.md");
  const text = readFileSync(path, "utf8");
  const [before, after] = [text.indexOf(START) + START.length, text.indexOf(END)];
  const rows = CHECKS.map(({ code, summary }) => `| [\`${code}\`](docs/checks/${code}.md) | ${summary.en} |`);
  const expected = `\n| Check | What it finds |\n|---|---|\n${rows.join("\n")}\n\n`;
  if (process.env.UPDATE) writeFileSync(path, text.slice(0, before) + expected + text.slice(after));
  const now = readFileSync(path, "utf8");
  expect(now.slice(now.indexOf(START) + START.length, now.indexOf(END))).toBe(expected);
});
