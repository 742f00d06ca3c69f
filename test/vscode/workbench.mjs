// The workbench as a person uses it, through its page: keys, lists, widgets. Every helper waits for what it is about; none sleeps.
import { launchBrowser, remoteUri, startCodeServer, workbenchUrl } from "./harness.mjs";

/**
 * Opens a copy of `workspace` with the packaged extensions installed, and the given files in editors.
 * Returns `{ page, server, close(), ...helpers }`; see below. Close it in a `finally`.
 */
export async function openWorkbench({ workspace, vsix, files = [], settings, viewport, deviceScaleFactor }) {
  const server = await startCodeServer({ workspace, vsix, settings });
  let browser;
  const close = async () => {
    await browser?.close().catch(() => {});
    await server.stop();
  };
  try {
    const launched = await launchBrowser({ viewport, deviceScaleFactor });
    browser = launched.browser;
    const page = await launched.context.newPage();
    page.setDefaultTimeout(20_000);
    const payload = files.map((file) => ["openFile", remoteUri(server.port, `${server.workspace}/${file}`)]);
    await page.goto(workbenchUrl(server.port, server.workspace, payload));
    await page
      .locator(files.length > 0 ? '.editor-instance .monaco-editor[role="code"]' : ".monaco-workbench .explorer-viewlet")
      .first()
      .waitFor();
    return { page, server, close, ...helpers(page) };
  } catch (error) {
    await close();
    throw error;
  }
}

function helpers(page) {
  const quickInput = page.locator(".quick-input-widget");
  const press = (keys) => page.keyboard.press(keys);

  /** The palette with `text` typed and its row there; `accept()` runs it. */
  async function palette(text) {
    await press("F1");
    await quickInput.locator("input").first().waitFor();
    await page.keyboard.type(text);
    await quickInput.locator(".monaco-list-row").filter({ hasText: text }).first().waitFor();
  }

  async function accept() {
    await press("Enter");
    await quickInput.waitFor({ state: "hidden" });
  }

  /** Runs a command by its title. */
  async function command(title) {
    await palette(title);
    await accept();
  }

  /** Opens a file of the workspace by a part of its path. */
  async function open(path) {
    await press("Control+p");
    await quickInput.locator("input").first().waitFor();
    await page.keyboard.type(path);
    const name = path.split("/").at(-1);
    await quickInput.locator(`.monaco-list-row.focused[aria-label^="${name}"]`).waitFor(); // what was opened last comes first, until the search answers
    await accept();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await page.locator(".editor-instance .view-line").first().waitFor();
  }

  /** Moves the cursor, by line and column from 1. */
  async function goTo(line, column) {
    await page.locator(".editor-group-container.active .view-line").first().click();
    await press("Control+g");
    await quickInput.locator("input").first().waitFor();
    await page.keyboard.type(`${line}:${column}`); // the leading colon stands there already
    await accept();
  }

  /** Opens the completion list at the cursor and returns its first labels. */
  async function completion() {
    await press("Control+Space");
    const rows = page.locator(".suggest-widget.visible .monaco-list-row");
    await rows.first().waitFor();
    return rows.locator(".label-name").allTextContents();
  }

  /** Shows the hover at the cursor and returns its text. */
  async function hover() {
    await press("Control+k");
    await press("Control+i");
    const shown = page.locator(".monaco-hover:visible .hover-contents").first();
    await shown.waitFor();
    return (await shown.allInnerTexts()).join("\n");
  }

  /** The rows of a tree view that is on the screen, indented as there. */
  async function tree(title) {
    const rows = page.locator(".pane", { has: page.locator(".pane-header", { hasText: title }) }).locator(".monaco-list-row");
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements.map((row) => {
        const indent = "  ".repeat(Number(row.getAttribute("aria-level") ?? 1) - 1);
        return indent + (row.querySelector(".monaco-tl-contents")?.textContent ?? "").trim();
      }),
    );
  }

  /** The scopes at the cursor, innermost first, from VS Code's own inspector. */
  async function scopesAtCursor() {
    await command("Developer: Inspect Editor Tokens and Scopes");
    const widget = page.locator(".token-inspect-widget");
    await widget.locator(".tiw-metadata-scopes, .tiw-metadata-values").first().waitFor();
    const text = (await widget.allInnerTexts()).join("\n");
    await press("Escape");
    await widget.waitFor({ state: "detached" });
    return text;
  }

  const screenshot = (path) => page.screenshot({ path, animations: "disabled" });
  return { press, palette, accept, command, open, goTo, completion, hover, tree, scopesAtCursor, screenshot };
}
