/** Real registries on this machine for tests of what copies images, and small images to put there: made here, so that nothing is fetched. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { program } from "./programs";

export interface LocalRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `METHOD /path status` of every request answered so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** A docker-registry with an empty store. `config` is the text of its config.yml, to prove one that was generated. */
export async function startRegistry(config?: string, environment: Readonly<Record<string, string>> = {}): Promise<LocalRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const file = join(folder, "config.yml");
  writeFileSync(file, config ?? "version: 0.1\nstorage: {filesystem: {rootdirectory: /nowhere}}\n");
  const store = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: join(folder, "store"), REGISTRY_HTTP_ADDR: host };
  mkdirSync(join(folder, "store"));
  const child = spawn(program("docker-registry") as string, ["serve", file], {
    env: { PATH: process.env.PATH, HOME: folder, ...store, OTEL_TRACES_EXPORTER: "none", ...environment },
  });
  const requests: string[] = [];
  await untilSaid(child, /listening on/, (line) => {
    const [, method, path, status] = /"(\w+) (\S+) HTTP\/[\d.]+" (\d+)/.exec(line) ?? [];
    if (method !== undefined) requests.push(`${method} ${path} ${status}`);
  });
  return {
    host,
    requests,
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Front {
  readonly host: string;
  stop(): Promise<void>;
}

/** Stands before a registry and may answer in its place: `answer` gives a status, or undefined to let a request through. */
export async function startFront(
  registry: string,
  answer: (method: string, path: string, authorization: string | undefined) => number | undefined,
): Promise<Front> {
  const [hostname, port] = registry.split(":");
  const server = createHttpServer((asked, answered) => {
    const { method = "", url: path = "", headers } = asked;
    const status = answer(method, path, headers.authorization);
    if (status !== undefined) {
      asked.resume();
      answered.writeHead(status, status === 401 ? { "WWW-Authenticate": 'Basic realm="front"' } : {}).end();
      return;
    }
    const passed = request({ hostname, port, method, path, headers }, (got) => {
      answered.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answered);
    });
    passed.once("error", () => answered.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Waits for a line that a program says when it is ready; goes on reading its lines afterwards. */
export function untilSaid(child: ChildProcess, ready: RegExp, line: (text: string) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.on("data", (data: Buffer) => {
        rest += data.toString();
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const one of lines) {
          if (said.length < 10_000) said += `${one}\n`;
          line(one);
          if (ready.test(one)) resolve();
        }
      });
    }
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill();
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export interface PushedImage {
  /** Of the index, as it was pushed. */
  readonly digest: string;
  /** Of each architecture's manifest. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** An image with one layer for each of two architectures: an OCI index, or docker's manifest list, whose digest changes if it is rewritten. */
export async function pushImage(
  registry: string,
  path: string,
  tag: string,
  { format = "oci", salt = "", size = 100 }: { format?: "oci" | "docker"; salt?: string; size?: number } = {},
): Promise<PushedImage> {
  const type = TYPES[format];
  const children = [];
  const manifests: Record<string, string> = {};
  for (const architecture of ["amd64", "arm64"]) {
    const layer = tar("hello.txt", `${path}:${tag} ${architecture} ${salt} ${"x".repeat(size)}`);
    const packed = gzipSync(layer);
    const config = json({ architecture, os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [digestOf(layer)] }, history: [{}] });
    await putBlob(registry, path, packed);
    await putBlob(registry, path, config);
    const manifest = json({
      schemaVersion: 2,
      mediaType: type.manifest,
      config: { mediaType: type.config, digest: digestOf(config), size: config.length },
      layers: [{ mediaType: type.layer, digest: digestOf(packed), size: packed.length }],
    });
    const digest = digestOf(manifest);
    await put(`http://${registry}/v2/${path}/manifests/${digest}`, manifest, type.manifest);
    manifests[architecture] = digest;
    children.push({ mediaType: type.manifest, digest, size: manifest.length, platform: { architecture, os: "linux" } });
  }
  const index = json({ schemaVersion: 2, mediaType: type.index, manifests: children });
  await put(`http://${registry}/v2/${path}/manifests/${tag}`, index, type.index);
  return { digest: digestOf(index), manifests };
}

/** The digest of what a registry has under a tag or digest; undefined where it has nothing. */
export async function digestAt(registry: string, path: string, version: string): Promise<string | undefined> {
  const accept = Object.values(TYPES).flatMap((type) => [type.index, type.manifest]);
  const response = await fetch(`http://${registry}/v2/${path}/manifests/${version}`, { headers: { Accept: accept.join(", ") } });
  return response.ok ? digestOf(Buffer.from(await response.arrayBuffer())) : undefined;
}

const TYPES = {
  oci: {
    index: "application/vnd.oci.image.index.v1+json",
    manifest: "application/vnd.oci.image.manifest.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  },
  docker: {
    index: "application/vnd.docker.distribution.manifest.list.v2+json",
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  },
} as const;

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(data: Buffer): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

async function putBlob(registry: string, path: string, data: Buffer): Promise<void> {
  const started = await fetch(`http://${registry}/v2/${path}/blobs/uploads/`, { method: "POST" });
  const location = new URL(started.headers.get("location") ?? "", `http://${registry}`);
  location.searchParams.set("digest", digestOf(data));
  await put(location.href, data, "application/octet-stream");
}

async function put(url: string, data: Buffer, type: string): Promise<void> {
  const response = await fetch(url, { method: "PUT", body: new Uint8Array(data), headers: { "Content-Type": type } });
  if (response.status !== 201) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

/** One small file as a tar archive. */
function tar(name: string, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(512);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  head.write(name, 0);
  head.write(octal(0o644, 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(body.length, 12), 124);
  head.write(octal(0, 12), 136);
  head.write("        ", 148);
  head.write("0", 156);
  head.write("ustar\x0000", 257);
  head.write(
    octal(
      head.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  return Buffer.concat([head, body, Buffer.alloc((512 - (body.length % 512)) % 512), Buffer.alloc(1024)]);
}
