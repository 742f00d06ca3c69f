/** Whatever an address holds, each file of the bundle gives it back to its reader as it was, and nothing of it runs. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { checksumText } from "../../../server/src/manifests/bundle/checksum";
import { requestUrl } from "../../../server/src/manifests/bundle/requestUrl";
import { mirrorPath } from "../../../server/src/manifests/mirrorPath";
import { redact } from "../../../server/src/text/redact";
import { describeWith } from "../../support/programs";
import { fileOf, removeAll, textsOf, write } from "./bundleOf";

afterAll(removeAll);

const PIECE = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    "$(touch x)",
    "`touch x`",
    "\\",
    "\\n",
    "%0a",
    "%09",
    " ",
    "-",
    "--",
    "#",
    "%23",
    "{{ 7 }}",
    `$${"{HOME}"}`,
    "*",
    "~",
    ";",
    "&",
  ),
  fc.constantFrom(
    "|",
    "<<END_OF_FILES",
    "END_OF_FILES",
    "checksum=",
    "out=/x",
    "%",
    "%2e",
    "é",
    "界",
    "’",
    "\u00a0",
    "%25",
    "!",
    "[",
    "]",
    "%2f",
    "=",
    ":",
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const TEXT = fc.array(PIECE, { maxLength: 6 }).map((pieces) => pieces.join(""));
/** With a user more often than any inventory has. */
const URL = fc
  .tuple(fc.constantFrom("http", "https", "ftp", "HTTPS"), fc.option(TEXT), fc.constantFrom("h.example", "[::1]:80", "h:8080"), TEXT)
  .map(([scheme, user, host, path]) => `${scheme}://${user === null ? "" : `${user.replaceAll(/[/?#]/g, "")}@`}${host}/${path}`)
  .filter((url) => mirrorPath(url) !== undefined);

const DIGITS = "0123456789abcdef".repeat(4);

function sample(): readonly ReturnType<typeof fileOf>[] {
  const byPath = new Map(fc.sample(URL, 400).map((url, i) => [mirrorPath(url), fileOf(url, i % 4 === 0 ? undefined : `sha256:${DIGITS}`)]));
  return [...byPath.values()];
}

test("an address is sent as printable ASCII, is the same to a client, and lies in the same place", () => {
  fc.assert(
    fc.property(URL, (url) => {
      const request = requestUrl(url);
      expect(request).toMatch(/^[!#-[\]-~]+$/);
      expect(request).not.toMatch(/["<>\\^`{|}#]/);
      expect(requestUrl(request)).toBe(request);
      expect(mirrorPath(request)).toBe(mirrorPath(url));
      expect(new globalThis.URL(request).pathname.split("/")).toHaveLength(request.replace(/\?.*/, "").split("/").length - 2);
    }),
  );
});

test("aria2's file has one address with its options for each", () => {
  const files = sample();
  const lines = textsOf(files)["files.aria2"]?.split("\n").slice(0, -1) ?? [];
  const read = new Map<string, string>();
  let url = "";
  for (const line of lines) {
    // As aria2 1.36 reads it (UriListParser): a comment, an option, or addresses set apart by tabs.
    if (line.startsWith("#")) continue;
    if (!/^[ \t]/.test(line)) [url = ""] = line.split("\t");
    else if (/^ +out=/.test(line)) read.set(line.replace(/^ +out=| +$/g, ""), url);
    expect(line).not.toMatch(/[\x00-\x1f\x7f]/);
  }
  const told = files.filter(({ path }) => !path.endsWith(" "));
  expect([...read]).toEqual(told.map(({ path, request }) => [path, request]));
});

for (const shell of [["sh"], ["bash", "--posix"], ["busybox", "ash"]] as const) {
  describeWith([shell[0]], `${shell.join(" ")} reads the script's list`, () => {
    test("each file is one line of it, and nothing is run", () => {
      const files = sample();
      const folder = write(textsOf(files));
      const out = execFileSync(shell[0], [...shell.slice(1), "download-files.sh", "--list"], { cwd: folder, encoding: "utf8" });
      const expected = files.map(({ checksums: [sum], path, request }) => [sum ? checksumText(sum) : "-", path, redact(request)]);
      const read = out
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split("\t"));
      // What a path says of an address is not hidden in the path.
      expect(read.map(([sum, path, url]) => [sum, redact(path ?? ""), url])).toEqual(
        expected.map(([sum, path, url]) => [sum, redact(path ?? ""), url]),
      );
      expect(readdirSync(folder).sort()).toEqual(Object.keys(textsOf(files)).sort());
    });
  });
}

describeWith(["sha256sum"], "sha256sum reads its file", () => {
  test("every place, as it is called", () => {
    const files = sample().filter(({ path }) => !path.split("/").some((name) => name.length > 80));
    const folder = write(textsOf(files));
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const known = files.filter(({ checksums }) => checksums.length > 0);
    const there: string[] = [];
    for (const { path } of known) {
      try {
        mkdirSync(join(folder, "files", dirname(path)), { recursive: true });
        writeFileSync(join(folder, "files", path), "");
        there.push(path);
      } catch {
        // A file of the sample is a folder of another.
      }
    }
    const lines = (textsOf(files)["files.sha256"] ?? "").replaceAll(DIGITS, empty).split("\n");
    const kept = lines.filter((line) => there.includes(line.slice(66)));
    writeFileSync(join(folder, "sums"), kept.map((line) => `${line}\n`).join(""));
    execFileSync("sha256sum", ["--strict", "--status", "-c", "../sums"], {
      cwd: join(folder, "files"),
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    expect(kept.length).toBe(there.length);
    expect(there.length).toBeGreaterThan(150);
  });
});

describeWith(["shellcheck"], "shellcheck", () => {
  test.each(["en", "zh-cn"])("has nothing to say of the script: %s", (locale) => {
    const folder = write(textsOf(sample(), locale));
    expect(execFileSync("shellcheck", ["-s", "sh", "download-files.sh"], { cwd: folder, encoding: "utf8" })).toBe("");
  });
});
