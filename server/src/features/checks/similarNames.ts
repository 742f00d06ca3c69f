/**
 * Which known name a mistyped one was meant to be. Wrong names are plausible words, seldom slips of a finger, so words count first: written
 * together or apart, in another order, in another form (`enable`, `enabled`), then single letters. Only what leaves no doubt is told.
 */
export function similarName(name: string, known: Iterable<string>): string | undefined {
  const wanted = shapeOf(name);
  let best: { readonly name: string; readonly rank: number } | undefined;
  let isTied = false;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > 8 || candidate === name) continue;
    const rank = rankOf(name, wanted, candidate);
    if (rank === undefined || (best && rank > best.rank)) continue;
    isTied = best?.rank === rank;
    best = { name: candidate, rank };
  }
  // Two that are as near: nobody knows which.
  return best && !isTied ? best.name : undefined;
}

interface NameShape {
  readonly letters: string;
  readonly stems: string;
  readonly digits: string;
}

/** Lower is nearer. */
function rankOf(name: string, wanted: NameShape, candidate: string): number | undefined {
  const shape = shapeOf(candidate);
  if (shape.letters === wanted.letters) return 0;
  // A number in a name tells two things apart.
  if (shape.digits !== wanted.digits) return undefined;
  if (shape.stems === wanted.stems) return 1;
  const most = name.length >= 16 ? 2 : name.length >= 8 ? 1 : 0;
  const distance = most === 0 ? 1 : editDistance(name, candidate, most);
  return distance <= most && !differsByAWord(name, candidate) ? 1 + distance : undefined;
}

function shapeOf(name: string): NameShape {
  const words = name
    .toLowerCase()
    .split(/[_\W]+/)
    .filter(Boolean);
  return {
    letters: words.join(""),
    stems: words.map(stem).sort().join(" "),
    digits: name.replace(/\D+/g, " ").trim(),
  };
}

/** Forms of one word: `enable`, `enables`, `enabled`. */
function stem(word: string): string {
  const plain = word.length > 4 ? word.replace(/(?:ed|es|s|d|e)$/, "") : word;
  return SAME.get(plain) ?? plain;
}

const SAME: ReadonlyMap<string, string> = new Map([
  ["registri", "registry"],
  ["dir", "directory"],
  ["directori", "directory"],
  ["addr", "address"],
  ["addres", "address"],
  ["img", "imag"],
  ["mem", "memory"],
  ["repo", "repository"],
  ["repositori", "repository"],
  ["ns", "namespac"],
]);

/** `kube_node` and `kube_nodes` are one slip apart, `a_cpu_limit` and `b_cpu_limit` are two names: a short word that is another one. */
function differsByAWord(a: string, b: string): boolean {
  const [left, right] = [a.split("_"), b.split("_")];
  if (left.length !== right.length) return false;
  return left.some((word, i) => {
    const other = right[i] as string;
    return word !== other && Math.min(word.length, other.length) < 4 && !word.startsWith(other) && !other.startsWith(word);
  });
}

/** Insertions, deletions, replacements and swaps of neighbours; anything over `most` counts as `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
