import type { Definition } from "../ansible/model";
import { findVarsFiles } from "../ansible/vars/findVarsFiles";
import { type Span, span } from "../text/span";
import { documentIndex } from "./documentIndex";
import { openDocument } from "./documents";
import type { Document, FeatureContext, Location } from "./feature";
import { hostsFor } from "./hostSets";
import { targetAt } from "./target";

export interface DefinitionAnswer {
  /** What leads there. */
  readonly origin: Span;
  readonly locations: readonly Location[];
}

/**
 * Where the thing under the cursor is defined. A variable: the definition that counts first, then those that it overrides, down to the
 * role's default. A group: its place in the hosts file and its group_vars. A host: the same with host_vars.
 */
export function definition(context: FeatureContext, document: Document, offset: number): DefinitionAnswer | undefined {
  const target = targetAt(context, document, offset);
  if (!target) return undefined;
  const { name, located } = target;
  const locations =
    target.kind === "variable"
      ? variableDefinitions(context, name, hostsFor(context, located.index, located.variable))
      : [...hostsFilePlaces(context, target.kind, name), ...variableFiles(context, target.kind, name)];
  return locations.length === 0 ? undefined : { origin: target.span, locations };
}

const MOST_LOCATIONS = 100;
const MOST_HOSTS = 200;

/** All definitions on these hosts, what counts on one of them before what counts on none. */
export function variableDefinitions({ model }: FeatureContext, name: string, hosts: readonly string[]): readonly Location[] {
  const winners = new Map<string, Location>();
  const losers = new Map<string, Location>();
  for (const host of hosts.slice(0, MOST_HOSTS)) {
    const [first, ...others] = model.definitions(host, name);
    if (first) add(winners, first);
    for (const one of others) add(losers, one);
  }
  if (winners.size === 0) for (const one of model.catalog.definitions(name)) add(losers, one);
  return [...new Map([...winners, ...[...losers].filter(([key]) => !winners.has(key))]).values()].slice(0, MOST_LOCATIONS);
}

function add(found: Map<string, Location>, { file, keySpan }: Definition): void {
  if (file === undefined) return;
  const at = keySpan ?? span(0, 0);
  found.set(`${file}:${at.start}`, { file, span: at });
}

/** A group where its hosts are listed before where it gets variables or is a child; a host wherever it is listed. */
function hostsFilePlaces(context: FeatureContext, kind: "group" | "host", name: string): readonly Location[] {
  const { file } = context.model.inventory;
  const document = file === undefined ? undefined : openDocument(context, file);
  const entries = document ? (documentIndex(context, document).inventory?.entries ?? []) : [];
  const places = entries.flatMap((entry, order) => {
    if (kind === "host") return entry.kind === "host" && entry.hosts.includes(name) ? [{ order, at: entry.span }] : [];
    if (entry.kind !== "group" || entry.name !== name) return [];
    return [{ order: order + (entry.section === "vars" ? entries.length : 0), at: entry.span }];
  });
  return file === undefined ? [] : places.sort((a, b) => a.order - b.order).map(({ at }) => ({ file, span: at }));
}

function variableFiles({ model, fs }: FeatureContext, kind: "group" | "host", name: string): readonly Location[] {
  return findVarsFiles(`${model.inventory.folder}/${kind}_vars`, name, fs).map((file) => ({ file, span: span(0, 0) }));
}
