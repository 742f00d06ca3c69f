import type { FilePath, FileSystem } from "../../files/fileSystem";
import type { Memo } from "../../files/memo";

/**
 * Names that the tasks of a tree set while it runs (set_fact, register): what they hold then nobody knows before. Read off the text, file by
 * file, so that an editor can do something else in between.
 */
export function* namesSetByTasks(fs: FileSystem, root: FilePath, memo: Memo): Generator<undefined, ReadonlySet<string>> {
  const names = new Set<string>();
  let read = 0;
  for (const path of [...taskFiles(fs, `${root}/roles`, false, 0), ...taskFiles(fs, `${root}/playbooks`, true, 0)]) {
    for (const name of namesSetIn(fs, path, memo)) names.add(name);
    if (++read % FILES_PER_STEP === 0) yield undefined;
  }
  // Gathered by a module; what the user says of them is known.
  names.delete("ansible_facts");
  return names;
}

const FILES_PER_STEP = 16;
const MAXIMUM_DEPTH = 8;

function* taskFiles(fs: FileSystem, folder: FilePath, inTasks: boolean, depth: number): Generator<FilePath> {
  for (const { name, kind } of fs.list(folder) ?? []) {
    const path = `${folder}/${name}`;
    const leads = inTasks || name === "tasks" || name === "handlers";
    if (kind === "directory" && depth < MAXIMUM_DEPTH && !PASSED_OVER.has(name)) yield* taskFiles(fs, path, leads, depth + 1);
    else if (kind === "file" && inTasks && /\.ya?ml$/.test(name)) yield path;
  }
}

const PASSED_OVER: ReadonlySet<string> = new Set(["molecule", "templates", "files", "defaults", "vars", "meta"]);

function namesSetIn(fs: FileSystem, path: FilePath, memo: Memo): readonly string[] {
  const read = fs.read(path);
  if (!read.ok) return [];
  const { text } = read;
  return memo.of("names-set", path, text, () => [...registered(text), ...facts(text)]);
}

function registered(text: string): readonly string[] {
  return [...text.matchAll(/^\s*register: *["']?(\w+)/gm)].map(([, name]) => name as string);
}

/** `set_fact: a=1 b=2`, or the least indented keys of the block below it. */
function* facts(text: string): Generator<string> {
  for (const [, indent = "", rest = ""] of text.matchAll(/^( *)(?:- +)?(?:ansible\.builtin\.)?set_fact:(.*(?:\n(?:\1 +.*| *))*)/gm)) {
    const [first = "", ...lines] = rest.split("\n");
    for (const [, name] of first.matchAll(/(\w+) *=/g)) yield name as string;
    const depths = lines.flatMap((line) => (line.trim() === "" ? [] : [/^ */.exec(line)?.[0].length ?? 0]));
    const least = Math.min(...depths);
    for (const line of lines) {
      const key = /^( *)["']?(\w+)["']?:/.exec(line);
      if (key && (key[1] as string).length === least && least > indent.length) yield key[2] as string;
    }
  }
}
