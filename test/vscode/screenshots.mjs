// `npm run screenshots`: pictures of the packaged extension in a real VS Code, for the README. Each picture is also a check: it is taken
// only once what it is to show is on the screen.   node test/vscode/screenshots.mjs [--out=docs/images] [--no-package]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageExtension } from "./build.mjs";
import { prepare } from "./install.mjs";
import { projectRoot, vsixPath } from "./paths.mjs";
import { openWorkbench } from "./workbench.mjs";

const { values } = parseArgs({
  options: { out: { type: "string", default: join(projectRoot, "docs/images") }, package: { type: "boolean", default: true } },
  allowNegative: true,
});
const problem = prepare();
if (problem) {
  console.log(`skipped: screenshots (${problem})`);
} else {
  if (values.package) packageExtension();
  mkdirSync(values.out, { recursive: true });
  const started = Date.now();
  const workbench = await openWorkbench({
    workspace: join(projectRoot, "example"),
    vsix: [vsixPath],
    viewport: { width: 1280, height: 800 },
  });
  const picture = async (name) => {
    await workbench.screenshot(join(values.out, `${name}.png`));
    console.log(`${((Date.now() - started) / 1000).toFixed(1)} s  ${name}`);
  };
  try {
    await highlighting(workbench);
    await picture("highlighting");
  } catch (error) {
    console.error(error);
    await picture("failure").catch(() => {});
    console.error(workbench.server.log().split("\n").slice(-12).join("\n"));
    process.exitCode = 1;
  } finally {
    await workbench.close();
  }
}

/** The example's download defaults, where most templates are; the inspector must name our scopes. */
async function highlighting({ page, open, goTo, scopesAtCursor }) {
  await open("roles/download/defaults/main.yml");
  await page.locator(".view-line", { hasText: "download_delegate" }).waitFor();
  const lines = await page.locator(".view-line").allInnerTexts();
  const line = lines.findIndex((text) => text.includes("download_delegate:"));
  const number = Number(await page.locator(".line-numbers").nth(line).textContent());
  await goTo(number, lines[line].indexOf("groups") + 2);
  const scopes = await scopesAtCursor();
  if (!/variable\.language\.jinja/.test(scopes)) throw new Error(`not coloured by our grammar:\n${scopes}`);
}
