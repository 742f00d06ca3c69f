/** What a fresh clone needs: a lock file that `npm ci` takes on any platform, and a manifest that names only what is there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./support/cli";

interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockEntry> };
const manifest = JSON.parse(read("package.json")) as { version: string; bin: Record<string, string>; files: string[]; main?: string };

test("the lock file names no address that packages were fetched from", () => {
  expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
  expect(read("package-lock.json")).not.toMatch(/https?:[^"]*\.tgz/);
});

test("the lock file has the packages of every platform: npm ci refuses it otherwise, and npm install leaves some out", () => {
  const names = Object.keys(lock.packages);
  const missing = Object.values(lock.packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => !names.some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test("the manifest names what is there", () => {
  expect(manifest.bin).toEqual({ "kubespray-inventory": "dist/cli.js" });
  for (const name of manifest.files.filter((file) => !/^dist\b|\*/.test(file))) expect(existsSync(join(ROOT, name)), name).toBe(true);
  expect(read("CHANGELOG.md")).toContain(`## ${manifest.version}`);
});
