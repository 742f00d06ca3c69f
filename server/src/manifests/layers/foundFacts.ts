import type { FilePath, FileSystem } from "../../files/fileSystem";
import { join } from "../../files/paths";
import type { PlaybookEntry } from "./playbookFile";
import { addNode, addText, emptyContents, type RoleContents, roleContents, rolesOfTree } from "./roleContents";
import type { LayerContent, Part } from "./splitPlaybook";

/**
 * What one run of cluster.yml keeps in memory from play to play, and separate runs lose: values of set_fact and register, and groups of
 * group_by. A layer writes down those that a later one mentions, and that one takes them up again before its own plays.
 */
export interface FoundFacts {
  /** For each layer, sorted: the names that it writes down. */
  readonly kept: readonly (readonly string[])[];
  /** Groups that a layer makes, that a later one names, and that nothing makes again. */
  readonly lostGroups: readonly { readonly layer: number; readonly group: string }[];
}

/** Not variables, or not those of a host, in any template. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "vars hostvars groups group_names inventory_hostname inventory_dir playbook_dir omit environment item range dict lipsum cycler joiner " +
    "namespace lookup query q now finalize undef true false none not and or if else in is for True False None"
  ).split(" "),
);

export function foundFacts(
  layers: readonly LayerContent[],
  prelude: readonly Part[],
  fs: FileSystem,
  root: FilePath,
  read: (file: FilePath) => readonly PlaybookEntry[],
): FoundFacts {
  const roles = join(root, "roles");
  const memo = new Map<string, RoleContents>();
  const contentsOf = (name: string): RoleContents => {
    let known = memo.get(name);
    if (known === undefined) {
      known = roleContents(fs, roles, name);
      memo.set(name, known);
    }
    return known;
  };
  const all = rolesOfTree(fs, roles);
  const reach = (parts: readonly Part[]): RoleContents => {
    const out = emptyContents();
    const todo: string[] = [];
    for (const part of parts) addPart(out, part, read);
    todo.push(...out.needs);
    const seen = new Set<string>();
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      for (const role of expanded(name, all)) {
        if (seen.has(role)) continue;
        seen.add(role);
        const contents = contentsOf(role);
        for (const key of ["sets", "groups", "words"] as const) for (const word of contents[key]) out[key].add(word);
        todo.push(...contents.needs);
      }
    }
    return out;
  };
  const reached = layers.map(({ parts }) => reach(parts));
  const again = reach(prelude);
  // What only the prelude finds out is found out anew each time.
  const own = layers.map(({ parts }) => reach(parts.filter((part) => !prelude.includes(part))));
  const later = (layer: number, name: string, key: "words") => reached.slice(layer + 1).some((one) => one[key].has(name));
  return {
    kept: own
      .map(({ sets }, layer) =>
        [...sets]
          // Ansible itself reads ansible_python_interpreter and its like.
          .filter(
            (name) => /^[A-Za-z_]\w*$/.test(name) && !RESERVED.has(name) && (later(layer, name, "words") || name.startsWith("ansible_")),
          )
          .sort(),
      )
      .map((names, layer) => (layer < layers.length - 1 ? names : [])),
    lostGroups: own.flatMap(({ groups }, layer) =>
      [...groups].filter((group) => !again.groups.has(group) && later(layer, group, "words")).map((group) => ({ layer, group })),
    ),
  };
}

function addPart(out: ReturnType<typeof emptyContents>, { entry, split }: Part, read: (file: FilePath) => readonly PlaybookEntry[]): void {
  if (entry.kind === "import") {
    if (entry.imported !== undefined) for (const inner of read(entry.imported)) addPart(out, { entry: inner }, read);
    return;
  }
  addText(out, entry.text.slice(entry.lines.start, entry.lines.end), false);
  addNode(out, entry.node);
  for (const role of entry.roles) {
    if (split === undefined || split.roles.has(role)) out.needs.add(role.name);
    else out.needs.delete(role.name);
  }
}

/** The roles that a name stands for: itself, or, where a part of it is worked out at run time, all that begin like it. */
function expanded(name: string, all: readonly string[]): readonly string[] {
  const template = name.search(/\{[{%]/);
  return template < 0 ? [name] : all.filter((role) => role.startsWith(name.slice(0, template)));
}
