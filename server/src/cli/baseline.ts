import { readFileSync } from "node:fs";
import { name } from "../../../package.json";
import { CommandError } from "./exitCodes";
import type { CliFinding } from "./findings";

/**
 * Findings that are known and accepted, by code, file and subject with a count, and without lines: they count no longer until there is one
 * more of their kind. A text file that is meant to be committed.
 */
interface Entry {
  readonly code: string;
  readonly file: string;
  readonly subject: string;
  readonly count: number;
}

/** Stable: sorted, one finding to an entry. */
export function formatBaseline(findings: readonly CliFinding[]): string {
  const counted = new Map<string, number>();
  for (const finding of findings) counted.set(keyOf(finding), (counted.get(keyOf(finding)) ?? 0) + 1);
  const entries = [...counted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]): Entry => {
      const [code, file, subject] = JSON.parse(key) as [string, string, string];
      return { code, file, subject, count };
    });
  return `${JSON.stringify({ version: 1, generator: GENERATOR, findings: entries }, null, 2)}\n`;
}

/** By this the checks tell a report from a file that uses the variables it names. Without a release, which would change committed files. */
export const GENERATOR = `Made by ${name} check`;

/** Those of the findings that the baseline holds. Throws CommandError where it cannot be read. */
export function knownFindings(findings: readonly CliFinding[], path: string): ReadonlySet<CliFinding> {
  const left = new Map(readBaseline(path).map(({ code, file, subject, count }) => [JSON.stringify([code, file, subject]), count]));
  const known = new Set<CliFinding>();
  for (const finding of findings) {
    const count = left.get(keyOf(finding)) ?? 0;
    if (count === 0) continue;
    left.set(keyOf(finding), count - 1);
    known.add(finding);
  }
  return known;
}

function readBaseline(path: string): readonly Entry[] {
  const remedy = "Make it with --write-baseline FILE.";
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandError(`The baseline ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, remedy);
  }
  try {
    const { version, findings } = JSON.parse(text) as { version: unknown; findings: unknown };
    if (version === 1 && Array.isArray(findings) && findings.every(isEntry)) return findings;
  } catch {
    // Said below.
  }
  throw new CommandError(`${path} is no baseline of this program.`, remedy);
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Record<keyof Entry, unknown>> | null;
  return [entry?.code, entry?.file, entry?.subject].every((one) => typeof one === "string") && typeof entry?.count === "number";
}

function keyOf({ code, path, subject }: CliFinding): string {
  return JSON.stringify([code, path ?? "", subject]);
}
