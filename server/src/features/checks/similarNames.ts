/**
 * Which known name a mistyped one was meant to be. Wrong names are plausible words, seldom slips of a finger, so words count first: written
 * together or apart, in another order, in another form (`enable`, `enabled`), then single letters.
 */
export interface SimilarNames {
  /** Only what leaves no doubt; undefined where two are as near. */
  nearest(name: string): string | undefined;
  /** One word more or less than the name: what somebody may have had in mind, no more. */
  kindred(name: string): string | undefined;
}

/** Yields between small numbers of names; what is asked afterwards is remembered. */
export function* indexNames(known: Iterable<string>): Generator<undefined, SimilarNames> {
  const index = new NameIndex();
  let left = AT_ONCE;
  for (const name of known) {
    index.add(name);
    if (--left > 0) continue;
    left = AT_ONCE;
    yield undefined;
  }
  return index;
}

/** In one piece. */
export function similarName(name: string, known: Iterable<string>): string | undefined {
  const index = new NameIndex();
  for (const one of known) index.add(one);
  return index.nearest(name);
}

const AT_ONCE = 200;
const MOST_WORDS = 12;
/** Names of lengths further apart are two names, however much their words agree. */
const MOST_LONGER = 8;

class NameIndex implements SimilarNames {
  readonly #byLetters = new Map<string, string[]>();
  readonly #byStems = new Map<string, string[]>();
  readonly #byLength = new Map<number, string[]>();
  readonly #nearest = new Map<string, string | undefined>();

  add(name: string): void {
    const shape = shapeOf(name);
    push(this.#byLetters, shape.letters, name);
    push(this.#byStems, stemsKey(shape), name);
    push(this.#byLength, name.length, name);
  }

  nearest(name: string): string | undefined {
    if (!this.#nearest.has(name)) this.#nearest.set(name, this.#search(name));
    return this.#nearest.get(name);
  }

  kindred(name: string): string | undefined {
    const { stems, digits } = shapeOf(name);
    const words = stems.split(" ");
    if (words.length < 3 || words.length > MOST_WORDS) return undefined;
    const shorter = words.flatMap(
      (_, i) => this.#byStems.get(stemsKey({ stems: words.filter((_, j) => j !== i).join(" "), digits })) ?? [],
    );
    const [only, second] = [...new Set(shorter)];
    return second === undefined ? only : undefined;
  }

  #search(name: string): string | undefined {
    const wanted = shapeOf(name);
    for (const names of [this.#byLetters.get(wanted.letters), this.#byStems.get(stemsKey(wanted))]) {
      const close = names?.filter((one) => one !== name && Math.abs(one.length - name.length) <= MOST_LONGER) ?? [];
      // Two that are as near: nobody knows which.
      if (close.length > 0) return close.length === 1 ? close[0] : undefined;
    }
    return this.#misspelt(name, wanted);
  }

  #misspelt(name: string, { digits }: NameShape): string | undefined {
    const most = name.length >= 16 ? 2 : name.length >= 8 ? 1 : 0;
    let best: { readonly name: string; readonly distance: number } | undefined;
    let isTied = false;
    for (let length = name.length - most; most > 0 && length <= name.length + most; length++) {
      for (const candidate of this.#byLength.get(length) ?? []) {
        if (candidate === name) continue;
        const distance = editDistance(name, candidate, best?.distance ?? most);
        if (distance > (best?.distance ?? most) || differsByAWord(name, candidate) || digitsOf(candidate) !== digits) continue;
        isTied = best?.distance === distance;
        best = { name: candidate, distance };
      }
    }
    return best && !isTied ? best.name : undefined;
  }
}

function push<K>(map: Map<K, string[]>, key: K, name: string): void {
  const list = map.get(key);
  if (list) list.push(name);
  else map.set(key, [name]);
}

/** A number in a name tells two things apart. */
function stemsKey({ stems, digits }: Pick<NameShape, "stems" | "digits">): string {
  return `${stems}\0${digits}`;
}

interface NameShape {
  readonly letters: string;
  readonly stems: string;
  readonly digits: string;
}

function shapeOf(name: string): NameShape {
  const words = name
    .toLowerCase()
    .split(/[_\W]+/)
    .filter(Boolean);
  return {
    letters: words.join(""),
    stems: words.map(stem).sort().join(" "),
    digits: digitsOf(name),
  };
}

function digitsOf(name: string): string {
  return name.replace(/\D+/g, " ").trim();
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
