import type { FilePath } from "../files/fileSystem";
import { join } from "../files/paths";
import type { Generation } from "../jinja/context";
import { defaultFactLayers, type Facts, groupFactLayers, hostFactLayers } from "./facts/facts";
import type { Inventory } from "./inventory/inventory";
import { connectionLayers, hostItselfLayers, magicLayers, type PlayContext } from "./magicVariables";
import type { Layer } from "./model";
import { createScopes, type HostScope, type ScopeSources } from "./scope";
import type { VarsFiles } from "./vars/varsFiles";

/** Puts the layers of scope.ts together from an inventory, its variable files, facts and a play. */

export interface InventoryScopeOptions {
  readonly inventory: Inventory;
  readonly varsFiles: VarsFiles;
  /** Folders beside which group_vars and host_vars lie, in the order of the sources (see sourceFolder). */
  readonly inventoryFolders: readonly FilePath[];
  readonly generation: Generation;
  readonly facts: Facts;
  readonly play: PlayContext;
  /** Each list from weak to strong. */
  readonly roleDefaults?: readonly Layer[];
  readonly roleVars?: readonly Layer[];
  readonly setFacts?: (host: string) => readonly Layer[];
  readonly extraVars?: readonly Layer[];
  /** hash_behaviour = merge */
  readonly merge?: boolean;
  /** Made by hostLayers for this inventory, for whoever keeps them; without, they are made anew. */
  readonly hostLayers?: HostLayers;
}

/** The layers that a host has from the inventory alone, each list made once. */
export interface HostLayers {
  itself(host: string): readonly Layer[];
  connection(host: string): readonly Layer[];
}

export function hostLayers(inventory: Inventory, generation: Generation): HostLayers {
  return {
    itself: once((host) => hostItselfLayers(inventory, generation, host)),
    connection: once((host) => connectionLayers(inventory, host)),
  };
}

function once<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let one = known.get(key);
    if (one === undefined) {
      one = make(key);
      known.set(key, one);
    }
    return one;
  };
}

export interface InventoryScopes {
  /** In a task of the play. */
  readonly scopes: (host: string) => HostScope;
  /** As other hosts see it through `hostvars`: without the play, its roles and the connection. */
  readonly hostVarsScopes: (host: string) => HostScope;
}

/** Scopes of the hosts of an inventory with its group_vars, host_vars, facts and what a play adds. */
export function inventoryScopes(options: InventoryScopeOptions): InventoryScopes {
  const { inventory, varsFiles, generation, facts, play } = options;
  const none: readonly Layer[] = [];
  const ofHosts = options.hostLayers ?? hostLayers(inventory, generation);
  const besides = { inventory: options.inventoryFolders, playbook: playbookFolders(options) };
  const hostVarsFolders = [...besides.inventory, ...besides.playbook].map((folder) => join(folder, "host_vars"));
  const common = {
    inventory,
    weakest: defaultFactLayers(facts),
    groupVars: (group, beside) =>
      besides[beside].flatMap((folder) =>
        varsFiles.layers(join(folder, "group_vars"), group, group === "all" ? "group-vars-all" : "group-vars"),
      ),
    hostVars: (host) => hostVarsFolders.flatMap((folder) => varsFiles.layers(folder, host, "host-vars")),
    itself: ofHosts.itself,
    groupFacts: (membership) => groupFactLayers(facts, membership),
    hostFacts: (host) => hostFactLayers(facts, host),
    setFacts: options.setFacts ?? (() => none),
    extraVars: options.extraVars ?? none,
    merge: options.merge ?? false,
  } satisfies Partial<ScopeSources>;
  return {
    scopes: createScopes({
      ...common,
      roleDefaults: options.roleDefaults ?? none,
      roleVars: options.roleVars ?? none,
      connection: ofHosts.connection,
      magic: magicLayers(inventory, generation, play, play.playbookFolder),
    }),
    hostVarsScopes: createScopes({
      ...common,
      roleDefaults: none,
      roleVars: none,
      connection: () => none,
      magic: magicLayers(inventory, generation, undefined, play.playbookFolder),
    }),
  };
}

/** What lies beside the playbook overrides what lies beside the inventory, group by group (groups_plugins_play). */
function playbookFolders({ play, inventoryFolders }: InventoryScopeOptions): readonly FilePath[] {
  const folder = play.playbookFolder;
  return folder === undefined || inventoryFolders.includes(folder) ? [] : [folder];
}
