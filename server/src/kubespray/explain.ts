import type { Definition, Resolved } from "../ansible/model";
import type { Value } from "../python/values";
import type { Explanation } from "./model";
import { templateNames } from "./templateNames";

/** The chain behind a value: its definitions, and in turn the variables that the winner's template names. */
export interface ExplainSource {
  resolve(name: string): Resolved;
  /** The winner first, then what it overrides. */
  definitions(name: string): readonly Definition[];
  has(name: string): boolean;
  documentation(definition: Definition): string | undefined;
}

const MAXIMUM_DEPTH = 12;
const MOST_EXPLAINED = 500;

/** Each variable is explained once: where it is named again, `repeated` says that it stands above. */
export function explainVariable(source: ExplainSource, name: string): Explanation {
  return explain(source, name, new Set(), 0);
}

function explain(source: ExplainSource, name: string, done: Set<string>, depth: number): Explanation {
  const resolved = source.resolve(name);
  const definitions = source.definitions(name);
  const [winner, ...losers] = definitions;
  const raw = winner?.raw();
  const documentation = definitions.map(source.documentation).find((text) => text !== undefined);
  const about = {
    name,
    resolved,
    winner,
    losers,
    ...(isTemplate(raw) && { template: raw }),
    ...(documentation !== undefined && { documentation }),
  };
  if (done.has(name) || depth >= MAXIMUM_DEPTH || done.size >= MOST_EXPLAINED) return { ...about, uses: [], repeated: true };
  done.add(name);
  const names = raw === undefined ? [] : templateNames(raw).filter((used) => used !== name && source.has(used));
  return { ...about, uses: names.map((used) => explain(source, used, done, depth + 1)) };
}

function isTemplate(raw: Value | undefined): raw is string {
  return typeof raw === "string" && (raw.includes("{{") || raw.includes("{%"));
}
