/** Templates read YAML as plain PyYAML does, through the whole model. */
import { expect, test } from "vitest";
import { memoryFileSystem } from "../../server/src/files/memory";
import { openModel } from "../../server/src/kubespray/openModel";
import { repr } from "../../server/src/python/text";

const VALUES: readonly (readonly [template: string, value: string])[] = [
  ["{{ 'a: [1, 1.10, yes]' | from_yaml }}", "{'a': [1, 1.1, True]}"],
  ["{{ 'a: 1\n---\nb: 2' | from_yaml_all | list }}", "[{'a': 1}, {'b': 2}]"],
  ["{{ 'a: 1\n---\nb: 2' | from_yaml }}", "failed"],
  ["{{ 'a: !unsafe x' | from_yaml }}", "failed"],
  ["{{ 'a: [' | from_yaml }}", "failed"],
];

test.each(VALUES)("%s", (template, value) => {
  const model = openModel({ fs: memoryFileSystem({ "/i/inventory.ini": "[all]\nh\n" }), inventory: "/i/inventory.ini" });
  const resolved = model.evaluate("h", template);
  expect(resolved.state === "known" ? repr(resolved.value) : resolved.state).toBe(value);
});
