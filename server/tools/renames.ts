import { git } from "./gitTree";

/**
 * Which variable took the place of which: commits in which a line stays as it is but for one name, where the old name is gone for good from
 * the next release on and the new one begins there. Names without a word in common are taken for a change of meaning, not of name.
 */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** `lives`: the releases, by index, in which a name is defined or read. */
export function findRenames(
  repository: string,
  from: string,
  to: string,
  lives: (name: string) => ReadonlySet<number> | undefined,
): readonly Rename[] {
  const log = git(repository, "log", "--first-parent", "-m", "-p", "-U0", "--format=", `${from}..${to}`, "--", "roles", "inventory/sample");
  const counted = new Map<string, Map<string, number>>();
  for (const [removed, added] of hunks(log)) {
    if (removed.length !== added.length) continue;
    for (const [i, before] of removed.entries()) {
      const changed = oneName(before, added[i] as string);
      if (!changed || !replaces(lives(changed.from), lives(changed.to)) || !shareWord(changed.from, changed.to)) continue;
      const targets = counted.get(changed.from) ?? new Map<string, number>();
      targets.set(changed.to, (targets.get(changed.to) ?? 0) + 1);
      counted.set(changed.from, targets);
    }
  }
  return [...counted]
    .map(([name, targets]) => ({ from: name, to: ([...targets].sort((a, b) => b[1] - a[1])[0] as [string, number])[0] }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

function* hunks(log: string): Iterable<readonly [readonly string[], readonly string[]]> {
  let removed: string[] = [];
  let added: string[] = [];
  for (const line of log.split("\n")) {
    if (line.startsWith("+++ ") || line.startsWith("--- ")) continue;
    if (line.startsWith("-")) removed.push(line.slice(1));
    else if (line.startsWith("+")) added.push(line.slice(1));
    else if (removed.length > 0 || added.length > 0) {
      yield [removed, added];
      removed = [];
      added = [];
    }
  }
}

/** The one name in which two lines differ. */
function oneName(before: string, after: string): Rename | undefined {
  const [a, b] = [before, after].map((line) => line.split(/([A-Za-z_]\w*)/)) as [string[], string[]];
  if (a.length !== b.length) return undefined;
  let found: Rename | undefined;
  for (const [i, from] of a.entries()) {
    const to = b[i] as string;
    if (from === to) continue;
    if (i % 2 === 0 || (found && (found.from !== from || found.to !== to))) return undefined;
    found = { from, to };
  }
  return found;
}

function replaces(old: ReadonlySet<number> | undefined, now: ReadonlySet<number> | undefined): boolean {
  if (!old || !now || old.size === 0 || now.size === 0) return false;
  return Math.min(...now) === Math.max(...old) + 1;
}

function shareWord(a: string, b: string): boolean {
  const words = new Set(a.split("_"));
  return b.split("_").some((word) => word.length > 2 && words.has(word));
}
