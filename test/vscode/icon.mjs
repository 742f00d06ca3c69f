// Draws media/icon.png from media/icon.svg, with the browser that the tests use.   node test/vscode/icon.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "./harness.mjs";
import { projectRoot } from "./paths.mjs";

const { browser, context } = await launchBrowser({ viewport: { width: 256, height: 256 } });
const page = await context.newPage();
await page.setContent(`<style>body { margin: 0 }</style>${readFileSync(join(projectRoot, "media/icon.svg"), "utf8")}`);
await page.screenshot({ path: join(projectRoot, "media/icon.png"), omitBackground: true });
await browser.close();
