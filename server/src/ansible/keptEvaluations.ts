/**
 * What was worked out in earlier snapshots, with everything that was read for it: the next snapshot takes over what still holds (see
 * Evaluations). Belongs to a session's memo. Nothing in here is believed without its reads being looked at again.
 */

/** A result and all that was read for it. */
export interface Recorded {
  readonly key: string;
  readonly result: unknown;
  /**
   * What was read, as Evaluations writes it down, with what it was then. Other results that were used are among it as `Recorded`, so that
   * each of them says itself what it rests on. A definition gives way to an equal one of a later snapshot.
   */
  readonly reads: Map<string, unknown>;
  /** Of the result: elements and characters. */
  readonly size: number;
}

/** Different results of one question: of hosts that differ, and of texts that are typed and taken back. */
const MAXIMUM_CANDIDATES = 8;
/** Once so much was kept (elements and characters), or so many snapshots went by, what was not asked for since the last time is forgotten. */
const MAXIMUM_SIZE = 4_000_000;
const MAXIMUM_SNAPSHOTS = 100;

export class KeptEvaluations {
  #recent = new Map<string, readonly Recorded[]>();
  #older: ReadonlyMap<string, readonly Recorded[]> = new Map();
  #size = 0;
  #snapshots = 0;

  /** A new snapshot begins. */
  begin(): void {
    if (++this.#snapshots > MAXIMUM_SNAPSHOTS) this.#turnOver();
  }

  /** The latest first. */
  candidates(key: string): readonly Recorded[] {
    const recent = this.#recent.get(key) ?? NONE;
    const older = this.#older.get(key);
    return older === undefined ? recent : [...recent, ...older];
  }

  /** It was worked out, or found to hold still. */
  keep(recorded: Recorded): void {
    const known = this.#recent.get(recorded.key) ?? NONE;
    if (known.includes(recorded)) return;
    this.#recent.set(recorded.key, [recorded, ...known.slice(0, MAXIMUM_CANDIDATES - 1)]);
    this.#size += recorded.size + recorded.reads.size;
    if (this.#size > MAXIMUM_SIZE) this.#turnOver();
  }

  #turnOver(): void {
    this.#older = this.#recent;
    this.#recent = new Map();
    this.#size = 0;
    this.#snapshots = 0;
  }
}

const NONE: readonly Recorded[] = [];
