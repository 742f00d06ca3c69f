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
  options: {
    out: { type: "string", default: join(projectRoot, "docs/images") },
    package: { type: "boolean", default: true },
    only: { type: "string" },
  },
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
    const pictures = { highlighting, inventory, lists, completion, hover, problems, generate, walkthrough };
    for (const [name, show] of Object.entries(pictures)) {
      if (values.only && !values.only.split(",").includes(name)) continue;
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

/** The tree of resolved lists beside the file that they follow. */
async function lists(workbench) {
  await workbench.open("k8s_cluster/addons.yml");
  // Before the focus leaves the editor: VS Code asks for no lens of an editor that lost it.
  await workbench.page.locator(".codelens-decoration", { hasText: "adds" }).first().waitFor();
  await workbench.command("Kubespray: Show Resolved Lists");
  const rows = await workbench.tree("Resolved Lists");
  if (!rows.some((row) => row.includes("kubelet"))) throw new Error(`no kubelet in the tree:\n${rows.join("\n")}`);
}

/** A half-typed addon. */
async function completion(workbench) {
  await workbench.open("k8s_cluster/addons.yml");
  await workbench.goTo(4, 30);
  await workbench.press("Enter");
  await workbench.page.keyboard.type("kube_");
  const labels = await workbench.completion();
  if (!labels.some((label) => label.startsWith("kube_"))) throw new Error(`not offered: ${labels.join(", ")}`);
  // The details of the chosen one beside the list.
  const details = workbench.page.locator(".suggest-details-container");
  // The key shows and hides them, and what the list itself had to say may have come first.
  const shown = () =>
    details.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  for (let tries = 0; !(await shown()); tries++) {
    if (tries === 5) throw new Error("no details beside the list");
    await workbench.press("Control+Space");
  }
}

/** Where a URL comes from. */
async function hover(workbench) {
  const { page, press } = workbench;
  await press("Escape");
  await press("Escape");
  await workbench.command("File: Revert File");
  await workbench.open("all/offline.yml");
  await press("Control+End");
  await page.keyboard.type('files_repo: https://files.example.com\nkubelet_download_url: "{{ files_repo }}/{{ image_arch }}/kubelet"');
  await press("Escape");
  await page.keyboard.press("Home");
  const text = await workbench.hover();
  if (!text.includes("https://files.example.com")) throw new Error(`the hover says:\n${text}`);
}

/** What is wrong, where it stands, and what can be done about it. */
async function problems(workbench) {
  const { page, press } = workbench;
  await press("Escape");
  await workbench.open("all/offline.yml");
  await workbench.command("File: Revert File");
  await workbench.open("k8s_cluster/addons.yml");
  await press("Control+End");
  // What is offered on the way is not taken.
  for (const line of ["certmanager_enabled: true", "kube_netwrok_plugin: calico"]) {
    await page.keyboard.type(line);
    await press("Escape");
    if (line.startsWith("cert")) await press("Enter");
  }
  await page.locator(".squiggly-warning").first().waitFor();
  await workbench.command("Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "cert_manager_enabled" }).first().waitFor();
  await workbench.command("View: Focus Active Editor Group");
  await press("ArrowUp");
  await press("Control+.");
  await page.locator(".action-widget", { hasText: "Rename to" }).first().waitFor();
}

/** The command's question: what would be written. */
async function generate(workbench) {
  const { page, press } = workbench;
  await press("Escape"); // the quick fixes of the picture before take the keys that open the palette
  if (await page.locator(".part.panel").isVisible()) await workbench.command("View: Hide Panel");
  await workbench.open("k8s_cluster/addons.yml");
  await workbench.command("File: Revert File");
  await workbench.palette("Kubespray: Generate Offline Lists");
  await press("Enter");
  const row = (text) => page.locator(".quick-input-widget .monaco-list-row", { hasText: text }).first();
  await row("What this inventory downloads").click();
  await row("offline").click();
  await page.locator(".monaco-dialog-box", { hasText: "files.list" }).waitFor();
  // What the pointer happens to be over explains itself.
  await page.mouse.move(640, 600);
  await page.locator(".workbench-hover").waitFor({ state: "hidden" });
}

/** The first steps. */
async function walkthrough(workbench) {
  const { page, press } = workbench;
  await press("Escape");
  await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
  await workbench.command("View: Close Primary Side Bar");
  await workbench.palette("Welcome: Open Walkthrough");
  await press("Enter");
  const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: "Kubespray Inventory" }).first();
  await row.click();
  await page.locator(".getting-started-step", { hasText: "Watch the lists" }).first().click();
  // The step's picture is in a frame of its own.
  const shown = async () => {
    for (const frame of page.frames())
      if (
        (await frame
          .locator("text=RESOLVED LISTS")
          .count()
          .catch(() => 0)) > 0
      )
        return true;
    return false;
  };
  for (const end = Date.now() + 10_000; !(await shown()); ) if (Date.now() > end) throw new Error("the step has no picture");
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
