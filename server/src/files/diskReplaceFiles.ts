import { randomBytes } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes several files below one folder so that a reader meets either all the old ones or all the new ones, whole: each is written beside
 * its target first and renamed over it; if one rename fails, those before it are taken back, and folders that were made go again.
 */

export interface NewFile {
  /** May name sub-folders, with forward slashes. */
  readonly name: string;
  readonly text: string;
  readonly executable?: boolean;
}

/** Makes folders where they are missing; the mode of a file that is there stays. Throws what Node throws, and then nothing has changed. */
export function replaceFiles(folder: string, files: readonly NewFile[]): void {
  const staged: Staged[] = [];
  const made: string[] = [];
  try {
    for (const file of files) {
      const path = join(folder, file.name);
      made.push(...makeFolder(dirname(path)));
      staged.push(stage(path, file));
    }
    if (files.length === 0) makeFolder(folder);
    for (const one of staged) keepOld(one);
    for (const one of staged) {
      renameSync(one.temporary, one.target);
      one.done = true;
    }
  } catch (error) {
    for (const one of staged) takeBack(one);
    for (const one of staged) rmSync(one.temporary, { force: true });
    for (const one of made.reverse()) removeEmpty(one);
    throw error;
  } finally {
    for (const one of staged) {
      rmSync(one.temporary, { force: true });
      if (one.old !== undefined) rmSync(one.old, { force: true });
    }
  }
}

interface Staged {
  readonly target: string;
  readonly temporary: string;
  /** The file that is being replaced, under another name until all is done. */
  old: string | undefined;
  done: boolean;
}

/** Those that were missing, the outermost first. Not Node's `recursive`: it never ends where a file system takes no folders (/proc). */
function makeFolder(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !exists(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  if (missing.length === 0 && !statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
  const made: string[] = [];
  try {
    for (const one of missing) if (makeOne(one)) made.push(one);
  } catch (error) {
    for (const one of made.reverse()) removeEmpty(one);
    throw error;
  }
  return made;
}

/** False where somebody else has made it meanwhile. */
function makeOne(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (exists(folder)) return false;
    throw error;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has put something there meanwhile.
  }
}

function stage(path: string, { text, executable = false }: NewFile): Staged {
  // Through a symbolic link, so that it stays one.
  const target = exists(path) ? realpathSync(path) : path;
  if (exists(target) && !statSync(target).isFile()) throw new Error(`${target} is no ordinary file`);
  const temporary = hidden(target, "new");
  const descriptor = openSync(temporary, "wx", executable ? 0o777 : 0o666);
  try {
    if (exists(target)) keepMode(descriptor, statSync(target).mode & 0o777, executable);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return { target, temporary, old: undefined, done: false };
}

/** A file that must be executable is, for all who may read it. */
function keepMode(descriptor: number, mode: number, executable: boolean): void {
  try {
    fchmodSync(descriptor, executable ? mode | ((mode & 0o444) >> 2) : mode);
  } catch {
    // A file system without modes.
  }
}

function keepOld(one: Staged): void {
  if (!exists(one.target)) return;
  const old = hidden(one.target, "old");
  try {
    linkSync(one.target, old);
  } catch {
    copyFileSync(one.target, old); // a file system without hard links
  }
  one.old = old;
}

function takeBack(one: Staged): void {
  if (!one.done) return;
  if (one.old === undefined) rmSync(one.target, { force: true });
  else renameSync(one.old, one.target);
}

function hidden(target: string, ending: string): string {
  return join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.${ending}`);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
