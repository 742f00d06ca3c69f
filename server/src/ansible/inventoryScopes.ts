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
}

export interface InventoryScopes {
  /** In a task of the play. */
  readonly scopes: (host: string) => HostScope;
  /** As other hosts see it through `hostvars`: without the play, its roles and the connection. */
  readonly hostVarsScopes: (host: string) => HostScope;
}

/** Scopes of the hosts of an inventory with its group_vars, host_vars, facts and what a play adds. */
export function inventoryScopes(options: InventoryScopeOptions): InventoryScopes {
  const { inventory, generation, facts, play } = options;
  const none: readonly Layer[] = [];
  const common = {
    inventory,
    weakest: defaultFactLayers(facts),
    groupVars: (group, beside) =>
      varsLayers(options, beside === "inventory" ? options.inventoryFolders : playbookFolders(options), group, "group"),
    hostVars: (host) => [
      ...varsLayers(options, options.inventoryFolders, host, "host"),
      ...varsLayers(options, playbookFolders(options), host, "host"),
    ],
    itself: (host) => hostItselfLayers(inventory, generation, host),
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
      connection: (host) => connectionLayers(inventory, host),
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

function varsLayers(options: InventoryScopeOptions, folders: readonly FilePath[], owner: string, of: "group" | "host"): readonly Layer[] {
  const kind = of === "host" ? "host-vars" : owner === "all" ? "group-vars-all" : "group-vars";
  return folders.flatMap((folder) => options.varsFiles.layers(join(folder, `${of}_vars`), owner, kind));
}
