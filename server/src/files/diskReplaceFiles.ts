import { randomBytes } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes several files of one folder so that a reader meets either all the old ones or all the new ones, whole: each is written beside
 * its target first and renamed over it; if one rename fails, those before it are taken back.
 */

export interface NewFile {
  readonly name: string;
  readonly text: string;
}

/** Makes the folder where it is missing. Throws what Node throws, and then nothing has changed. */
export function replaceFiles(folder: string, files: readonly NewFile[]): void {
  const staged: Staged[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const file of files) staged.push(stage(join(folder, file.name), file.text));
    for (const one of staged) keepOld(one);
    for (const one of staged) {
      renameSync(one.temporary, one.target);
      one.done = true;
    }
  } catch (error) {
    for (const one of staged) takeBack(one);
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

function stage(path: string, text: string): Staged {
  // Through a symbolic link, so that it stays one.
  const target = exists(path) ? realpathSync(path) : path;
  if (exists(target) && !statSync(target).isFile()) throw new Error(`${target} is no ordinary file`);
  const temporary = hidden(target, "new");
  const descriptor = openSync(temporary, "wx", exists(target) ? statSync(target).mode & 0o777 : 0o666);
  try {
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
