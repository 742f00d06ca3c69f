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
