import type { DirectoryEntry, FileKind, FilePath, FileSystem, ReadResult } from "./fileSystem";
import { folderOf } from "./paths";

/**
 * A file system that asks the one below once for each thing and remembers the answer: the disk at one moment, as far as it was looked at.
 * It never changes; after a change on disk `after` gives the next one, which shares what the change did not touch.
 */
export interface SnapshotFileSystem extends FileSystem {
  /** The state after something happened at these paths (files or folders: made, changed, deleted). `this` where nothing known is touched. */
  after(changed: Iterable<FilePath>): SnapshotFileSystem;
}

export function snapshotFileSystem(below: FileSystem): SnapshotFileSystem {
  return new Snapshot(below, NOTHING);
}

interface Answers {
  readonly reads: ReadonlyMap<FilePath, ReadResult>;
  readonly lists: ReadonlyMap<FilePath, readonly DirectoryEntry[] | undefined>;
  readonly kinds: ReadonlyMap<FilePath, FileKind | undefined>;
  readonly reals: ReadonlyMap<FilePath, FilePath>;
}

const NOTHING: Answers = { reads: new Map(), lists: new Map(), kinds: new Map(), reals: new Map() };

class Snapshot implements SnapshotFileSystem {
  readonly #reads: Map<FilePath, ReadResult>;
  readonly #lists: Map<FilePath, readonly DirectoryEntry[] | undefined>;
  readonly #kinds: Map<FilePath, FileKind | undefined>;
  readonly #reals: Map<FilePath, FilePath>;

  constructor(
    private readonly below: FileSystem,
    known: Answers,
  ) {
    this.#reads = new Map(known.reads);
    this.#lists = new Map(known.lists);
    this.#kinds = new Map(known.kinds);
    this.#reals = new Map(known.reals);
  }

  read(path: FilePath): ReadResult {
    return once(this.#reads, path, () => this.below.read(path));
  }

  list(path: FilePath): readonly DirectoryEntry[] | undefined {
    return once(this.#lists, path, () => this.below.list(path));
  }

  kind(path: FilePath): FileKind | undefined {
    return once(this.#kinds, path, () => this.below.kind(path));
  }

  real(path: FilePath): FilePath {
    return once(this.#reals, path, () => this.below.real(path));
  }

  after(changed: Iterable<FilePath>): SnapshotFileSystem {
    const touched = new Set<FilePath>();
    const listed = new Set<FilePath>();
    for (const path of changed) {
      touched.add(path);
      // The folder above lists it, and may itself be new.
      for (let folder = folderOf(path); !listed.has(folder); folder = folderOf(folder)) listed.add(folder);
    }
    const isTouched = (path: FilePath) => touched.has(path) || isBelowOne(path, touched);
    // A link elsewhere may lead to a touched file: what is known by two names is forgotten under both.
    const forget = (path: FilePath) => isTouched(path) || isTouched(this.#reals.get(path) ?? path);
    const isAbove = (path: FilePath) => listed.has(path) || listed.has(this.#reals.get(path) ?? path);
    let lost = false;
    const kept = <T>(map: ReadonlyMap<FilePath, T>, wrong: (path: FilePath, value: T) => boolean): Map<FilePath, T> => {
      const next = new Map<FilePath, T>();
      for (const [path, value] of map) {
        if (wrong(path, value)) lost = true;
        else next.set(path, value);
      }
      return next;
    };
    const next: Answers = {
      reads: kept(this.#reads, forget),
      lists: kept(this.#lists, (path) => forget(path) || isAbove(path)),
      // What a folder above is called for changes only where it was not there before.
      kinds: kept(this.#kinds, (path, kind) => forget(path) || (kind !== "directory" && isAbove(path))),
      reals: kept(this.#reals, (path) => forget(path)),
    };
    return lost ? new Snapshot(this.below, next) : this;
  }
}

function isBelowOne(path: FilePath, folders: ReadonlySet<FilePath>): boolean {
  for (let folder = folderOf(path), last = path; folder !== last; last = folder, folder = folderOf(folder)) {
    if (folders.has(folder)) return true;
  }
  return false;
}

function once<T>(known: Map<FilePath, T>, path: FilePath, ask: () => T): T {
  const answer = known.get(path);
  if (answer !== undefined || known.has(path)) return answer as T;
  const asked = ask();
  known.set(path, asked);
  return asked;
}
