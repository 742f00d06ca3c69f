/** Runs the built command line in a child process, as a user does. Builds it first unless `npm test` has just done so. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Default: an empty folder of its own, where nothing is found. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

let bundle: string | undefined;

export function runCli(args: readonly string[], options: CliOptions = {}): CliResult {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [cliPath(), ...args], {
    cwd: options.cwd ?? temporaryFolder({}),
    env: { ...env, ...options.env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
    ...(options.input !== undefined && { input: options.input }),
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** dist/cli.js, or a bundle of this process alone: tests run side by side, and none may meet another's half-written file. */
export function cliPath(): string {
  if (process.env.KUBESPRAY_INVENTORY_BUILT) return join(ROOT, "dist/cli.js");
  if (bundle === undefined) {
    const out = join("dist", `test-${process.pid}-${process.env.VITEST_WORKER_ID ?? 0}`);
    const built = spawnSync(process.execPath, ["esbuild.mjs", "--quiet", "--only=cli", `--out=${out}`], { cwd: ROOT, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`esbuild failed:\n${built.stderr}`);
    bundle = join(ROOT, out, "cli.js");
  }
  return bundle;
}

const folders: string[] = [];

/** A folder with these files, removed when the test file is done. */
export function temporaryFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "kubespray-inventory-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  if (bundle !== undefined) rmSync(dirname(bundle), { recursive: true, force: true });
  bundle = undefined;
});
