/** Where `wget -x` puts an address; each row as GNU Wget 1.21 does it. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mirrorPath } from "../../server/src/manifests/mirrorPath";
import { describeWith } from "../support/programs";

/** After the host. */
const PATHS: readonly (readonly [string, string])[] = [
  ["/a/b.tar.gz", "a/b.tar.gz"],
  ["", "index.html"],
  ["/d/", "d/index.html"],
  ["//x//y", "x/y"],
  ["/f#part", "f"],
  ["/a?x=1/2&y", "a?x=1%2F2&y"],
  ["/d/?q=/z", "d/index.html?q=%2Fz"],
  ["?q=1", "index.html?q=1"],
  ["/x?", "x?"],
  ["/x?a=/../y", "x?a=%2F..%2Fy"],
  ["/a%20b", "a b"],
  ["/a b", "a b"],
  ["/a%2fb", "a%2Fb"],
  ["/%c3%a9", "é"],
  ["/界", "界"],
  ["/%7efoo", "~foo"],
  ["/...", "..."],
  ["/a%3fb", "a?b"],
  ["/a%25b", "a%b"],
  ["/a%zz", "a%zz"],
  ["/ctl%01%0a%7f", "ctl%01%0A%7F"],
  ["/-dash", "-dash"],
  ["/a:b@c~d+e\"f<g>h|i\\j*k'l$m;n", "a:b@c~d+e\"f<g>h|i\\j*k'l$m;n"],
];

test.each([
  ...PATHS.map(([path, place]) => [`https://h.example${path}`, `h.example/${place}`] as const),
  ["HTTPS://H.Example:443/Case", "h.example/Case"],
  ["http://h.example:080/x", "h.example/x"],
  ["https://h.example:80/x", "h.example:80/x"],
  ["ftp://h.example:21/x", "h.example/x"],
  ["https://user:p%40ss@h.example/x", "h.example/x"],
  ["https://user:p@ss@h.example/x", "h.example/x"],
  ["http://[::1]:8080/x", "::1:8080/x"],
] as const)("%s", (url, place) => expect(mirrorPath(url)).toBe(place));

test.each([
  ...["", "h.example/x", "file:///etc/passwd", "s3://h/x", "https://", "https:///x", "https://../x", "https://-h/x", "https://h..e/x"],
  ...["https://h/../x", "https://h/a/..", "https://h/%2e%2e/x", "https://h/a/%2E./x", "https://h/..%2fx", "https://h/./x", "https://h/%2e"],
  ...["https://h:99999/x", "https://h:0/x", "https://h:x/y", "https://h\\e/x", "https://é.example/x"],
  ...[
    "https://h/a\nb",
    "https://h/a\tb",
    "https://h/%ff",
    "https://h/%c2%9b",
    "https://h/a?%e2%80%ae",
    "https://h/\ud800",
    `https://h/${"a".repeat(237)}`,
    " https://h/x",
  ],
])("no place: %j", (url) => expect(mirrorPath(url)).toBeUndefined());

test("whatever the text, the place is below the folder", () => {
  const part = fc.oneof(
    fc.constantFrom("..", ".", "%2e", "%2E%2e", "/", "%2f", "\\", "?", "#", "@", ":", "a"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const place = mirrorPath(`https://${parts.join("")}`);
      if (place === undefined) return;
      expect(place.split("/").every((name) => name !== "" && name !== "." && name !== "..")).toBe(true);
      expect(place).not.toMatch(/[\x00-\x1f\x7f]/);
    }),
  );
});

describeWith(["wget"], "as wget does", () => {
  test("every path of the table", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mirror-path-"));
    const server = createServer((_, response) => response.end("x"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      for (const [path, place] of PATHS) {
        const env = { ...process.env, LC_ALL: "C.UTF-8", no_proxy: "*" };
        await promisify(execFile)("wget", ["-q", "-x", "-t", "1", "-T", "10", "-P", folder, "--", base + path], { env });
        expect([path, existsSync(join(folder, base.slice(7), place))]).toEqual([path, true]);
      }
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
