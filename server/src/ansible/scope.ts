import { orderText } from "../python/compare";
import { PyDict } from "../python/values";
import type { Inventory, Membership } from "./inventory/inventory";
import { definitionLayer } from "./layers";
import { mergeValues } from "./mergeValues";
import type { Definition, Layer } from "./model";

/**
 * Everything that defines variables for one host, weakest first, as ansible/vars/manager.py (VariableManager.get_vars) puts it together.
 */
export interface HostScope {
  readonly host: string;
  /** One object for all hosts that see the same layers apart from those that are their own. */
  readonly shared: SharedScope;
  readonly layers: readonly Layer[];
  /** The definition that counts. */
  find(name: string): Definition | undefined;
  /** The winner first, then what it overrides. */
  definitions(name: string): readonly Definition[];
  names(): ReadonlySet<string>;
  sortedNames(): readonly string[];
  /** Why a name without definition may be defined all the same (a vaulted file, say); undefined where that cannot be. */
  readonly opaque: string | undefined;
}

export interface SharedScope {
  /** Names that a layer of some single host among these defines: what rests on them may differ from host to host. */
  isOwn(name: string): boolean;
}

/** Where the layers of one host come from. Each list is ordered from weak to strong. */
export interface ScopeSources {
  readonly inventory: Inventory;
  /** Weaker than anything else, for all hosts: facts that are only assumed. */
  readonly weakest: readonly Layer[];
  readonly roleDefaults: readonly Layer[];
  /** group_vars of one group: first those beside the inventory, then those beside the playbook. */
  readonly groupVars: (group: string, beside: "inventory" | "playbook") => readonly Layer[];
  readonly hostVars: (host: string) => readonly Layer[];
  /** What only this host has: of connections (weakest of all), itself (with the hosts file), facts, set_fact. */
  readonly connection: (host: string) => readonly Layer[];
  readonly itself: (host: string) => readonly Layer[];
  readonly groupFacts: (membership: Membership) => readonly Layer[];
  readonly hostFacts: (host: string) => readonly Layer[];
  readonly setFacts: (host: string) => readonly Layer[];
  readonly roleVars: readonly Layer[];
  readonly extraVars: readonly Layer[];
  readonly magic: readonly Layer[];
  /** hash_behaviour = merge */
  readonly merge: boolean;
}

/** The membership of hosts that are in no inventory, as the implicit localhost. */
const NO_GROUPS: Membership = { groups: [], names: [] };

/** Scopes of hosts, made when asked for. A host that is not in the inventory has the variables of `all` alone. */
export function createScopes(sources: ScopeSources): (host: string) => HostScope {
  const scopes = new Map<string, HostScope>();
  const shared = new Map<Membership, SharedLayers>();
  return (host) => {
    const known = scopes.get(host);
    if (known !== undefined) return known;
    const membership = sources.inventory.hosts.get(host)?.membership ?? NO_GROUPS;
    let layers = shared.get(membership);
    if (layers === undefined) {
      layers = new SharedLayers(sources, membership);
      shared.set(membership, layers);
    }
    const scope = new LayeredScope(host, layers, sources.merge);
    scopes.set(host, scope);
    return scope;
  };
}

class SharedLayers implements SharedScope {
  readonly belowOwn: readonly Layer[];
  readonly betweenOwn: readonly Layer[];
  readonly aboveFacts: readonly Layer[];
  readonly top: readonly Layer[];
  readonly opaqueBelow: string | undefined;
  readonly #found = new Map<string, Definition | undefined>();
  readonly #definitions = new Map<string, readonly Definition[]>();
  readonly #names = new Map<string, Names>();
  readonly #ofHosts = new Map<string, OwnLayers>();
  #sharedNames: readonly string[] | undefined;
  #ownNames: Set<string> | undefined;

  constructor(
    readonly sources: ScopeSources,
    readonly membership: Membership,
  ) {
    const { inventory, groupVars } = sources;
    const ofGroup = (group: string) => inventoryLayer(inventory, group);
    const { groups } = membership;
    this.belowOwn = [
      ...sources.weakest,
      ...sources.roleDefaults,
      ...ofGroup("all"),
      ...groups.flatMap(ofGroup),
      ...groupVars("all", "inventory"),
      ...groupVars("all", "playbook"),
      ...groups.flatMap((group) => groupVars(group, "inventory")),
      ...groups.flatMap((group) => groupVars(group, "playbook")),
    ];
    this.betweenOwn = sources.groupFacts(membership);
    this.aboveFacts = sources.roleVars;
    this.top = [...sources.extraVars, ...sources.magic];
    this.opaqueBelow = opaqueOf(this.belowOwn);
  }

  /** What `search` finds; it is asked once for all hosts where none defines the name for itself. */
  found(name: string, search: () => Definition | undefined): Definition | undefined {
    if (this.isOwn(name)) return search();
    const known = this.#found.get(name);
    if (known !== undefined || this.#found.has(name)) return known;
    const found = search();
    this.#found.set(name, found);
    return found;
  }

  /** The same for all definitions of a name. */
  definitions(name: string, search: () => readonly Definition[]): readonly Definition[] {
    if (this.isOwn(name)) return search();
    let definitions = this.#definitions.get(name);
    if (definitions === undefined) {
      definitions = search();
      this.#definitions.set(name, definitions);
    }
    return definitions;
  }

  isOwn(name: string): boolean {
    // Hosts outside of the inventory are not to be listed: all that they have may be their own.
    if (this.membership === NO_GROUPS) return true;
    this.#ownNames ??= this.#collectOwnNames();
    return this.#ownNames.has(name);
  }

  #collectOwnNames(): Set<string> {
    const names = new Set<string>();
    for (const host of this.sources.inventory.hosts.values()) {
      if (host.membership !== this.membership) continue;
      for (const layer of flat(this.ownLayers(host.name))) for (const name of layer.names()) names.add(name);
    }
    return names;
  }

  /** The names that are defined for a host with these layers of its own. Hosts with the same names share the answer. */
  namesWith(ownLayers: readonly Layer[]): Names {
    const own = namesIn(ownLayers);
    const key = own.join("\0");
    let names = this.#names.get(key);
    if (names === undefined) {
      this.#sharedNames ??= namesIn([...this.belowOwn, ...this.betweenOwn, ...this.aboveFacts, ...this.top]);
      const set = new Set([...this.#sharedNames, ...own]);
      names = { set, sorted: [...set].sort(orderText) };
      this.#names.set(key, names);
    }
    return names;
  }

  ownLayers(host: string): OwnLayers {
    let layers = this.#ofHosts.get(host);
    if (layers === undefined) {
      const { sources } = this;
      layers = {
        connection: sources.connection(host),
        itself: [...sources.itself(host), ...sources.hostVars(host)],
        facts: sources.hostFacts(host),
        setFacts: sources.setFacts(host),
      };
      this.#ofHosts.set(host, layers);
    }
    return layers;
  }
}

class LayeredScope implements HostScope {
  readonly opaque: string | undefined;
  readonly #own: OwnLayers;
  #layers: readonly Layer[] | undefined;
  #names: Names | undefined;

  constructor(
    readonly host: string,
    readonly shared: SharedLayers,
    private readonly merge: boolean,
  ) {
    this.#own = shared.ownLayers(host);
    const { connection, itself, facts, setFacts } = this.#own;
    this.opaque =
      opaqueOf(connection) ??
      shared.opaqueBelow ??
      opaqueOf(itself) ??
      opaqueOf(shared.betweenOwn) ??
      opaqueOf(facts) ??
      opaqueOf(shared.aboveFacts) ??
      opaqueOf(setFacts) ??
      opaqueOf(shared.top);
  }

  /** Put together when first asked for: what is the same for all hosts of a class is mostly found without. */
  get layers(): readonly Layer[] {
    if (this.#layers === undefined) {
      const { shared } = this;
      const { connection, itself, facts, setFacts } = this.#own;
      this.#layers = [
        ...connection,
        ...shared.belowOwn,
        ...itself,
        ...shared.betweenOwn,
        ...facts,
        ...shared.aboveFacts,
        ...setFacts,
        ...shared.top,
      ];
    }
    return this.#layers;
  }

  find(name: string): Definition | undefined {
    return this.shared.found(name, () => this.#search(name));
  }

  #search(name: string): Definition | undefined {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const found = (this.layers[i] as Layer).get(name);
      if (found !== undefined) return this.merge ? this.#merged(found) : found;
    }
    return undefined;
  }

  definitions(name: string): readonly Definition[] {
    return this.shared.definitions(name, () => {
      const found: Definition[] = [];
      for (const layer of this.layers) {
        const definition = layer.get(name);
        if (definition !== undefined) found.unshift(definition);
      }
      return found;
    });
  }

  names(): ReadonlySet<string> {
    return this.#allNames().set;
  }

  sortedNames(): readonly string[] {
    return this.#allNames().sorted;
  }

  #allNames(): Names {
    this.#names ??= this.shared.namesWith(flat(this.#own));
    return this.#names;
  }

  #merged(winner: Definition): Definition {
    if (!(winner.raw() instanceof PyDict)) return winner;
    const [lowest, ...higher] = [...this.definitions(winner.name)].reverse();
    if (lowest === undefined || higher.length === 0) return winner;
    const value = higher.reduce((low, definition) => mergeValues(low, definition.raw()), lowest.raw());
    return { ...winner, raw: () => value };
  }
}

/** The layers that only one host has, each list at its place between those that hosts share. */
interface OwnLayers {
  readonly connection: readonly Layer[];
  readonly itself: readonly Layer[];
  readonly facts: readonly Layer[];
  readonly setFacts: readonly Layer[];
}

function flat({ connection, itself, facts, setFacts }: OwnLayers): readonly Layer[] {
  return [...connection, ...itself, ...facts, ...setFacts];
}

function opaqueOf(layers: readonly Layer[]): string | undefined {
  for (const { opaque } of layers) if (opaque !== undefined) return opaque;
  return undefined;
}

interface Names {
  readonly set: ReadonlySet<string>;
  readonly sorted: readonly string[];
}

function namesIn(layers: readonly Layer[]): string[] {
  return [...new Set(layers.flatMap((layer) => [...layer.names()]))];
}

function inventoryLayer(inventory: Inventory, name: string): readonly Layer[] {
  const variables = inventory.groups.get(name)?.variables;
  if (variables === undefined || variables.size === 0) return [];
  return [definitionLayer(name === "all" ? "inventory-all" : "inventory-group", name, variables)];
}
