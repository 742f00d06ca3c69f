/** README.md names every kind of manifest. The table is made here from the kinds themselves: `npx vitest run test/manifests/readme.test.ts -u`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MANIFESTS } from "../../server/src/manifests/manifests";
import { ROOT } from "../support/cli";

test("README.md has a row for every kind", async () => {
  const path = join(ROOT, "README.md");
  const rows = MANIFESTS.map(({ kind, summary }) => `| [\`${kind}\`](docs/manifests/${kind}.md) | ${summary.en.replace(/\.$/, "")} |\n`);
  const text = readFileSync(path, "utf8").replace(
    /(<!-- kinds: [^\n]*-->\n\n(?:\|.*\n){2})[\s\S]*?(\n<!-- end of kinds -->)/,
    (_, begin, end) => `${begin}${rows.join("")}${end}`,
  );
  await expect(text).toMatchFileSnapshot(path);
});
