/** A bundle of given files, as the generator writes it, in a folder of the machine; and its script run there. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleTexts } from "../../../server/src/manifests/bundle/bundle";
import type { BundleFile } from "../../../server/src/manifests/bundle/bundleFiles";
import { readChecksum } from "../../../server/src/manifests/bundle/checksum";
import { requestUrl } from "../../../server/src/manifests/bundle/requestUrl";
import type { ManifestRequest } from "../../../server/src/manifests/manifest";
import { mirrorPath } from "../../../server/src/manifests/mirrorPath";
import { fixture } from "../../support/fixture";

export function fileOf(url: string, checksum?: string): BundleFile {
  const path = mirrorPath(url);
  if (path === undefined) throw new Error(`no place for ${url}`);
  const sum = readChecksum(checksum);
  return { url, request: requestUrl(url), path, checksums: sum ? [sum] : [] };
}

export function sumOf(bytes: Buffer, algorithm = "sha256"): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

/** The texts by their names. */
export function textsOf(files: readonly BundleFile[], locale = "en"): Readonly<Record<string, string>> {
  const { model, fs } = fixture("").context;
  const request: ManifestRequest = {
    model,
    fs,
    locale,
    options: { text: () => undefined, list: () => [], flag: () => false },
    display: () => "inventory/hosts.ini",
    variant: () => model,
  };
  return Object.fromEntries(bundleTexts(files, request).map(({ path, text }) => [path, text]));
}

const folders: string[] = [];

/** Written below a new temporary folder. */
export function write(texts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (path.endsWith(".sh")) chmodSync(join(folder, path), 0o755);
  }
  return folder;
}

export function removeAll(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Ended {
  /** Of the process, or 128 and the signal's number where it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export function start(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const [program, ...parameters] = command as [string, ...string[]];
  const proxies = { http_proxy: "", https_proxy: "", HTTP_PROXY: "", HTTPS_PROXY: "", ALL_PROXY: "", all_proxy: "", no_proxy: "*" };
  const child = spawn(program, parameters, {
    cwd,
    env: { ...process.env, ...proxies, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let error = "";
  child.stdout?.on("data", (data) => (out += data));
  child.stderr?.on("data", (data) => (error += data));
  const ended = new Promise<Ended>((done) => {
    child.on("error", (reason) => done({ code: null, out, error: String(reason) }));
    child.on("close", (code) => done({ code, out, error }));
  });
  return { child, ended };
}

export function run(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(command, cwd, env).ended;
}
