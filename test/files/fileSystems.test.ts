import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { baseName, extensionOf, folderOf, isInside, join as joinPath, toFilePath } from "../../server/src/files/paths";

describe("paths", () => {
  it.each([
    ["/a/./b//c/../d", "/a/b/d"],
    ["/../a", "/a"],
    ["/", "/"],
    ["C:\\a\\..\\b", "C:/b"],
    ["a/../../b", "../b"],
  ])("%s is %s", (path, wanted) => expect(toFilePath(path)).toBe(wanted));

  it("takes paths apart and together", () => {
    expect([folderOf("/a/b"), folderOf("/a"), folderOf("/"), folderOf("a")]).toEqual(["/a", "/", "/", "."]);
    expect([baseName("/a/b.c"), extensionOf("/a.d/b"), extensionOf(".b"), extensionOf("..a.b"), extensionOf("a.")]).toEqual([
      "b.c",
      "",
      "",
      ".b",
      ".",
    ]);
    expect([joinPath("/a", "b/../c"), joinPath("/a", "/b"), joinPath("/a", "..", "..", "b")]).toEqual(["/a/c", "/b", "/b"]);
    expect([isInside("/a/b", "/a"), isInside("/ab", "/a"), isInside("/a", "/a"), isInside("/a", "/")]).toEqual([true, false, true, true]);
  });
});

describe("memory and overlay", () => {
  const below = memoryFileSystem({ "/a/one": "1", "/a/b/two": "2", "/bin": "\0", "/no": { ok: false, reason: "unreadable" } });
  const files = overlayFileSystem(
    below,
    new Map([
      ["/a/one" as FilePath, "open"],
      ["/a/new/three" as FilePath, "3"],
    ]),
  );

  it("reads what is open before what is below", () => {
    expect(files.read("/a/one")).toEqual({ ok: true, text: "open" });
    expect(files.read("/a/b/two")).toEqual({ ok: true, text: "2" });
    expect(files.read("/a/new/three")).toEqual({ ok: true, text: "3" });
    expect(["/bin", "/no", "/a", "/zz"].map((path) => files.read(path))).toMatchObject([
      { reason: "binary" },
      { reason: "unreadable" },
      { reason: "unreadable" },
      { reason: "missing" },
    ]);
  });

  it("lists open documents in their folders", () => {
    expect(files.list("/a")).toEqual([
      { name: "b", kind: "directory" },
      { name: "new", kind: "directory" },
      { name: "one", kind: "file" },
    ]);
    expect([files.kind("/a/new"), files.kind("/a/one"), files.kind("/zz"), files.list("/zz")]).toEqual([
      "directory",
      "file",
      undefined,
      undefined,
    ]);
  });
});

describe("disk", () => {
  let root: string;
  const files = diskFileSystem(1_000_000);
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "files-"));
    mkdirSync(join(root, "folder"));
    writeFileSync(join(root, "text"), "\ufeffünï");
    writeFileSync(join(root, "binary"), Buffer.from([65, 0, 66]));
    writeFileSync(join(root, "huge"), "");
    truncateSync(join(root, "huge"), 50_000_000);
    symlinkSync(join(root, "loop2"), join(root, "loop1"));
    symlinkSync(join(root, "loop1"), join(root, "loop2"));
    symlinkSync(join(root, "nowhere"), join(root, "broken"));
    symlinkSync(root, join(root, "folder", "up"));
    symlinkSync(join(root, "text"), join(root, "link"));
    writeFileSync(join(root, "secret"), "x");
    chmodSync(join(root, "secret"), 0);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const at = (name: string) => join(root, name) as FilePath;

  it("reads text with its byte order mark, also through a link", () => {
    expect(files.read(at("text"))).toEqual({ ok: true, text: "\ufeffünï" });
    expect(files.read(at("link"))).toEqual({ ok: true, text: "\ufeffünï" });
    expect(files.real(at("folder/up/text"))).toBe(files.real(at("text")));
  });

  it.each([
    ["binary", { ok: false, reason: "binary" }],
    ["huge", { ok: false, reason: "too-large" }],
    ["loop1", { ok: false, reason: "unreadable", detail: "links that lead in a circle" }],
    ["broken", { ok: false, reason: "unreadable" }],
    ["folder", { ok: false, reason: "unreadable" }],
    ["none", { ok: false, reason: "missing" }],
    ["text/none", { ok: false, reason: "missing" }],
  ])("%s gives data, no exception", (name, wanted) => expect(files.read(at(name))).toMatchObject(wanted));

  it("never waits for a device", () => expect(files.read("/dev/zero")).toMatchObject({ ok: false, reason: "unreadable" }));

  it.skipIf(process.getuid?.() === 0)("says that a file may not be read", () =>
    expect(files.read(at("secret"))).toMatchObject({ ok: false, reason: "unreadable", detail: "EACCES" }),
  );

  it("tells kinds after links and lists by name", () => {
    expect([files.kind(at("folder/up")), files.kind(at("loop1")), files.kind(at("broken")), files.kind(at("none"))]).toEqual([
      "directory",
      "other",
      "other",
      undefined,
    ]);
    expect(files.list(at("folder"))).toEqual([{ name: "up", kind: "directory" }]);
    expect(files.list(at(""))?.map((entry) => entry.name)).toEqual([
      "binary",
      "broken",
      "folder",
      "huge",
      "link",
      "loop1",
      "loop2",
      "secret",
      "text",
    ]);
    expect([files.list(at("none")), files.list(at("text"))]).toEqual([undefined, undefined]);
  });
});
