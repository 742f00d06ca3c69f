import type { Facts } from "../ansible/facts/facts";
import type { Inventory } from "../ansible/inventory/inventory";
import { type HostLayers, hostLayers, inventoryScopes } from "../ansible/inventoryScopes";
import { KeptEvaluations } from "../ansible/keptEvaluations";
import { valueLayer } from "../ansible/layers";
import type { Layer } from "../ansible/model";
import { readYamlText } from "../ansible/readYamlText";
import { createResolver, type Resolver } from "../ansible/resolver";
import type { VarsFiles } from "../ansible/vars/varsFiles";
import type { Memo } from "../files/memo";
import type { Generation } from "../jinja/context";
import { PreparedCache } from "../jinja/evaluate/prepare";
import { Budget, DEFAULT_LIMITS } from "../python/budget";
import type { Catalog } from "./catalog";
import type { ModelTree, modelHosts } from "./modelFiles";
import type { ModelOptions } from "./openModel";
import { playbookFolder } from "./playbookFolder";
import { readerWithin } from "./readerWithin";

type ModelHosts = ReturnType<typeof modelHosts>;

export interface ResolverSources {
  readonly options: ModelOptions;
  readonly tree: ModelTree;
  readonly cfg: ModelHosts["cfg"];
  readonly found: ModelHosts["found"];
  /** With the groups that kubespray makes at run time. */
  readonly hosts: Inventory;
  readonly playHosts: readonly string[];
  readonly facts: Facts;
  readonly varsFiles: VarsFiles;
  readonly catalog: Catalog;
}

/** The variables of a model's hosts in kubespray's play; `setFacts` are those that a task sets before the downloads. */
export function modelResolver(
  { options, tree, cfg, found, hosts, playHosts, facts, varsFiles, catalog }: ResolverSources,
  setFacts?: (host: string) => readonly Layer[],
): Resolver {
  const { fs, memo } = options;
  const { search, release, roles } = tree;
  const { generation } = release;
  const { folder } = found;
  const root = search.tree?.root;
  const templates = () => new PreparedCache(generation);
  const scopes = inventoryScopes({
    inventory: hosts,
    varsFiles,
    inventoryFolders: [folder],
    generation,
    facts,
    play: {
      hosts: playHosts,
      roles,
      inventorySources: [found.file ?? options.inventory],
      ...(root !== undefined && { playbookFolder: playbookFolder(fs, root, release.rules) }),
    },
    roleDefaults: roles.flatMap((role) => catalog.defaults(role)),
    roleVars: roles.flatMap((role) => catalog.vars(role)),
    extraVars: options.extraVars ? [valueLayer("extra-vars", "-e", options.extraVars)] : [],
    merge: cfg.hashBehaviour === "merge",
    ...(setFacts && { setFacts }),
    ...(memo && { hostLayers: keptHostLayers(memo, hosts, generation) }),
  });
  return createResolver({
    inventory: hosts,
    ...scopes,
    facts,
    generation,
    // kubespray's own conditions still give numbers where ansible-core 2.19 wants booleans.
    allowBrokenConditionals: true,
    templates: memo ? memo.of("templates", "/", generation, templates) : templates(),
    ...(memo && { kept: memo.of("evaluations", folder, generation, () => new KeptEvaluations()) }),
    ...(options.clock && { budget: new Budget(DEFAULT_LIMITS, options.clock) }),
    outside: {
      parseYaml: (text) => readYamlText(text, generation),
      ...(options.env && { env: options.env }),
      readFile: readerWithin(fs, [folder, root, ...(options.workspace ?? [])]),
    },
  });
}

/** The hosts stay the same from one snapshot to the next for as long as no hosts file changes. */
function keptHostLayers(memo: Memo, hosts: Inventory, generation: Generation): HostLayers {
  const known = memo.of("host-layers", "/", generation, () => new WeakMap<Inventory, HostLayers>());
  let layers = known.get(hosts);
  if (layers === undefined) {
    layers = hostLayers(hosts, generation);
    known.set(hosts, layers);
  }
  return layers;
}
