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
    for (const [name, show] of Object.entries({ highlighting, inventory })) {
      await show(workbench);
      await picture(name);
    }
  } catch (error) {
    console.error(error);
    await picture("failure").catch(() => {});
    console.error(workbench.server.log().split("\n").slice(-12).join("\n"));
    process.exitCode = 1;
  } finally {
    await workbench.close();
  }
}

/** The example's download defaults, where most templates are. */
async function highlighting(workbench) {
  await workbench.open("roles/download/defaults/main.yml");
  await expectScope(workbench, "download_delegate:", "groups", "variable.language.jinja");
}

/** The example's inventory in the explorer and in the editor. */
async function inventory(workbench) {
  await workbench.open("k8s_cluster/k8s-cluster.yml");
  await expectScope(workbench, "dns_domain:", "cluster_name", "variable.other.jinja");
}

/** Puts the cursor on `word` of the line that has `start`, and has VS Code's inspector name the scope there. */
async function expectScope({ page, goTo, scopesAtCursor }, start, word, scope) {
  const editor = page.locator(".editor-instance");
  await editor.locator(".view-line", { hasText: start }).waitFor();
  // Lines are drawn in any order: their place on the screen tells which number belongs to which text.
  const rows = await editor.first().evaluate((element) => {
    const read = (selector) => [...element.querySelectorAll(selector)].map((each) => [each.getBoundingClientRect().top, each.textContent]);
    const numbers = new Map(read(".line-numbers"));
    return read(".view-line").map(([top, text]) => ({ number: Number(numbers.get(top)), text: text.replaceAll("\u00a0", " ") }));
  });
  const { number, text } = rows.find((row) => row.text.includes(start));
  await goTo(number, text.indexOf(word) + 2);
  const scopes = await scopesAtCursor();
  if (!scopes.includes(scope)) throw new Error(`${word} is not ${scope}:\n${scopes}`);
}
