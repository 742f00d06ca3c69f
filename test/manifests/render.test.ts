/** Templates are compiled when they are imported, and a name that the context lacks is an error. */

import nunjucks from "nunjucks";
import { expect, test } from "vitest";
import { type CompiledTemplate, render } from "../../server/src/manifests/render";

function compiled(source: string): CompiledTemplate {
  const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true });
  for (const name of ["sh", "yaml"]) environment.addFilter(name, () => "");
  const wrapper = ((templates: { template: string }[]) => templates[0]?.template) as never;
  const text = nunjucks.precompileString(source, { name: "t", env: environment, wrapper });
  return new Function(text)() as CompiledTemplate;
}

test("text of an inventory is data: quoted by filters, never read as a template", () => {
  const template = compiled("{% for one in urls %}\nurl={{ one | sh }}\n{% endfor %}\n");
  expect(render(template, { urls: ["{{ 7 * 7 }}", "it's"] })).toBe("url='{{ 7 * 7 }}'\nurl='it'\\''s'\n");
});

test("a name that is not there is an error", () => {
  expect(() => render(compiled("{{ absent }}"), {})).toThrow(/undefined/);
  expect(() => render(compiled("{{ absent | sh }}"), {})).toThrow(/nothing to quote/);
});
