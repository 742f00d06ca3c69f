/** Several files are replaced together or not at all, below sub-folders too, and keep or get the modes that they need. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaceFiles } from "../../server/src/files/diskReplaceFiles";
import { temporaryFolder } from "../support/cli";

const mode = (path: string) => statSync(path).mode & 0o777;

test("sub-folders are made; scripts can be run, and stay so", () => {
  const folder = join(temporaryFolder({}), "kit");
  const files = [
    { name: "a/b/run.sh", text: "1\n", executable: true },
    { name: "a/list", text: "2\n" },
  ];
  replaceFiles(folder, files);
  expect(mode(join(folder, "a/b/run.sh")) & 0o700).toBe(0o700);
  expect(mode(join(folder, "a/list")) & 0o111).toBe(0);
  chmodSync(join(folder, "a/list"), 0o600);
  chmodSync(join(folder, "a/b/run.sh"), 0o640);
  replaceFiles(folder, files);
  expect(mode(join(folder, "a/list"))).toBe(0o600);
  expect(mode(join(folder, "a/b/run.sh"))).toBe(0o750);
  expect(readdirSync(join(folder, "a")).sort()).toEqual(["b", "list"]);
});

test("where one cannot be written the others are as they were, and no folder is left", () => {
  const folder = temporaryFolder({ "old/x": "old\n" });
  mkdirSync(join(folder, "taken"));
  const files = [
    { name: "old/x", text: "new\n" },
    { name: "made/deep/y", text: "y\n" },
    { name: "taken", text: "z\n" },
  ];
  expect(() => replaceFiles(folder, files)).toThrow(/no ordinary file/);
  expect(readFileSync(join(folder, "old/x"), "utf8")).toBe("old\n");
  expect(existsSync(join(folder, "made"))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(["old", "taken"]);
});
