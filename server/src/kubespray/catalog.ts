import type { Definition, Layer } from "../ansible/model";
import type { VarsFiles } from "../ansible/vars/varsFiles";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { documentationOf } from "./documentation";
import { roleFiles } from "./roleFiles";

/**
 * The defaults and vars of kubespray's roles, by role: indexed by their top-level keys, values parsed when asked for. Which of them a host
 * sees is for the play to say (playRoles.ts); role vars beat the inventory.
 */
export interface Catalog {
  /** All roles of the tree that define a variable, sorted; also those in folders of roles (`container-engine/containerd`). */
  readonly roles: readonly string[];
  /** Weak to strong: one layer for each file. */
  defaults(role: string): readonly Layer[];
  vars(role: string): readonly Layer[];
  /** Every role's definition of a name, defaults first. The same name may have different defaults in different roles. */
  definitions(name: string): readonly Definition[];
  /** The comment above a definition in any variables file. */
  documentation(definition: Definition): string | undefined;
}

const MAXIMUM_DEPTH = 6;

export function openCatalog(fs: FileSystem, varsFiles: VarsFiles, root: FilePath | undefined): Catalog {
  const layersOf = (kind: "defaults" | "vars") => {
    const known = new Map<string, readonly Layer[]>();
    return (role: string): readonly Layer[] => {
      let layers = known.get(role);
      if (layers === undefined) {
        const files = root === undefined ? [] : roleFiles(fs, `${root}/roles`, role, kind);
        layers = files.flatMap((file) => varsFiles.layer(file, kind === "defaults" ? "role-defaults" : "role-vars", role) ?? []);
        known.set(role, layers);
      }
      return layers;
    };
  };
  const defaults = layersOf("defaults");
  const vars = layersOf("vars");
  let roles: readonly string[] | undefined;
  return {
    get roles() {
      roles ??= root === undefined ? [] : rolesBelow(fs, `${root}/roles`, "", 0);
      return roles;
    },
    defaults,
    vars,
    definitions(name) {
      return [defaults, vars].flatMap((of) => this.roles.flatMap((role) => of(role).flatMap((layer) => layer.get(name) ?? [])));
    },
    documentation({ file, name }) {
      return file === undefined ? undefined : documentationOf(varsFiles.open(file)?.entries.get(name)?.documentation);
    },
  };
}

/** A folder with defaults or vars in it is a role; others may hold roles. */
function rolesBelow(fs: FileSystem, folder: FilePath, prefix: string, depth: number): readonly string[] {
  if (depth > MAXIMUM_DEPTH) return [];
  return (fs.list(folder) ?? []).flatMap(({ name, kind }) => {
    if (kind !== "directory" || name.startsWith(".") || NO_ROLES.includes(name)) return [];
    const path = `${folder}/${name}`;
    const isRole = fs.kind(`${path}/defaults`) === "directory" || fs.kind(`${path}/vars`) === "directory";
    return [...(isRole ? [prefix + name] : []), ...rolesBelow(fs, path, `${prefix}${name}/`, depth + 1)];
  });
}

/** Folders inside a role. */
const NO_ROLES = ["defaults", "vars", "tasks", "templates", "files", "handlers", "meta", "library", "molecule", "module_utils"];
