import type { FilePath } from "../../files/fileSystem";
import { isDefaultsRole, LAYERS, layerOf } from "./layerRules";
import { MAXIMUM_IMPORTS, type PlaybookEntry, type PlayEntry, type PlayRole, pairOf } from "./playbookFile";

/**
 * The entries of cluster.yml dealt out to the layers. Layers follow one another in its order, so one after the other they run its plays as it
 * does. An import goes whole into one layer, and so does a play, but for one whose roles belong to two: that is split (see `Part`).
 */
export interface LayerContent {
  readonly layer: (typeof LAYERS)[number];
  readonly parts: readonly Part[];
}

/** An entry, or, with `roles`, the part of a play that has these roles; all its keywords stay. */
export interface Part {
  readonly entry: PlaybookEntry;
  readonly split?: { readonly roles: ReadonlySet<PlayRole>; readonly first: boolean; readonly last: boolean };
}

export function splitPlaybook(
  entries: readonly PlaybookEntry[],
  read: (file: FilePath) => readonly PlaybookEntry[],
): readonly LayerContent[] {
  const layers = LAYERS.map((layer): { layer: typeof layer; parts: Part[] } => ({ layer, parts: [] }));
  let current = 0;
  const put = (layer: number, part: Part): void => {
    current = layer;
    layers[layer]?.parts.push(part);
  };
  for (const entry of entries) {
    const roles = entry.kind === "play" ? entry.roles.map(({ name }) => name) : rolesWithin(entry, read);
    if (entry.kind === "play" && canSplit(entry)) {
      const runs = runsOf(entry.roles, current);
      if (runs.length > 1) {
        const shared = entry.roles.filter(({ name }) => isDefaultsRole(name));
        for (const [i, run] of runs.entries()) {
          const split = { roles: new Set([...shared, ...run.roles]), first: i === 0, last: i === runs.length - 1 };
          put(run.layer, { entry, split });
        }
        continue;
      }
    }
    put(roles.map((role) => layerOf(role, current)).find((layer) => layer !== undefined) ?? current, { entry });
  }
  return layers.filter(({ parts }) => parts.length > 0);
}

/** The roles of a play, of the plays that an import leads to. */
export function rolesWithin(entry: PlaybookEntry, read: (file: FilePath) => readonly PlaybookEntry[], depth = 0): readonly string[] {
  if (entry.kind === "play") return entry.roles.map(({ name }) => name);
  if (entry.imported === undefined || depth > MAXIMUM_IMPORTS) return [];
  return read(entry.imported).flatMap((inner) => rolesWithin(inner, read, depth + 1));
}

/** What makes one play of all its roles: batches of hosts, and questions that would be asked twice. */
function canSplit(entry: PlayEntry): boolean {
  return pairOf(entry.node, /^(?:serial|vars_prompt|strategy|max_fail_percentage|order|throttle|run_once)$/) === undefined;
}

/** Neighbouring roles of one layer. Roles without a layer of their own go with those before them; at the start with the first that has one. */
function runsOf(roles: readonly PlayRole[], from: number): readonly { readonly layer: number; readonly roles: readonly PlayRole[] }[] {
  const runs: { layer: number; roles: PlayRole[] }[] = [];
  let current = from;
  const waiting: PlayRole[] = [];
  for (const role of roles.filter(({ name }) => !isDefaultsRole(name))) {
    const layer = layerOf(role.name, current);
    const last = runs.at(-1);
    if (layer === undefined) (last?.roles ?? waiting).push(role);
    else if (last !== undefined && layer === last.layer) last.roles.push(role);
    else runs.push({ layer, roles: [...waiting.splice(0), role] });
    current = layer ?? current;
  }
  return runs;
}
