import { expect, test } from "vitest";
import { createVarsFiles } from "../../server/src/ansible/vars/varsFiles";
import type { FilePath } from "../../server/src/files/fileSystem";
import { createMemo } from "../../server/src/files/memo";
import { memoryFileSystem } from "../../server/src/files/memory";

test("a file that stays as it is keeps its layer from one snapshot to the next, for each owner its own; a changed one does not", () => {
  const memo = createMemo();
  const file = "/g/a.yml" as FilePath;
  const layer = (text: string, owner = "g") => {
    const files = memoryFileSystem(new Map([[file, text]]));
    return createVarsFiles(files, "classic", memo).layer(file, "group-vars", owner, true);
  };
  const first = layer("a: 1\nb: 2\n");
  const definition = first?.get("a");
  expect([definition?.owner, definition?.raw()]).toEqual(["g", 1n]);
  expect(layer("a: 1\nb: 2\n")).toBe(first);
  expect(layer("a: 1\nb: 2\n", "h")?.get("a")?.owner).toBe("h");
  const changed = layer("b: 2\na: 3\n");
  expect([changed?.get("a")?.raw(), changed?.get("a")?.line, changed?.opaque]).toEqual([3n, 2, undefined]);
  // Broken as a whole: the same text says so each time.
  for (let i = 0; i < 2; i++) expect(layer("a: 1\nb: [\n")?.opaque).toMatch(/^a\.yml: /);
});

test("keys that are no text name no variable", () => {
  const files = memoryFileSystem(new Map([["/g/a.yml", "1: a\ntrue: b\nok: 1\nnull: c\n2020-01-01: d\n'2': e\nmy var: f\n"]]));
  const layer = createVarsFiles(files, "classic").layer("/g/a.yml" as FilePath, "group-vars", "g", true);
  expect([...(layer?.names() ?? [])]).toEqual(["ok", "2", "my var"]);
});
