import { isSameValue } from "../../ansible/sameValue";
import type { FilePath } from "../../files/fileSystem";
import type { VarsFile } from "../../yaml/varsFile";
import type { PreflightAnswer } from "./preflight";

/**
 * The answers of one snapshot for the next. They rest on some sixty names: an edit that changes none of them changes no answer. Whatever
 * else they rest on (hosts and groups, the tree, facts, extra variables) has to be the very same thing.
 */
export class KeptAnswers {
  #last: Kept | undefined;

  /** Undefined where anything that the last answers rest on may have changed. */
  reuse(now: AnswerGrounds): readonly PreflightAnswer[] | undefined {
    const last = this.#last;
    if (last === undefined || last.same.length !== now.same.length || last.same.some((one, i) => one !== now.same[i])) return undefined;
    for (const [path, file] of last.roleFiles) if (now.open(path) !== file) return undefined;
    for (const path of new Set([...last.files.keys(), ...now.files.keys()])) {
      const [before, after] = [last.files.get(path), now.files.get(path)];
      if (before === after) continue;
      const changed = changedNames(before, after);
      if (changed === undefined || changed.some(({ name, isNew }) => isNew || last.names.has(name))) return undefined;
    }
    // The texts of now are what the next edit is compared with.
    this.#last = { ...last, files: now.files };
    return last.answers;
  }

  /** `roleFiles`: those of kubespray's that were looked at on the way. */
  keep(grounds: AnswerGrounds, roleFiles: Files, answers: readonly PreflightAnswer[], names: ReadonlySet<string>): void {
    this.#last = { same: grounds.same, files: grounds.files, roleFiles, answers, names };
  }
}

type Files = ReadonlyMap<FilePath, VarsFile | undefined>;

/** What answers are made of. */
export interface AnswerGrounds {
  /** Compared one by one, by identity. */
  readonly same: readonly unknown[];
  /** The files of variables that the inventory has. */
  readonly files: Files;
  open(path: FilePath): VarsFile | undefined;
}

interface Kept {
  readonly same: readonly unknown[];
  readonly files: Files;
  readonly roleFiles: Files;
  readonly answers: readonly PreflightAnswer[];
  /** All names that any answer asked for, directly or not. */
  readonly names: ReadonlySet<string>;
}

/** Undefined where it cannot be told: a file that came, went, or is broken. A name that is new or gone counts for all: some ask which there are. */
function changedNames(
  before: VarsFile | undefined,
  after: VarsFile | undefined,
): readonly { readonly name: string; readonly isNew: boolean }[] | undefined {
  if (before === undefined || after === undefined || isBroken(before) || isBroken(after)) return undefined;
  const found: { name: string; isNew: boolean }[] = [];
  for (const name of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    const [old, now] = [before.entries.get(name), after.entries.get(name)];
    if (old === undefined || now === undefined || old.isText !== now.isText) found.push({ name, isNew: true });
    else if (!isSameEntry(old, now)) found.push({ name, isNew: false });
  }
  return found;
}

function isBroken(file: VarsFile): boolean {
  return file.problems.length > 0 || file.broken !== undefined || file.check() !== undefined;
}

function isSameEntry(a: { value(): Parameters<typeof isSameValue>[0] }, b: { value(): Parameters<typeof isSameValue>[0] }): boolean {
  try {
    return isSameValue(a.value(), b.value());
  } catch {
    return false;
  }
}
