import type { KeyId, Value } from "./values";

/**
 * The order in which CPython walks a set: known where every item is an integer, whose hash is itself. Text hashes differently in every
 * run, so a set with text has no order that could be known; those keep the order of insertion. Source: CPython's Objects/setobject.c.
 */

type Entry = { readonly hash: bigint; readonly id: KeyId; readonly value: Value };

/** A place whose item was removed: it stays taken. */
const GONE = Symbol("gone");
type Slot = Entry | typeof GONE | undefined;

const LINEAR_PROBES = 9;

/** A set of integers as CPython lays it out. */
export class IntegerSet {
  #table: Slot[] = new Array(8);
  #fill = 0;
  #ids = new Set<KeyId>();

  /** undefined where an item is no integer. */
  static of(items: ReadonlyMap<KeyId, Value>): IntegerSet | undefined {
    const set = new IntegerSet();
    for (const [id, value] of items) {
      const hash = hashOfInteger(value);
      if (hash === undefined) return undefined;
      set.add({ hash, id, value });
    }
    return set;
  }

  get size(): number {
    return this.#ids.size;
  }

  has(id: KeyId): boolean {
    return this.#ids.has(id);
  }

  *entries(): IterableIterator<Entry> {
    for (const entry of this.#table) if (entry !== undefined && entry !== GONE) yield entry;
  }

  values(): Value[] {
    return [...this.entries()].map((entry) => entry.value);
  }

  add(entry: Entry): void {
    if (this.#ids.has(entry.id)) return;
    this.#ids.add(entry.id);
    place(this.#table, entry);
    this.#fill++;
    if (this.#fill * 5 >= (this.#table.length - 1) * 3) this.#resize(this.size > 50000 ? this.size * 2 : this.size * 4);
  }

  /** set_merge: takes in another set, growing first. */
  merge(other: IntegerSet): void {
    if ((this.#fill + other.size) * 5 >= (this.#table.length - 1) * 3) this.#resize((this.size + other.size) * 2);
    if (this.#fill === 0 && this.#table.length === other.#table.length && other.#fill === other.size) {
      this.#table = [...other.#table];
      this.#ids = new Set(other.#ids);
      this.#fill = other.#fill;
      return;
    }
    for (const entry of other.entries()) this.add(entry);
  }

  #discard(id: KeyId): boolean {
    if (!this.#ids.delete(id)) return false;
    const at = this.#table.findIndex((entry) => entry !== undefined && entry !== GONE && entry.id === id);
    this.#table[at] = GONE;
    return true;
  }

  #resize(least: number): void {
    let size = 8;
    while (size <= least) size *= 2;
    const old = this.#table;
    this.#table = new Array(size);
    for (const entry of old) if (entry !== undefined && entry !== GONE) place(this.#table, entry);
    this.#fill = this.size;
  }

  union(other: IntegerSet): IntegerSet {
    const out = new IntegerSet();
    out.merge(this);
    out.merge(other);
    return out;
  }

  intersection(other: IntegerSet): IntegerSet {
    const [small, large] = other.size > this.size ? [this, other] : [other, this];
    const out = new IntegerSet();
    for (const entry of small.entries()) if (large.has(entry.id)) out.add(entry);
    return out;
  }

  difference(other: IntegerSet): IntegerSet {
    const out = new IntegerSet();
    if (this.size >> 2 > other.size) {
      out.merge(this);
      for (const entry of other.entries()) out.#discard(entry.id);
      return out;
    }
    for (const entry of this.entries()) if (!other.has(entry.id)) out.add(entry);
    return out;
  }

  symmetricDifference(other: IntegerSet): IntegerSet {
    const out = new IntegerSet();
    out.merge(other);
    for (const entry of this.entries()) if (!out.#discard(entry.id)) out.add(entry);
    return out;
  }
}

/** set_insert_clean: open addressing, nine neighbours before a jump. */
function place(table: Slot[], entry: Entry): void {
  const mask = BigInt(table.length - 1);
  let perturb = BigInt.asUintN(64, entry.hash);
  let at = Number(perturb & mask);
  for (;;) {
    const last = at + LINEAR_PROBES <= table.length - 1 ? at + LINEAR_PROBES : at;
    for (let i = at; i <= last; i++) {
      if (table[i]) continue;
      table[i] = entry;
      return;
    }
    perturb >>= 5n;
    at = Number((BigInt(at) * 5n + 1n + perturb) & mask);
  }
}

/** hash(value) of an int or bool: itself modulo 2**61 - 1, and -2 for -1. */
function hashOfInteger(value: Value): bigint | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value !== "bigint") return undefined;
  const hash = value % (2n ** 61n - 1n);
  return hash === -1n ? -2n : hash;
}
