import type { FilePath, FileSystem } from "./files/fileSystem";
import { createMemo, type SweptMemo } from "./files/memo";
import { overlayFileSystem } from "./files/overlay";
import { type SnapshotFileSystem, snapshotFileSystem } from "./files/snapshot";
import { DEFAULT_SETTINGS, type Settings } from "./lsp/settings";
import { WorkspaceSnapshot } from "./lsp/workspaceSnapshot";

/**
 * The only mutable state of the server: folders, open documents, settings, what was chosen, and the snapshot that follows from them. Every
 * change drops the snapshot; the next question makes a new one, which shares what the change did not touch.
 */
export class Session {
  readonly #memo: SweptMemo = createMemo();
  readonly #open = new Map<FilePath, string>();
  readonly #settings = new Map<FilePath, Settings>();
  #disk: SnapshotFileSystem;
  #folders: readonly FilePath[] = [];
  #selected: FilePath | undefined;
  #active: FilePath | undefined;
  #snapshot: WorkspaceSnapshot | undefined;
  #version = 0;
  #sinceSweep = 0;
  locale = "en";

  constructor(disk: FileSystem) {
    this.#disk = snapshotFileSystem(disk);
  }

  /** Grows with every change: work that began under another number is out of date. */
  get version(): number {
    return this.#version;
  }

  get snapshot(): WorkspaceSnapshot {
    if (this.#snapshot === undefined) {
      // What no snapshot of the last while asked for is forgotten.
      if (++this.#sinceSweep > 200) {
        this.#memo.sweep();
        this.#sinceSweep = 0;
      }
      this.#snapshot = new WorkspaceSnapshot({
        fs: overlayFileSystem(this.#disk, new Map(this.#open)),
        memo: this.#memo,
        locale: this.locale,
        folders: this.#folders,
        settings: (folder) => this.#settings.get(folder) ?? DEFAULT_SETTINGS,
        selected: this.#selected,
        active: this.#active,
      });
    }
    return this.#snapshot;
  }

  get folders(): readonly FilePath[] {
    return this.#folders;
  }

  get openDocuments(): ReadonlyMap<FilePath, string> {
    return this.#open;
  }

  setFolders(folders: readonly FilePath[]): void {
    this.#folders = folders;
    this.#changed();
  }

  setSettings(folder: FilePath, settings: Settings): void {
    this.#settings.set(folder, settings);
    this.#changed();
  }

  setDocument(path: FilePath, text: string): void {
    if (this.#open.get(path) === text) return;
    this.#open.set(path, text);
    this.#changed();
  }

  /** The disk counts again from here on. */
  closeDocument(path: FilePath): void {
    if (!this.#open.delete(path)) return;
    // A file that was just saved may not have been told of yet.
    this.#disk = this.#disk.after([path]);
    this.#changed();
  }

  /** Something happened on disk. False where it concerns nothing that was looked at. */
  filesChanged(paths: Iterable<FilePath>): boolean {
    const next = this.#disk.after(paths);
    if (next === this.#disk) return false;
    this.#disk = next;
    this.#changed();
    return true;
  }

  select(inventory: FilePath | undefined): void {
    if (this.#selected === inventory) return;
    this.#selected = inventory;
    this.#changed();
  }

  setActive(path: FilePath | undefined): void {
    // A look at a file of something else leaves the inventory as it was.
    if (path === undefined || this.#active === path || this.snapshot.inventoryFor(path) === undefined) return;
    const before = this.snapshot.current?.source;
    this.#active = path;
    const snapshot = this.#snapshot;
    this.#snapshot = undefined;
    if (this.snapshot.current?.source === before) this.#snapshot = snapshot;
    else this.#changed();
  }

  #changed(): void {
    this.#snapshot = undefined;
    this.#version++;
  }
}
