import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";

/**
 * Real programs that prove a generated manifest. `npm test` installs them where it may (test/programs.mjs); a suite that lacks one is skipped
 * with one line that names it.
 */

/** The path of a program, or undefined. */
export function program(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** A suite that runs only where all of these programs are. */
export function describeWith(names: readonly string[], title: string, suite: () => void): void {
  const missing = names.filter((name) => program(name) === undefined);
  if (missing.length === 0) describe(title, suite);
  else describe.skip(title, () => test(`skipped: not installed: ${missing.join(", ")}`, () => {}));
}
