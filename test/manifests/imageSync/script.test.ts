/**
 * sync-images.sh between two real registries: every mapping, digests kept, nothing copied twice, right after it was killed, and over an
 * air gap by way of a folder.
 */
import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageSync } from "../../../server/src/manifests/imageSync/imageSync";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";
import { digestAt, type LocalRegistry, type PushedImage, pushImage, startFront, startRegistry } from "../../support/localRegistry";
import { describeWith, program } from "../../support/programs";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a script writes and how it ends; the folder is its working folder. */
function run(folder: string, ...given: (string | Record<string, string>)[]): Promise<Ran> {
  const args = given.filter((one) => typeof one === "string");
  const [more] = given.filter((one) => typeof one !== "string");
  return new Promise((resolve) => {
    const env = { ...process.env, XDG_RUNTIME_DIR: folder, HOME: folder, TMPDIR: folder, ...more };
    const child = execFile("sh", ["./sync-images.sh", ...args], { cwd: folder, env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** An inventory whose images come from the registries named. */
function inventory(images: Readonly<Record<string, readonly [repo: string, tag: string]>>): string {
  const items = Object.entries(images).map(
    ([key, [repo, tag]]) =>
      `  ${key}:\n    enabled: true\n    container: true\n    repo: ${repo}\n    tag: "${tag}"\n    groups: [k8s_cluster]\n`,
  );
  return `-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml
---
download_defaults: {container: false, file: false, repo: None, tag: None, enabled: false, dest: None, version: None, url: None}
kubeadm_images: {}
skip_kubeadm_images: true
downloads:
${items.join("")}`;
}

const TLS = ["--src-no-tls-verify", "--dest-no-tls-verify", "--delay", "0"];

describeWith(["skopeo", "docker-registry", "sh"], "sync-images.sh", () => {
  let origin: LocalRegistry;
  let other: LocalRegistry;
  let node: PushedImage;
  let old: PushedImage;
  let text: string;
  const opened: LocalRegistry[] = [];
  const folders: string[] = [];

  const registry = async () => {
    const started = await startRegistry();
    opened.push(started);
    return started;
  };
  const kit = (images: string, options: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), "sync images-"));
    folders.push(folder);
    const made = generated(imageSync, images, options);
    for (const file of made.files) writeFileSync(join(folder, file.path), file.text);
    return folder;
  };

  beforeAll(async () => {
    origin = await registry();
    other = await registry();
    node = await pushImage(origin.host, "calico/node", "v1");
    old = await pushImage(origin.host, "pause", "3.9", { format: "docker" });
    await pushImage(other.host, "team/app--x", "1.0_a");
    text = inventory({
      node: [`${origin.host}/calico/node`, "v1"],
      pause: [`${origin.host}/pause`, "3.9"],
      app: [`${other.host}/team/app--x`, "1.0_a"],
    });
  });
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const written = (target: LocalRegistry) => target.requests.filter((line) => /^(PUT|POST|PATCH)/.test(line)).length;

  test.each([
    ["strip", {}, () => ["calico/node", "pause", "team/app--x"]],
    ["keep", {}, () => [`${part(origin)}/calico/node`, `${part(origin)}/pause`, `${part(other)}/team/app--x`]],
    ["flatten", {}, () => [`${part(origin)}--calico--node`, `${part(origin)}--pause`, `${part(other)}--team--app---x`]],
    ["harbor", { project: "k8s" }, () => ["k8s/calico/node", "k8s/pause", "k8s/team/app--x"]],
  ])("%s: every image is where the mapping says, with its digest; a second run copies nothing", async (mapping, options, places) => {
    const target = await registry();
    const folder = kit(text, { registry: target.host, mapping, ...options });
    const first = await run(folder, ...TLS, "--report", "report.tsv");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/^copied: 3$/m);
    const [a, b, c] = places();
    expect(await digestAt(target.host, a as string, "v1")).toBe(node.digest);
    expect(await digestAt(target.host, a as string, node.manifests.arm64 as string)).toBe(node.manifests.arm64);
    expect(await digestAt(target.host, b as string, "3.9")).toBe(old.digest);
    expect(await digestAt(target.host, c as string, "1.0_a")).toBeDefined();
    expect(readFileSync(join(folder, "report.tsv"), "utf8").split("\n")).toContain(
      ["copied", `${origin.host}/calico/node:v1`, `${target.host}/${a}:v1`, node.digest, ""].join("\t"),
    );
    const before = written(target);
    const second = await run(folder, ...TLS);
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(second.out).toMatch(/^current: 3$/m);
    expect(written(target)).toBe(before);
  });

  const part = ({ host }: LocalRegistry) => host.replace(":", "__");

  test("one architecture: what is copied is recorded, so that a second run copies nothing; what changed at the origin is copied anew", async () => {
    const target = await registry();
    const folder = kit(
      inventory({ pinned: [`${origin.host}/calico/node@${node.digest}`, ""], app: [`${other.host}/changing`, "1"] }).replace(
        `repo: ${origin.host}/calico/node@${node.digest}\n    tag: ""`,
        `repo: ${origin.host}/calico/node\n    tag: "v1@${node.digest}"`,
      ),
      { registry: target.host, arch: "arm64" },
    );
    const changing = await pushImage(other.host, "changing", "1");
    expect(await run(folder, ...TLS)).toMatchObject({ code: 0, err: "" });
    expect(await digestAt(target.host, "changing", "1")).toBe(changing.manifests.arm64);
    // An image that is asked for by the digest of its index needs the whole index.
    expect(await digestAt(target.host, "calico/node", node.digest)).toBe(node.digest);
    const before = written(target);
    expect((await run(folder, ...TLS)).out).toMatch(/^current: 2$/m);
    expect((await run(folder, ...TLS, "--trust-record", "--src-authfile=none")).out).toMatch(/^current: 2$/m);
    expect(written(target)).toBe(before);
    const changed = await pushImage(other.host, "changing", "1", { salt: "new" });
    expect((await run(folder, ...TLS, "--dry-run")).out).toMatch(/^planned: 1$/m);
    expect(written(target)).toBe(before);
    expect((await run(folder, ...TLS)).out).toMatch(/^copied: 1$/m);
    expect(await digestAt(target.host, "changing", "1")).toBe(changed.manifests.arm64);
  });

  test("over an air gap: downloaded once, damage is found, uploaded without the origin, twice the same", async () => {
    const far = await registry();
    const folder = kit(text, { registry: far.host });
    expect(await run(folder, "download", ...TLS)).toMatchObject({ code: 0, err: "" });
    const before = origin.requests.filter((line) => line.includes("/blobs/")).length;
    expect((await run(folder, "download", ...TLS)).out).toMatch(/^current: 3$/m);
    expect(origin.requests.filter((line) => line.includes("/blobs/")).length).toBe(before);
    expect(readdirSync(join(folder, "images")).filter((name) => name.startsWith("."))).toEqual([]);

    const pause = join(folder, "images", `${part(origin)}--pause`, "3.9");
    const blob = readdirSync(pause).find((name) => /^[0-9a-f]{64}$/.test(name)) as string;
    const good = readFileSync(join(pause, blob));
    writeFileSync(join(pause, blob), "broken");
    const broken = await run(folder, "upload", ...TLS);
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/^copied: 2$/m);
    expect(broken.err).toMatch(/3\.9: .* is damaged/);
    expect(await digestAt(far.host, "pause", "3.9")).toBeUndefined();
    expect((await run(folder, "download", ...TLS)).out).toMatch(/^copied: 1$/m);
    expect(readFileSync(join(pause, blob))).toEqual(good);

    expect((await run(folder, "upload", ...TLS)).out).toMatch(/^copied: 1$/m);
    expect(await digestAt(far.host, "pause", "3.9")).toBe(old.digest);
    expect(await digestAt(far.host, "calico/node", "v1")).toBe(node.digest);
    const puts = written(far);
    expect((await run(folder, "upload", ...TLS)).out).toMatch(/^current: 3$/m);
    expect(written(far)).toBe(puts);

    const one = ["--arch", "arm64", "--dir", "one", "--only", "*/calico/*", ...TLS];
    expect((await run(folder, "download", ...one)).out).toMatch(/^copied: 1$/m);
    expect((await run(folder, "upload", ...one)).out).toMatch(/^copied: 1$/m);
    expect(await digestAt(far.host, "calico/node", "v1")).toBe(node.manifests.arm64);
  });

  test.each([
    ["copy", [/v1/, /blobs\/uploads/, /manifests\/sha256/, /manifests\/v1 201/, /3\.9/, /PATCH/]],
    ["download", [/manifests\/v1/, /blobs/, /manifests\/sha256/, /3\.9/]],
  ] as const)("%s killed at many points and run again, all is right", async (mode, marks) => {
    const target = await registry();
    const watched = mode === "copy" ? target : origin;
    const folder = kit(text, { registry: target.host });
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      for (const mark of marks) {
        const seen = watched.requests.length;
        const child = spawn("sh", ["./sync-images.sh", mode, "--jobs", "1", ...TLS], {
          cwd: folder,
          env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, TMPDIR: folder },
          detached: true,
          stdio: "ignore",
        });
        await new Promise<void>((resolve) => {
          child.once("exit", () => resolve());
          const look = () => {
            if (child.exitCode !== null || child.signalCode !== null) return;
            if (watched.requests.slice(seen).some((line) => mark.test(line))) {
              if (signal === "SIGKILL") process.kill(-(child.pid as number), signal);
              else child.kill(signal);
            } else setTimeout(look, 1);
          };
          look();
        });
      }
    }
    expect(await run(folder, mode, ...TLS)).toMatchObject({ code: 0, err: "" });
    expect((await run(folder, mode, ...TLS)).out).toMatch(/^current: 3$/m);
    if (mode === "download") {
      expect(readdirSync(join(folder, "images")).filter((name) => name.startsWith("."))).toEqual([]);
      expect(await run(folder, "upload", ...TLS)).toMatchObject({ code: 0, err: "" });
    }
    expect(await digestAt(target.host, "calico/node", "v1")).toBe(node.digest);
    expect(await digestAt(target.host, "pause", "3.9")).toBe(old.digest);
    const before = written(target);
    expect((await run(folder, ...TLS)).out).toMatch(/^current: 3$/m);
    expect(written(target)).toBe(before);
  });

  test("an image that the destination takes only rewritten is rewritten, said to be, and not copied twice; never one named by its digest", async () => {
    const target = await registry();
    const folder = kit(inventory({ node: [`${origin.host}/calico/node`, "v1"], pinned: [`${origin.host}/pause`, `3.9@${old.digest}`] }), {
      registry: target.host,
    });
    // Stands for a registry that knows one format alone, as skopeo says it.
    writeFileSync(
      join(folder, "skopeo"),
      `#!/bin/sh
case "$*" in
*--preserve-digests*) echo 'Manifest list must be converted: "Instructed to preserve digests"' >&2; exit 1 ;;
*copy*--quiet*) exec ${program("skopeo")} "$@" --format v2s2 ;;
esac
exec ${program("skopeo")} "$@"
`,
      { mode: 0o755 },
    );
    const shim = { PATH: `${folder}:${process.env.PATH}` };
    const first = await run(folder, shim, ...TLS, "--tries", "1");
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/^rewritten: 1\nfailed: 1$/m);
    expect(first.err).toMatch(/pause@\S+ -> \S+pause:3\.9: .*preserve digests/);
    expect(await digestAt(target.host, "calico/node", "v1")).not.toBe(node.digest);
    expect((await run(folder, shim, ...TLS, "--only", "*/calico/*")).out).toMatch(/^current: 1$/m);
  });

  test("what cannot be copied is named, the rest is copied, the exit code tells", async () => {
    const target = await registry();
    const folder = kit(inventory({ absent: [`${origin.host}/absent`, "1"], node: [`${origin.host}/calico/node`, "v1"] }), {
      registry: target.host,
    });
    const ran = await run(folder, ...TLS, "--jobs=2");
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/Failed:\n {2}\S+\/absent:1 -> \S+\/absent:1: .*manifest unknown/);
    expect(ran.out).toMatch(/^copied: 1$/m);
    expect(await digestAt(target.host, "calico/node", "v1")).toBe(node.digest);
    expect(readdirSync(folder).sort()).toEqual(["skopeo-sync.yml", "sync-images.sh", "sync-images.state"]);
  });

  test("credentials come from the auth file and pass no command line; what fails for a moment is tried again", async () => {
    const target = await registry();
    let failures = 2;
    const front = await startFront(target.host, (method, path, authorization) => {
      if (authorization !== `Basic ${Buffer.from("user:hunter2").toString("base64")}`) return 401;
      // A registry that restarts while manifests are being written.
      return method === "PUT" && path.includes("/manifests/") && failures-- > 0 ? 503 : undefined;
    });
    const folder = kit(inventory({ node: [`${origin.host}/calico/node`, "v1"] }), { registry: front.host });
    const real = program("skopeo") as string;
    writeFileSync(join(folder, "skopeo"), `#!/bin/sh\nprintf '%s\\n' "$*" >>calls\nexec ${real} "$@"\n`, { mode: 0o755 });
    const auth = { auths: { [front.host]: { auth: Buffer.from("user:hunter2").toString("base64") } } };
    writeFileSync(join(folder, "my auth.json"), JSON.stringify(auth));
    const path = `${folder}:${process.env.PATH}`;
    const refused = await run(folder, { PATH: path }, ...TLS);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/unauthorized|authentication required/);
    // It is no use trying that again.
    expect(calls(folder, " copy --quiet ")).toBe(1);
    const taken = await run(folder, { PATH: path }, ...TLS, "--dest-authfile", "my auth.json", "--tries", "5");
    expect(taken).toMatchObject({ code: 0, err: "" });
    expect(failures).toBeLessThan(0);
    expect(await digestAt(target.host, "calico/node", "v1")).toBe(node.digest);
    const copied = calls(folder, " copy --quiet ");
    expect((await run(folder, { PATH: path }, ...TLS, "--dest-authfile=my auth.json")).out).toBe(
      `current ${origin.host}/calico/node:v1 -> ${front.host}/calico/node:v1\ncurrent: 1\n`,
    );
    expect(calls(folder, " copy --quiet ")).toBe(copied);
    expect(readFileSync(join(folder, "calls"), "utf8")).not.toMatch(/hunter2|aHVudGVy/);
    await front.stop();
  });

  const calls = (folder: string, word: string) =>
    readFileSync(join(folder, "calls"), "utf8")
      .split("\n")
      .filter((line) => ` ${line} `.includes(word)).length;

  test.each(["bash", "busybox"].filter(program))("%s runs it too", async (shell) => {
    const found = program(shell) as string;
    const target = await registry();
    const folder = kit(inventory({ node: [`${origin.host}/calico/node`, "v1"] }), { registry: target.host });
    const args = [...(shell === "busybox" ? ["sh"] : []), "./sync-images.sh", ...TLS];
    const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, TMPDIR: folder };
    await new Promise<void>((resolve, reject) =>
      execFile(found, args, { cwd: folder, env }, (error) => (error ? reject(error) : resolve())),
    );
    expect(await digestAt(target.host, "calico/node", "v1")).toBe(node.digest);
  });

  test("the same list for skopeo sync, which keeps the origin", async () => {
    const target = await registry();
    const named = await pushImage(origin.host, "solo", "1");
    const folder = kit(inventory({ solo: [`${origin.host}/solo`, "1"] }), { registry: target.host, mapping: "keep" });
    // Plain HTTP has to be said in the list itself. With a port the origin's name is no path of a registry, so the copy goes to a folder.
    const list = join(folder, "skopeo-sync.yml");
    writeFileSync(list, readFileSync(list, "utf8").replace("  images:", "  tls-verify: false\n  images:"));
    const args = "sync --all --preserve-digests --scoped --src yaml --dest dir skopeo-sync.yml out".split(" ");
    execFileSync("skopeo", args, { cwd: folder, stdio: "pipe" });
    const manifest = execFileSync("skopeo", ["manifest-digest", join(folder, "out", origin.host, "solo:1", "manifest.json")]);
    expect(manifest.toString().trim()).toBe(named.digest);
  });
});

describeWith(["sh", "skopeo"], "options of sync-images.sh", () => {
  const made = generated(imageSync, "", { registry: "hub.example.com", all: true });
  let folder: string;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sync-"));
    writeFileSync(join(folder, "sync-images.sh"), made.files[0]?.text ?? "");
  });

  test("--help, --list, --only, --to", async () => {
    expect((await run(folder, "--help")).out).toMatch(/^Usage: /);
    const list = await run(folder, "--list", "--to", "localhost:5000", "--only=*/coredns/*");
    expect(list).toMatchObject({ code: 0, out: "registry.k8s.io/coredns/coredns:v1.12.4 localhost:5000/coredns/coredns:v1.12.4\n" });
  });

  test.each([
    ["--nothing"],
    ["--to"],
    ["--jobs", "0"],
    ["--jobs", "x"],
    ["--delay", "08"],
    ["--to", "https://hub"],
    ["--to=-x"],
    ["--arch", "a b"],
    ["upload", "--dir", "none"],
    ["--only", "nothing/*"],
  ])("%s %s is refused", async (...args) => {
    expect(await run(folder, ...args)).toMatchObject({ code: 2, out: "" });
  });
});
