/** The small parts of the command line, each as a table. */
import { describe, expect, test } from "vitest";
import { closest } from "../../server/src/cli/closest";
import { displayPath } from "../../server/src/cli/displayPath";
import { table } from "../../server/src/cli/table";
import { printable, wantsColour } from "../../server/src/cli/terminal";
import { redact } from "../../server/src/text/redact";

test.each([
  ["certmanager_enabled", ["cert_manager_enabled", "helm_enabled", "krew_enabled"], ["cert_manager_enabled"]],
  ["enabled_helm", ["helm_enabled", "kube_version"], ["helm_enabled"]],
  ["noed1", ["node1", "node2", "other"], ["node1", "node2"]],
  ["zzz", ["node1"], []],
  ["", ["a"], []],
])("closest to %j among %j", (wanted, names, near) => expect(closest(wanted, names)).toEqual(near));

test.each([
  ["https://me:secret@host/x", "https://***@host/x"],
  ["https://token@host", "https://***@host"],
  ["https://a:p@ss@host/x", "https://***@host/x"],
  ["get https://a:b@h/1 and http://c:d@h/2", "get https://***@h/1 and http://***@h/2"],
  ["https://host/path@sha256:abc", "https://host/path@sha256:abc"],
  ["https://host/?mail=a@b", "https://host/?mail=a@b"],
  ["quay.io/a@sha256:1", "quay.io/a@sha256:1"],
])("redact %j", (text, clean) => expect(redact(text)).toBe(clean));

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [true, { TERM: "dumb" }, false],
  [false, { FORCE_COLOR: "1" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
])("a terminal: %j, environment %j: colour %j", (isTerminal, environment, colour) => {
  expect(wantsColour(isTerminal, environment)).toBe(colour);
});

test.each([
  ["/a/b/c.yml", "/a/b", "c.yml"],
  ["/a/b", "/a/b", "."],
  ["/a/x/c.yml", "/a/b", "../x/c.yml"],
  ["/x/y", "/a/b/c/d", "/x/y"],
])("%s seen from %s", (path, cwd, shown) => expect(displayPath(path, cwd)).toBe(shown));

test("what could move the cursor or hide text is written out", () => {
  expect(printable("a\u001b[2Jb\u0007\u009bc\r\nd\te")).toBe("a\\x1b[2Jb\\x07\\x9bc\\x0d\nd\te");
});

describe("table", () => {
  test("columns line up, colour and wide characters aside", () => {
    const rows = [
      ["a", "bb"],
      ["\u001b[1mccc\u001b[22m", "d"],
      ["𝒳", "e"],
    ];
    expect(table(rows)).toEqual(["a    bb", "\u001b[1mccc\u001b[22m  d", "𝒳    e"]);
  });
});
