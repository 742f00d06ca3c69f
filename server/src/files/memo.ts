import type { DirectoryEntry, FilePath, FileSystem, ReadResult } from "./fileSystem";

/**
 * What was worked out from files, kept from one snapshot to the next for as long as it still holds. Belongs to a session, never to a
 * module; without one everything is worked out anew, with the same answers.
 */

/** Derived things by file and text. */
export interface Memo {
  /** What `compute` made for the same kind, path and text before, or makes now. `kind` names the derivation. */
  of<T>(kind: string, path: FilePath, text: string, compute: () => T): T;
}

export interface FileMemo extends Memo {
  /**
   * What `compute` made for the same kind and path before, if everything that it read, listed and looked for is still the same in `fs`.
   * `compute` must read through the file system that it is given, and be done with reading when it returns.
   */
  reading<T>(kind: string, path: FilePath, fs: FileSystem, compute: (fs: FileSystem) => T): T;
}

export interface SweptMemo extends FileMemo {
  /** Forgets what nobody asked for since the sweep before the last one. */
  sweep(): void;
  readonly size: number;
}

export function createMemo(): SweptMemo {
  return new SessionMemo();
}

interface Kept {
  readonly value: unknown;
  /** The number of sweeps when it was last asked for. */
  used: number;
}

interface KeptText extends Kept {
  readonly text: string;
}

interface KeptReading extends Kept {
  readonly seen: readonly Observation[];
}

class SessionMemo implements SweptMemo {
  readonly #texts = new Map<string, readonly KeptText[]>();
  readonly #readings = new Map<string, KeptReading>();
  #sweeps = 0;

  get size(): number {
    return this.#texts.size + this.#readings.size;
  }

  of<T>(kind: string, path: FilePath, text: string, compute: () => T): T {
    const key = `${kind}\0${path}`;
    const kept = this.#texts.get(key);
    const known = kept?.find((one) => one.text === text);
    if (known !== undefined) {
      known.used = this.#sweeps;
      return known.value as T;
    }
    const value = compute();
    // The one before stays: what would be with another text is asked in between.
    this.#texts.set(key, [{ text, value, used: this.#sweeps }, ...(kept?.slice(0, 1) ?? [])]);
    return value;
  }

  reading<T>(kind: string, path: FilePath, fs: FileSystem, compute: (fs: FileSystem) => T): T {
    const key = `${kind}\0${path}`;
    const known = this.#readings.get(key);
    if (known?.seen.every((observation) => stillHolds(observation, fs))) {
      known.used = this.#sweeps;
      return known.value as T;
    }
    const { observed, seen } = observing(fs);
    const value = compute(observed);
    this.#readings.set(key, { seen: [...seen.values()], value, used: this.#sweeps });
    return value;
  }

  sweep(): void {
    for (const [key, kept] of this.#texts) {
      const used = kept.filter((one) => one.used >= this.#sweeps);
      if (used.length === 0) this.#texts.delete(key);
      else if (used.length < kept.length) this.#texts.set(key, used);
    }
    for (const [key, kept] of this.#readings) if (kept.used < this.#sweeps) this.#readings.delete(key);
    this.#sweeps++;
  }
}

type Observation =
  | { readonly what: "read"; readonly path: FilePath; readonly result: ReadResult }
  | { readonly what: "list"; readonly path: FilePath; readonly result: readonly DirectoryEntry[] | undefined }
  | { readonly what: "kind" | "real"; readonly path: FilePath; readonly result: string | undefined };

/** `fs`, with everything that it is asked noted. */
function observing(fs: FileSystem): { readonly observed: FileSystem; readonly seen: ReadonlyMap<string, Observation> } {
  const seen = new Map<string, Observation>();
  const note = <T extends Observation>(observation: T): T["result"] => {
    seen.set(`${observation.what} ${observation.path}`, observation);
    return observation.result;
  };
  const observed: FileSystem = {
    read: (path) => note({ what: "read", path, result: fs.read(path) }),
    list: (path) => note({ what: "list", path, result: fs.list(path) }),
    kind: (path) => note({ what: "kind", path, result: fs.kind(path) }) as ReturnType<FileSystem["kind"]>,
    real: (path) => note({ what: "real", path, result: fs.real(path) }) as FilePath,
  };
  return { observed, seen };
}

function stillHolds(observation: Observation, fs: FileSystem): boolean {
  switch (observation.what) {
    case "read":
      return sameRead(observation.result, fs.read(observation.path));
    case "list":
      return sameList(observation.result, fs.list(observation.path));
    case "kind":
      return observation.result === fs.kind(observation.path);
    case "real":
      return observation.result === fs.real(observation.path);
  }
}

function sameRead(a: ReadResult, b: ReadResult): boolean {
  if (a === b) return true;
  return a.ok ? b.ok && a.text === b.text && a.replaced === b.replaced : !b.ok && a.reason === b.reason && a.detail === b.detail;
}

function sameList(a: readonly DirectoryEntry[] | undefined, b: readonly DirectoryEntry[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((entry, i) => entry.name === b[i]?.name && entry.kind === b[i]?.kind);
}

/** Remembers nothing: for programs that ask once. */
export const noMemo: FileMemo = {
  of: (_kind, _path, _text, compute) => compute(),
  reading: (_kind, _path, fs, compute) => compute(fs),
};
