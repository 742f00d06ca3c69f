import type { FilePath } from "../../files/fileSystem";
import { PyDict, TaggedText, type Value } from "../../python/values";
import type { Membership } from "../inventory/inventory";
import { brokenValue, valueLayer } from "../layers";
import type { Layer } from "../model";
import { gatheredFact } from "./gatheredFacts";
import { isInjected } from "./isInjected";

/**
 * What is taken for gathered facts. `default` stands for hosts of which nothing is known and gives way to whatever the inventory says;
 * facts of a group and of a host beat the inventory, as gathered facts do.
 */
export interface Facts {
  readonly default: ReadonlyMap<string, Value>;
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, Value>>;
  readonly hosts: ReadonlyMap<string, ReadonlyMap<string, Value>>;
  readonly file?: FilePath;
}

/** The variables that assumed facts give where nothing else does; below them the facts that only the machine can give. */
export function defaultFactLayers(facts: Facts): readonly Layer[] {
  return [GATHERED_LAYER, ...factLayers("assumed facts", facts.default, facts.file)];
}

/** Names nothing: these variables are not listed, only found. */
const GATHERED_LAYER: Layer = {
  kind: "facts",
  owner: "gathered facts",
  get: (name) => {
    const failure = gatheredFact(name);
    return failure && { name, layer: "facts", owner: "gathered facts", raw: () => brokenValue(failure) };
  },
  names: () => [],
};

export function groupFactLayers(facts: Facts, membership: Membership): readonly Layer[] {
  // Sorted by name: the last one wins.
  return membership.names.flatMap((group) => factLayers(group, facts.groups.get(group), facts.file));
}

export function hostFactLayers(facts: Facts, host: string): readonly Layer[] {
  return factLayers(host, facts.hosts.get(host), facts.file);
}

/** The names of all facts of a host as `ansible_facts` has them, each with the variable of the same fact. */
export function factNames(facts: Facts, host: string, membership: Membership | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const sources = [facts.default, ...(membership?.names ?? []).map((group) => facts.groups.get(group)), facts.hosts.get(host)];
  for (const source of sources) for (const variable of source?.keys() ?? []) names.set(bareName(variable), variable);
  return names;
}

function factLayers(owner: string, values: ReadonlyMap<string, Value> | undefined, file: FilePath | undefined): readonly Layer[] {
  if (values === undefined || values.size === 0) return [];
  const injected = new Map<string, Value>();
  for (const [name, value] of values) if (isInjected(name)) injected.set(name, unsafe(value));
  return [valueLayer("facts", owner, injected, file)];
}

/** ansible/vars/clean.py, namespace_facts. */
function bareName(variable: string): string {
  return variable.startsWith("ansible_") && variable !== "ansible_local" ? variable.slice("ansible_".length) : variable;
}

/** Facts are data from outside: no text in them is ever templated. */
export function unsafe(value: Value): Value {
  if (typeof value === "string") return new TaggedText("unsafe", value);
  if (Array.isArray(value)) return value.map(unsafe);
  if (value instanceof PyDict) return new PyDict([...value.entries()].map(([key, item]) => [key, unsafe(item)]));
  return value;
}
