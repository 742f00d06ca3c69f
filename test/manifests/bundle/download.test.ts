/** The script against servers that do all that goes wrong: every file right, or told by name and reason; nothing asked for twice. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { BundleFile } from "../../../server/src/manifests/bundle/bundleFiles";
import { mirrorPath } from "../../../server/src/manifests/mirrorPath";
import { describeWith, program } from "../../support/programs";
import { fileOf, removeAll, run, start, sumOf, textsOf, write } from "./bundleOf";
import { answering, corrupting, dropping, good, hanging, type Manner, moved, type Upstream, upstream, whole } from "./upstream";

afterAll(removeAll);

// Hundreds of programs are started: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000 });

const body = (name: string, size = name === "/empty" ? 0 : 20_000) =>
  Buffer.from(`${name} `.repeat(Math.ceil(size / (name.length + 1)))).subarray(0, size);
/** Fast, but for that as a user would run it. */
const QUICK = ["--delay", "0", "--stall", "2"];

/** Each shell with each program that downloads; busybox brings both. */
const WAYS: readonly {
  readonly name: string;
  readonly shell: readonly string[];
  readonly tool: "curl" | "wget";
  readonly needs: readonly string[];
}[] = [
  { name: "dash, curl", shell: ["dash"], tool: "curl", needs: ["dash", "curl"] },
  { name: "dash, wget", shell: ["dash"], tool: "wget", needs: ["dash", "wget"] },
  { name: "bash --posix, curl", shell: ["bash", "--posix"], tool: "curl", needs: ["bash", "curl"] },
  { name: "bash, wget", shell: ["bash"], tool: "wget", needs: ["bash", "wget"] },
  { name: "busybox ash, busybox wget", shell: ["busybox", "ash"], tool: "wget", needs: ["busybox"] },
];

/** Folders with nothing but busybox, so that the script meets no other program. */
function busyboxOnly(): string {
  const folder = write({ empty: "" });
  const busybox = program("busybox") as string;
  for (const name of [
    "sh",
    "ash",
    "awk",
    "cat",
    "cut",
    "grep",
    "kill",
    "mkdir",
    "mv",
    "rm",
    "sed",
    "sha256sum",
    "sleep",
    "tail",
    "tr",
    "uname",
    "wc",
    "wget",
  ])
    symlinkSync(busybox, join(folder, name));
  symlinkSync(busybox, join(folder, "busybox"));
  return folder;
}

for (const [turn, way] of WAYS.entries()) {
  describeWith(way.needs, way.name, () => {
    const env = way.shell[0] === "busybox" && program("busybox") ? { PATH: busyboxOnly() } : {};
    const command = [...way.shell, "download-files.sh", "--with", way.tool, ...QUICK];

    test.concurrent("whatever can be had is had, whole, and nothing is asked for again", async () => {
      const manners: Readonly<Record<string, Manner>> = {
        "/plain": good,
        "/dropped": dropping(3),
        "/dropped-without-ranges": dropping(2, whole, false),
        "/error": answering(500, 2),
        "/busy": answering(503, 1, { "Retry-After": "1" }),
        "/too-many": answering(429, 3),
        "/corrupted": corrupting(1),
        "/silent": hanging(1, 0),
        "/stuck": hanging(1, 700),
        "/empty": good,
        "/moved": moved("/plain-target"),
        "/a%20b/it's%22$HOME%60x%60%5C%E7%95%8C": good,
        "/q?a=1&b=x/y": good,
      };
      await withUpstream({ ...manners, "/plain-target": good }, async (server, bodies) => {
        const files = Object.keys(manners).map((path) =>
          fileOf(server.base + path, sumOf(bodies(path === "/moved" ? "/plain-target" : path))),
        );
        const folder = write(textsOf(files));
        const ended = await run(command, folder, env);
        expect([ended.code, ended.error]).toEqual([0, ""]);
        expect(ended.out).toContain("13 downloaded, 0 there already, 0 failed");
        expect(wrongOnes(folder, files, server, bodies)).toEqual([]);
        expect(existsSync(join(folder, "files/.download-files"))).toBe(false);
        server.requests.length = 0;
        const again = await run(command, folder, env);
        expect([again.code, again.out.trim(), server.requests]).toEqual([0, "0 downloaded, 13 there already, 0 failed", []]);
        expect((await run([...way.shell, "download-files.sh", "--check"], folder, env)).out).toContain(
          "13 right, 0 there but not verified, 0 missing",
        );
      });
    });

    test.concurrent("what cannot be had is named with its reason, and takes no final name", async () => {
      const manners: Readonly<Record<string, Manner>> = {
        "/right": good,
        "/gone": answering(404, 99),
        "/forbidden": answering(403, 99),
        "/down": answering(500, 99),
        "/other": good,
        "/always-corrupt": corrupting(99),
        "/cut": dropping(99, good, false),
        "/silent": hanging(99, 0),
      };
      await withUpstream(manners, async (server, bodies) => {
        const files = Object.keys(manners).map((path) =>
          fileOf(server.base + path, sumOf(path === "/other" ? body("another") : bodies(path))),
        );
        const nobody = fileOf("http://127.0.0.1:1/nobody", sumOf(body("nobody")));
        const folder = write(textsOf([...files, nobody]));
        const ended = await run([...command, "--tries", "2", "--stall", "1"], folder, env);
        expect(ended.code).toBe(1);
        const [, report = ""] = ended.out.split("\n\n");
        expect(report).toContain("1 downloaded, 0 there already, 8 failed");
        expect(report).toMatch(/^failed {2}\S+\/gone: .*404.*\(attempts: 1\)$/m);
        expect(report).toMatch(/^failed {2}\S+\/forbidden: .*403.*\(attempts: 1\)$/m);
        expect(report).toMatch(/^failed {2}\S+\/down: .*500.*\(attempts: 2\)$/m);
        expect(report).toMatch(/^failed {2}\S+\/other: expected and got sha256:\w{64}, sha256:\w{64} \(attempts: 2\)$/m);
        expect(report).toMatch(/^failed {2}\S+\/cut: (HTTP 200, )?.*(closed|broke off|reset|prematurely|remaining|getting response)/m);
        for (const path of ["/always-corrupt", "/cut", "/silent", "/nobody"])
          expect(report).toMatch(new RegExp(`^failed {2}\\S+${path}: \\S.*attempts: \\d\\)$`, "m"));
        for (const { path } of [...files.slice(1), nobody]) expect([path, existsSync(join(folder, "files", path))]).toEqual([path, false]);
        expect(wrongOnes(folder, files.slice(0, 1), server, bodies)).toEqual([]);
        expect(server.requests.filter((line) => line.endsWith("/gone"))).toHaveLength(1);
      });
    });

    test.concurrent("without a checksum the server's length tells", async () => {
      const manners: Readonly<Record<string, Manner>> = { "/plain": good, "/cut": dropping(2), "/always-cut": dropping(99, good, false) };
      await withUpstream(manners, async (server, bodies) => {
        const files = Object.keys(manners).map((path) => fileOf(server.base + path));
        const folder = write(textsOf(files));
        const ended = await run([...command, "--tries", "2"], folder, env);
        expect(ended.code).toBe(1);
        expect(ended.out).toContain("2 downloaded, 0 there already, 1 failed\n2 of them without a checksum");
        expect(wrongOnes(folder, files.slice(0, 2), server, bodies)).toEqual([]);
        expect(existsSync(join(folder, "files", (files[2] as BundleFile).path))).toBe(false);
        // Cut short by something else.
        writeFileSync(join(folder, "files", (files[0] as BundleFile).path), "short");
        server.requests.length = 0;
        const again = await run([...command, "--tries", "2"], folder, env);
        expect(again.out).toContain("1 downloaded, 1 there already, 1 failed");
        expect(wrongOnes(folder, files.slice(0, 2), server, bodies)).toEqual([]);
        // The wget of busybox asks with GET and hangs up.
        expect(server.requests.filter((line) => line.endsWith(" /cut"))).toHaveLength(1);
      });
    });

    test.concurrent("killed at any point and run again: right", async () => {
      const manners: Readonly<Record<string, Manner>> = Object.fromEntries(
        Array.from({ length: 6 }, (_, i) => [`/file-${i}`, dropping(2)]),
      );
      const ends = [
        ["SIGTERM", "it"],
        ["SIGINT", "it"],
        ["SIGKILL", "all"],
        ["SIGKILL", "it"],
        ["SIGTERM", "all"],
        ["SIGKILL", "all"],
      ] as const;
      for (const [i, [signal, whom]] of ends.entries()) {
        // All of them with the first way; with each other one every second, in turn.
        if (turn > 0 && i % 2 !== turn % 2) continue;
        // The n-th of 18 requests is the point: no time is measured.
        const at = 1 + ((i * 5 + turn * 3) % 16);
        await withUpstream(manners, async (server, bodies) => {
          const files = Object.keys(manners).map((path) => fileOf(server.base + path, sumOf(bodies(path))));
          const folder = write(textsOf(files));
          const { child, ended } = start([...command, "--jobs", "3"], folder, env);
          while (server.requests.length < at && child.exitCode === null) await new Promise((done) => setTimeout(done, 1));
          process.kill(whom === "all" ? -(child.pid as number) : (child.pid as number), signal);
          const { code } = await ended;
          if (whom === "it" && signal !== "SIGKILL") expect([signal, code]).toEqual([signal, signal === "SIGINT" ? 130 : 143]);
          for (const { path } of files) {
            const final = join(folder, "files", path);
            if (existsSync(final)) expect(readFileSync(final).equals(bodies(`/${basename(path)}`))).toBe(true);
          }
          const again = await run(command, folder, env);
          expect([signal, whom, at, again.code, again.error]).toEqual([signal, whom, at, 0, ""]);
          expect(wrongOnes(folder, files, server, bodies)).toEqual([]);
        });
      }
    });
  });
}

/** Files that are not there, or not as the server has them. */
function wrongOnes(folder: string, files: readonly BundleFile[], server: Upstream, bodies: (path: string) => Buffer): string[] {
  return files
    .filter(({ url, path }) => {
      const place = join(folder, "files", path);
      const asked = url.slice(server.base.length);
      return (
        path !== mirrorPath(url) || !existsSync(place) || !readFileSync(place).equals(bodies(asked === "/moved" ? "/plain-target" : asked))
      );
    })
    .map(({ path }) => path);
}

async function withUpstream(
  manners: Readonly<Record<string, Manner>>,
  work: (server: Upstream, bodies: (path: string) => Buffer) => Promise<void>,
): Promise<void> {
  const bodies = (path: string) => body(path);
  const server = await upstream(
    Object.fromEntries(Object.entries(manners).map(([path, manner]) => [path, { body: bodies(path), manner }])),
  );
  try {
    await work(server, bodies);
  } finally {
    await server.close();
  }
}
