import type { Definition, LayerKind, Resolved } from "../ansible/model";
import { PyDict, type Value } from "../python/values";
import { entry } from "./taskScope";
import { templateNames } from "./templateNames";

/**
 * Where to look when kubespray's table of downloads fails on a host: the first field of it that fails, and behind it the user's own setting
 * that leads there, or else the definition that fails.
 */
export interface Culprit {
  /** `kubelet.sha256` */
  readonly field: string;
  readonly definition: Definition | undefined;
}

export interface CulpritSource {
  winner(name: string): Definition | undefined;
  resolve(name: string): Resolved;
  evaluate(raw: Value): Resolved;
}

const MAXIMUM_DEPTH = 10;
const OWN: readonly LayerKind[] = [
  "inventory-all",
  "group-vars-all",
  "inventory-group",
  "group-vars",
  "inventory-host",
  "host-vars",
  "extra-vars",
];

/** In all of the table or in the item `only`. undefined where no field fails by itself. */
export function findCulprit(source: CulpritSource, only?: string): Culprit | undefined {
  const table = source.winner("downloads");
  const raw = table?.raw();
  if (!(raw instanceof PyDict)) return table && { field: "downloads", definition: table };
  for (const [key, spec] of raw.entries()) {
    if (only !== undefined && key !== only) continue;
    for (const field of spec instanceof PyDict ? spec.keys() : []) {
      const value = entry(spec, String(field)) ?? null;
      const resolved = source.evaluate(value);
      if (resolved.state === "known" && isLiteral(resolved.value)) continue;
      return { field: `${String(key)}.${String(field)}`, definition: definitionBehind(source, templateNames(value)) ?? table };
    }
  }
  return undefined;
}

/**
 * Up to ansible-core 2.18 the loop's list becomes text and is read again as a Python literal: a date, nan or inf in it leaves it a text, and
 * the loop fails.
 */
export function isLiteral(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isLiteral);
  if (value instanceof PyDict) return [...value.values()].every(isLiteral);
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value !== "object";
}

/** The variable that fails by itself, and of what it rests on the user's own. */
export function definitionBehind(source: CulpritSource, names: readonly string[]): Definition | undefined {
  let failing: Definition | undefined;
  let around = names;
  for (let depth = 0; depth < MAXIMUM_DEPTH; depth++) {
    const next = around
      .map((name) => ({ name, winner: source.winner(name) }))
      .find(({ name, winner }) => winner && source.resolve(name).state !== "known");
    if (next?.winner === undefined || next.winner === failing) break;
    failing = next.winner;
    around = templateNames(failing.raw());
  }
  if (failing && OWN.includes(failing.layer)) return failing;
  return ownBehind(source, around, new Set(), 0) ?? failing;
}

function ownBehind(source: CulpritSource, names: readonly string[], seen: Set<string>, depth: number): Definition | undefined {
  const winners = names.filter((name) => !seen.has(name)).flatMap((name) => source.winner(name) ?? []);
  const own = winners.find(({ layer }) => OWN.includes(layer));
  if (own || depth >= MAXIMUM_DEPTH) return own;
  for (const winner of winners) {
    seen.add(winner.name);
    const found = ownBehind(source, templateNames(winner.raw()), seen, depth + 1);
    if (found) return found;
  }
  return undefined;
}
