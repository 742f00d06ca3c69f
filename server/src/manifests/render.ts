import nunjucks from "nunjucks/browser/nunjucks-slim.js";
import { comment, docker, json, nginx, sh, yaml } from "./quoting";

/**
 * Renders our own templates (templates/*.njk), which were compiled when the program was bundled. Text of an inventory is data here and
 * nothing else: it is never read as a template.
 */

/** What `import template from "./templates/name.njk"` gives. */
export type CompiledTemplate = { readonly __compiledTemplate?: never };

/** A name that the context lacks is an error, not an empty text. */
export function render(template: CompiledTemplate, context: Readonly<Record<string, unknown>>): string {
  const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true });
  for (const [name, filter] of Object.entries({ sh, yaml, json, nginx, docker, comment })) {
    environment.addFilter(name, (value: unknown) => {
      if (value === undefined || value === null) throw new TypeError(`nothing to quote for ${name}`);
      return filter(String(value));
    });
  }
  return new nunjucks.Template({ type: "code", obj: template } as never, environment, "manifest", true).render(context);
}
