/**
 * The names nearest to a mistyped one, for "did you mean". People swap words as often as they slip a finger (`certmanager_enabled` for
 * `cert_manager_enabled`), so shared words count beside the edit distance.
 */
export function closest(wanted: string, names: Iterable<string>, most = 3): string[] {
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    const score = likeness(wanted, name);
    if (score >= 0.6) scored.push({ name, score });
  }
  scored.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, most).map((entry) => entry.name);
}

/** 1 for the same, 0 for nothing in common. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  if (longest > 200) return 0;
  const letters = 1 - editDistance(a.toLowerCase(), b.toLowerCase()) / longest;
  return Math.max(letters, sharedWords(a, b));
}

function sharedWords(a: string, b: string): number {
  const left = words(a);
  const right = words(b);
  if (left.size < 2 || right.size < 2) return 0;
  let shared = 0;
  for (const word of left) if (right.has(word)) shared++;
  return shared / Math.max(left.size, right.size);
}

function words(name: string): Set<string> {
  return new Set(
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  );
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] as number) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** ` Did you mean a, b?`, or nothing. */
export function didYouMean(wanted: string, names: Iterable<string>): string | undefined {
  const near = closest(wanted, names);
  return near.length === 0 ? undefined : `Did you mean ${near.join(", ")}?`;
}
