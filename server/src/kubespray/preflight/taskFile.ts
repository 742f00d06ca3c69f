import type { FilePath, FileSystem } from "../../files/fileSystem";
import { PyDict, type Value } from "../../python/values";
import { loadText } from "../../yaml/loadText";

/** The tasks of a role as plain data: what module a task calls, under which conditions. Nothing is run. */

/** The list in a task file; empty where it is absent or none. */
export function readTasks(fs: FileSystem, path: FilePath): readonly PyDict[] {
  const read = fs.read(path);
  if (!read.ok) return [];
  const loaded = loadText(read.text, { generation: "classic" });
  return loaded.ok && Array.isArray(loaded.value) ? loaded.value.filter((task): task is PyDict => task instanceof PyDict) : [];
}

/** main.yml or main.yaml of a role, or another task file of it. */
export function taskPath(fs: FileSystem, role: FilePath, name = "main"): FilePath | undefined {
  const base = `${role}/tasks/${name.replace(/\.ya?ml$/, "")}`;
  return [`${base}.yml`, `${base}.yaml`].find((path) => fs.kind(path) === "file");
}

/** A module's arguments under its short name or its full one; undefined where the task calls another. */
export function moduleOf(task: PyDict, name: string): Value | undefined {
  return task.get(name) ?? task.get(`ansible.builtin.${name}`);
}

/** `when:` and `that:` are one condition or a list of them. */
export function conditionsOf(value: Value | undefined): readonly (string | boolean)[] {
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return items.map((item) => (typeof item === "boolean" ? item : typeof item === "string" ? item : String(item)));
}

/** `vars:` of a task, block or role. */
export function variablesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  if (!(value instanceof PyDict)) return new Map();
  return new Map([...value.entries()].filter((pair): pair is [string, Value] => typeof pair[0] === "string"));
}

/** Names that the tasks of a tree set while it runs (set_fact, register), read off the text: what they hold then nobody knows before. */
export function namesSetByTasks(fs: FileSystem, root: FilePath): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (folder: FilePath, inTasks: boolean, depth: number): void => {
    for (const { name, kind } of fs.list(folder) ?? []) {
      const path = `${folder}/${name}`;
      if (kind === "directory") {
        if (depth < 8 && name !== "molecule") visit(path, inTasks || name === "tasks" || name === "handlers", depth + 1);
      } else if (kind === "file" && inTasks && /\.ya?ml$/.test(name)) collect(fs, path, names);
    }
  };
  visit(`${root}/roles`, false, 0);
  visit(`${root}/playbooks`, true, 0);
  // Gathered by a module; what the user says of them is known.
  names.delete("ansible_facts");
  return names;
}

function collect(fs: FileSystem, path: FilePath, names: Set<string>): void {
  const read = fs.read(path);
  if (!read.ok) return;
  for (const [, name] of read.text.matchAll(/^\s*register: *["']?(\w+)/gm)) names.add(name as string);
  for (const [, indent = "", rest = ""] of read.text.matchAll(/^( *)(?:- +)?(?:ansible\.builtin\.)?set_fact:(.*(?:\n(?:\1 +.*| *))*)/gm)) {
    const lines = rest.split("\n");
    for (const [, name] of (lines[0] ?? "").matchAll(/(\w+) *=/g)) names.add(name as string);
    const least = Math.min(...lines.slice(1).flatMap((line) => (line.trim() === "" ? [] : [/^ */.exec(line)?.[0].length ?? 0])));
    for (const line of lines.slice(1)) {
      const key = /^( *)["']?(\w+)["']?:/.exec(line);
      if (key && (key[1] as string).length === least && least > indent.length) names.add(key[2] as string);
    }
  }
}
