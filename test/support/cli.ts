/** Runs the built command line in a child process, as a user does. */
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

/** The bundle made by buildCli.ts or by `npm test`. */
export function cliPath(): string {
  return join(ROOT, "dist/cli.js");
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
});
