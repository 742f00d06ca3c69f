/** The bundle's lists in the hands of other programs, and the script among what surrounds it: users, proxies, a second run at once. */

import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeWith } from "../../support/programs";
import { fileOf, removeAll, run, start, sumOf, textsOf, write } from "./bundleOf";
import { good, hanging, type Manner, type Upstream, upstream } from "./upstream";

afterAll(removeAll);

const body = (path: string) => Buffer.from(`${path}\n`.repeat(500));
const PATHS = ["/a/b/c.tar.gz", "/a%20b/it's%22$HOME%60x%60%5C%E7%95%8C", "/q?a=1&b=x/y", "/d/", "/-dash"];

async function withFiles(manner: Manner, work: (server: Upstream) => Promise<void>): Promise<void> {
  const server = await upstream(Object.fromEntries(PATHS.map((path) => [path, { body: body(path), manner }])));
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

describeWith(["aria2c", "wget", "curl", "sha256sum"], "other programs", () => {
  test("aria2c and wget -x make the tree that the script makes; sha256sum takes it; nothing of it is asked for again", async () => {
    await withFiles(good, async (server) => {
      const folder = write(
        textsOf(PATHS.map((path) => fileOf(server.base + path, sumOf(body(path), path === "/d/" ? "sha512" : "sha256")))),
      );
      const locale = { LC_ALL: "C.UTF-8" };
      const aria2 = await run(["aria2c", "-q", "-i", "files.aria2", "-d", "by-aria2"], folder, locale);
      const wget = await run(["wget", "-q", "-x", "-P", "by-wget", "-i", "files.list"], folder, locale);
      const script = await run(["sh", "download-files.sh", "files"], folder);
      expect([aria2.code, wget.code, script.code]).toEqual([0, 0, 0]);
      const tree = filesOf(join(folder, "files"));
      expect(tree).toHaveLength(PATHS.length);
      expect(filesOf(join(folder, "by-aria2"))).toEqual(tree);
      expect(filesOf(join(folder, "by-wget"))).toEqual(tree);
      for (const [algorithm, lines] of [
        ["sha256", 4],
        ["sha512", 1],
      ] as const) {
        const sums = await run([`${algorithm}sum`, "--strict", "-c", `../files.${algorithm}`], join(folder, "by-aria2"));
        expect([sums.code, sums.error, sums.out.match(/: OK$/gm)?.length]).toEqual([0, "", lines]);
      }
      server.requests.length = 0;
      for (const other of ["by-aria2", "by-wget"]) {
        expect((await run(["sh", "download-files.sh", other], folder)).out.trim()).toBe("0 downloaded, 5 there already, 0 failed");
      }
      expect(server.requests).toEqual([]);
    });
  });

  test("aria2c refuses other bytes", async () => {
    await withFiles(good, async (server) => {
      const folder = write(textsOf([fileOf(`${server.base}/-dash`, sumOf(body("other")))]));
      expect((await run(["aria2c", "-q", "-i", "files.aria2", "-d", "files"], folder)).code).not.toBe(0);
    });
  });
});

describeWith(["curl", "wget"], "surroundings", () => {
  test.each(["curl", "wget"])("%s: a user and a password reach the server, and neither the process list nor any output", async (tool) => {
    const seen: string[] = [];
    // Drawn, so that no other process of the machine has it in its command line by chance.
    const [one, two] = [randomBytes(6).toString("hex"), randomBytes(6).toString("hex")];
    const secret = new RegExp(`${one}|${two}`);
    const server = createServer((request, response) => {
      const [, basic = ""] = (request.headers.authorization ?? "").split(" ");
      if (basic === "") return void response.writeHead(401, { "WWW-Authenticate": 'Basic realm="files"' }).end();
      seen.push(Buffer.from(basic, "base64").toString(), commandLines());
      if (request.url === "/no") response.writeHead(404).end();
      else response.end("bytes");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const yes = fileOf(`http://me:${one}%20s@s'${two}@${host}/yes`, sumOf(Buffer.from("bytes")));
    const no = fileOf(`http://me:${one}%20s@s'${two}@${host}/no`, sumOf(Buffer.from("bytes")));
    const folder = write(textsOf([yes, no]));
    const ended = await run(["sh", "download-files.sh", "--with", tool, "--jobs", "1", "--delay", "0"], folder);
    server.close();
    expect(readFileSync(join(folder, "files", host, "yes"), "utf8")).toBe("bytes");
    expect([ended.code, seen[0]]).toEqual([1, `me:${one} s@s'${two}`]);
    expect(seen[1]).toContain("download-files.sh");
    expect(seen[1]).not.toMatch(secret);
    const listed = await run(["sh", "download-files.sh", "--list"], folder);
    expect(listed.out).toContain(`http://***@${host}/yes`);
    expect(ended.out + ended.error + listed.out).not.toMatch(secret);
  });

  test.each(["curl", "wget"])("%s: asks through the proxy of the environment", async (tool) => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("bytes");
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const env = { http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, no_proxy: "" };
    const folder = write(textsOf([fileOf("http://nowhere.invalid/x", sumOf(Buffer.from("bytes")))]));
    const ended = await run(["sh", "download-files.sh", "--with", tool], folder, env);
    proxy.close();
    expect([ended.code, asked]).toEqual([0, ["http://nowhere.invalid/x"]]);
  });

  test("a second run in the same folder is refused; what a killed one left is no obstacle", async () => {
    await withFiles(hanging(1, 10), async (server) => {
      const folder = write(textsOf([fileOf(`${server.base}/-dash`, sumOf(body("/-dash")))]));
      const first = start(["sh", "download-files.sh", "--with", "curl"], folder);
      while (server.requests.length === 0) await new Promise((done) => setTimeout(done, 1));
      const second = await run(["sh", "download-files.sh"], folder);
      expect([second.code, second.error]).toEqual([3, expect.stringContaining("another run is at work")]);
      process.kill(-(first.child.pid as number), "SIGKILL");
      await first.ended;
      expect(existsSync(join(folder, "files/.download-files"))).toBe(true);
      expect((await run(["sh", "download-files.sh"], folder)).code).toBe(0);
      expect(readdirSync(join(folder, "files"))).toHaveLength(1);
    });
  });

  test("what stands in a file's place is told; other folders and other users' ways of calling it", async () => {
    await withFiles(good, async (server) => {
      const files = PATHS.map((path) => fileOf(server.base + path, sumOf(body(path))));
      const folder = write({ ...textsOf(files), [`files/${files[0]?.path}/inside`]: "", [`-f o'o/${files[4]?.path}`]: "damaged" });
      const blocked = await run(["sh", "download-files.sh"], folder);
      expect(blocked.code).toBe(1);
      expect(blocked.out).toMatch(/^failed .*c\.tar\.gz: something that is no file stands in its place$/m);
      expect((await run(["sh", "-c", 'cd / && "$1/download-files.sh" -- "$1/-f o\'o"', "sh", folder], folder)).code).toBe(0);
      expect((await run(["sh", "download-files.sh", "--check", "--", "-f o'o"], folder)).out.trim()).toBe(
        "5 right, 0 there but not verified, 0 missing or damaged",
      );
      const check = await run(["sh", "download-files.sh", "--check"], folder);
      expect([check.code, check.out]).toEqual([1, expect.stringMatching(/^missing {2}\S+c\.tar\.gz$/m)]);
    });
  });

  test.each([
    [["--jobs"], "--jobs: needs a value"],
    [["--jobs", "x"], "--jobs: a number below 100000 is needed"],
    [["--tries=-1"], "--tries: a number below 100000 is needed"],
    [["--nonsense"], "--nonsense: not known"],
    [["a", "b"], "only one folder"],
    [["--check", "absent"], "absent: there is no such folder"],
    [["--with", "rm"], "--with rm: not known"],
  ])("wrong use is refused: %j", async (parameters, words) => {
    const folder = write(textsOf([fileOf("http://h.invalid/x")]));
    const ended = await run(["sh", "download-files.sh", ...parameters], folder);
    expect([ended.code, ended.error]).toEqual([2, expect.stringContaining(words)]);
    expect(readdirSync(folder)).not.toContain("files");
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${join(entry.parentPath, entry.name).slice(folder.length)} ${readFileSync(join(entry.parentPath, entry.name)).length}`)
    .sort();
}

/** Of all processes: what everybody on the machine can read. */
function commandLines(): string {
  const read = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(read)
    .join("\n");
}
