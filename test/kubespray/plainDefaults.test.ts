/** The tool that makes the facts: which defaults of a release count as its plain ones, and how their history is written. */
import { expect, test } from "vitest";
import { namesInYaml } from "../../server/tools/namesIn";
import { defaultsLine, plainDefaults } from "../../server/tools/plainDefaults";

/** The plain defaults of `x` in a release with these files. */
function plain(files: Readonly<Record<string, string>>): unknown {
  const tree = Object.keys(files).map((path) => ({ path, id: path }));
  return plainDefaults(tree, ({ path }) => namesInYaml(files[path] as string).values).get("x");
}
const A = "roles/a/defaults/main.yml";
const B = "roles/b/c/defaults/main.yaml";

test.each<[string, Readonly<Record<string, string>>, unknown]>([
  ["text", { [A]: "x: docker" }, "docker"],
  ["empty text", { [A]: 'x: ""' }, ""],
  ["a boolean", { [A]: "x: no" }, false],
  ["a number, and a version that is one", { [A]: "x: 0700" }, 448n],
  ["a float", { [A]: "x: 1.10" }, 1.1],
  ["nothing", { [A]: "x:" }, undefined],
  ["a template", { [A]: 'x: "{{ y }}"' }, undefined],
  ["a list", { [A]: "x: [a]" }, undefined],
  ["a map", { [A]: "x: {a: b}" }, undefined],
  ["a long text", { [A]: `x: ${"a".repeat(61)}` }, undefined],
  ["several lines", { [A]: 'x: "a\\nb"' }, undefined],
  ["the same in two roles", { [A]: "x: a", [B]: "x: 'a'" }, "a"],
  ["different ones in two roles", { [A]: "x: 1", [B]: "x: '1'" }, undefined],
  ["plain in one role, a template in another", { [A]: "x: a", [B]: "x: '{{ y }}'" }, undefined],
  ["a template in one role, plain in another", { [A]: "x: '{{ y }}'", [B]: "x: a" }, undefined],
  ["one that vars set too", { [A]: "x: a", "roles/b/vars/debian.yml": "x: a" }, undefined],
  ["vars alone", { "roles/a/vars/main.yml": "x: a" }, undefined],
  ["a folder: the last file wins", { "roles/a/defaults/main/1.yml": "x: a", "roles/a/defaults/main/2.yml": "x: b" }, "b"],
  ["a folder beside main.yml, which Ansible ignores", { [A]: "x: a", "roles/a/defaults/main/1.yml": "x: b" }, "a"],
  ["other files beside main.yml", { "roles/a/defaults/other.yml": "x: a" }, undefined],
  ["a role of contrib", { "contrib/roles/a/defaults/main.yml": "x: a" }, undefined],
])("%s", (_, files, expected) => expect(plain(files)).toEqual(expected));

test.each([
  ["one change", ["a", "a", "b"], 'x 0:"a" 2:"b"'],
  ["there and back", [1n, 2n, 1n], "x 0:1 1:2 2:1"],
  ["a gap", ["a", "b", undefined, "b"], 'x 0:"a" 1:"b" 2: 3:"b"'],
  ["unknown at first", [undefined, false, true], "x 1:false 2:true"],
  ["another type", ["false", false], 'x 0:"false" 1:false'],
  ["an integer becomes a float", [5n, 5], "x 0:5 1:5.0"],
  ["blanks and quotes", ["", 'a "b"'], 'x 0:"" 1:"a \\"b\\""'],
  ["no change", ["a", "a"], undefined],
  ["gone and back", ["a", undefined, "a"], undefined],
  ["no neighbours differ", ["a", undefined, "b"], undefined],
  ["never plain", [undefined, undefined], undefined],
])("%s", (_, values, expected) => expect(defaultsLine("x", values)).toEqual(expected));
