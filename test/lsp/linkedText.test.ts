/** Explanations as text with links. */
import { expect, test } from "vitest";
import { linkedText } from "../../client/src/views/linkedText";

test("links to files become places, marks vanish, code stays", () => {
  const markdown = "**a\\_b** = `x**y\\_`\n- set in [group\\_vars/all.yml:3](file:///w/a%20b.yml#L3) &lt;\\*";
  const { text, links } = linkedText(markdown);
  expect(text).toBe("a_b = `x**y\\_`\n- set in group_vars/all.yml:3 <*");
  expect(links.map(({ start, end, target }) => [text.slice(start, end), target])).toEqual([
    ["group_vars/all.yml:3", "file:///w/a%20b.yml#L3"],
  ]);
});
