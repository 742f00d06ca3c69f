// Turns a nunjucks template of manifests/templates into a module that exports its compiled form. Done when the program is bundled (and when
// a test imports it), so that what is shipped carries no template compiler and never makes code from text at run time.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import nunjucks from "nunjucks";

/** The same settings at both ends: the compiler's here, the runtime's in manifests/render.ts. */
const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true });

export async function compileTemplate(file) {
  const source = await readFile(file, "utf8");
  const wrapper = ([{ template }]) => `export default (function () {${template}})();`;
  return nunjucks.precompileString(source, { name: basename(file), env: environment, wrapper });
}

export const esbuildTemplates = {
  name: "templates",
  setup(build) {
    build.onLoad({ filter: /\.njk$/ }, async ({ path }) => ({ contents: await compileTemplate(path), loader: "js" }));
  },
};

export const viteTemplates = {
  name: "templates",
  enforce: "pre",
  async load(id) {
    // As esbuild's loader "text".
    if (id.endsWith(".txt")) return { code: `export default ${JSON.stringify(await readFile(id, "utf8"))};`, map: null };
    return id.endsWith(".njk") ? { code: await compileTemplate(id), map: null } : undefined;
  },
};
