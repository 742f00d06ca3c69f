/** What is kept from one snapshot to the next, and what a change takes away. */
import { expect, test } from "vitest";
import type { FilePath, FileSystem } from "../../server/src/files/fileSystem";
import { createMemo, noMemo } from "../../server/src/files/memo";
import { memoryFileSystem } from "../../server/src/files/memory";
import { snapshotFileSystem } from "../../server/src/files/snapshot";

/** Files that change under way, with a count of the questions that reach them. */
function disk(files: Map<string, string>) {
  const asked: string[] = [];
  const note = <T>(what: string, path: string, answer: T): T => {
    asked.push(`${what} ${path}`);
    return answer;
  };
  const now = () => memoryFileSystem(files);
  const fs: FileSystem = {
    read: (path) => note("read", path, now().read(path)),
    list: (path) => note("list", path, now().list(path)),
    kind: (path) => note("kind", path, now().kind(path)),
    real: (path) => path,
  };
  return { fs, asked };
}

const path = (text: string) => text as FilePath;
const textOf = (fs: FileSystem, file: string) => {
  const read = fs.read(path(file));
  return read.ok ? read.text : read.reason;
};

test("a snapshot asks once; after a change only what it touched is asked again, and the old one stays as it was", () => {
  const files = new Map([
    ["/w/a/one.yml", "1"],
    ["/w/b/two.yml", "2"],
  ]);
  const { fs, asked } = disk(files);
  const before = snapshotFileSystem(fs);
  for (let i = 0; i < 2; i++) {
    expect([textOf(before, "/w/a/one.yml"), textOf(before, "/w/b/two.yml"), textOf(before, "/w/a/new.yml")]).toEqual(["1", "2", "missing"]);
    expect(before.list(path("/w/a"))?.map(({ name }) => name)).toEqual(["one.yml"]);
  }
  expect(asked.length).toBe(4);

  files.set("/w/a/one.yml", "1b");
  files.set("/w/a/new.yml", "n");
  asked.length = 0;
  const after = before.after([path("/w/a/one.yml"), path("/w/a/new.yml")]);
  expect([textOf(after, "/w/a/one.yml"), textOf(after, "/w/b/two.yml"), textOf(after, "/w/a/new.yml")]).toEqual(["1b", "2", "n"]);
  expect(after.list(path("/w/a"))?.map(({ name }) => name)).toEqual(["new.yml", "one.yml"]);
  expect(asked).toEqual(["read /w/a/one.yml", "read /w/a/new.yml", "list /w/a"]);
  expect(textOf(before, "/w/a/one.yml")).toBe("1");
});

test("a folder that goes or comes takes all below it along; what nobody looked at changes nothing", () => {
  const files = new Map([["/w/a/b/c.yml", "1"]]);
  const { fs } = disk(files);
  const before = snapshotFileSystem(fs);
  expect([textOf(before, "/w/a/b/c.yml"), before.kind(path("/w/x/y"))]).toEqual(["1", undefined]);
  expect(before.after([path("/elsewhere/z")])).toBe(before);
  files.clear();
  files.set("/w/x/y/z.yml", "");
  const after = before.after([path("/w/a"), path("/w/x")]);
  expect([textOf(after, "/w/a/b/c.yml"), after.kind(path("/w/x/y"))]).toEqual(["missing", "directory"]);
});

test("a memo keeps what was made of the same text, and of the same readings", () => {
  const memo = createMemo();
  let made = 0;
  const length = (text: string) => memo.of("length", path("/f"), text, () => text.length + 100 * made++);
  expect([length("abc"), length("abc"), length("abcd"), length("abc")]).toEqual([3, 3, 104, 3]);
  expect([length("a"), length("abc"), length("a")]).toEqual([201, 303, 201]);

  let read = 0;
  const sum = (fs: FileSystem) =>
    memo.reading("sum", path("/w"), fs, (seen) => {
      read++;
      return (seen.list(path("/w")) ?? []).map(({ name }) => textOf(seen, `/w/${name}`)).join("+");
    });
  expect(sum(memoryFileSystem({ "/w/a": "1", "/w/b": "2", "/x": "3" }))).toBe("1+2");
  expect(sum(memoryFileSystem({ "/w/a": "1", "/w/b": "2", "/x": "other" }))).toBe("1+2");
  expect(read).toBe(1);
  expect(sum(memoryFileSystem({ "/w/a": "1", "/w/b": "3" }))).toBe("1+3");
  expect(sum(memoryFileSystem({ "/w/a": "1", "/w/b": "3", "/w/c": "4" }))).toBe("1+3+4");
  expect(sum(memoryFileSystem({ "/w/a": "1" }))).toBe("1");
  expect(read).toBe(4);
});

test("readings within readings count for the outer one; what is not asked for is forgotten", () => {
  const memo = createMemo();
  const outer = (fs: FileSystem) =>
    memo.reading("outer", path("/"), fs, (seen) => `<${memo.reading("inner", path("/"), seen, (inner) => textOf(inner, "/a"))}>`);
  expect(outer(memoryFileSystem({ "/a": "1" }))).toBe("<1>");
  expect(outer(memoryFileSystem({ "/a": "1" }))).toBe("<1>");
  expect(outer(memoryFileSystem({ "/a": "2" }))).toBe("<2>");
  expect(memo.size).toBe(2);
  memo.sweep();
  outer(memoryFileSystem({ "/a": "2" }));
  memo.sweep();
  expect(memo.size).toBe(1);
  expect(noMemo.of("x", path("/"), "", () => 7)).toBe(7);
});
