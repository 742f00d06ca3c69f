import type { Definition, Layer } from "../../ansible/model";
import { inRanges, isKnownIn, keptReleaseFacts, type NameFacts, type ReleaseFacts } from "../../kubespray/releaseFacts/releaseFacts";
import { ofModel } from "../ofModel";
import type { CheckContext } from "./check";
import { namesUsed } from "./settings";
import { indexNames, type SimilarNames } from "./similarNames";

/** What is known about a name that the user sets: whether kubespray at this release has a use for it, or had one, or only its sample names it. */
export type NameStatus =
  /** Kubespray, Ansible or the user's own files have a use for it, or it cannot be told. */
  | { readonly kind: "used" }
  /** Only inventory/sample names it: a helper for other values, or a leftover. */
  | { readonly kind: "sample"; readonly facts: NameFacts }
  /** Another release has a use for it: it is gone, or still to come. */
  | { readonly kind: "other-release"; readonly facts: NameFacts; readonly when: "before" | "after" | "between" }
  | { readonly kind: "unknown" };

export interface KnownNames {
  readonly facts: ReleaseFacts;
  /** Index into facts.releases; undefined where the release cannot be told. */
  readonly release: number | undefined;
  status(name: string): NameStatus;
  /** Whether any release of kubespray, the tree or Ansible has a use for the name. */
  isKnownAnywhere(name: string): boolean;
  /** The definitions of a name in all roles of the tree, as Catalog.definitions, without asking every role. */
  inRoles(name: string): readonly Definition[];
  /** Names that a value has an effect under in this release (in any, where it is not known), for suggestions. */
  readonly settable: ReadonlySet<string>;
}

/** What `settable` is like; made once for a tree, in small steps. */
export function* similarToSettable(context: CheckContext, names: KnownNames): Generator<undefined, SimilarNames> {
  const root = context.model.kubespray?.root ?? "";
  const kept = context.memo.of("similar-names", root, [...names.settable].join(" "), (): { similar?: SimilarNames } => ({}));
  kept.similar ??= yield* indexNames(names.settable);
  return kept.similar;
}

/** In small steps: a tree's names are many. A further call for the same model goes on where the last one stopped. */
export function* knowingNames(context: CheckContext): Generator<undefined, KnownNames> {
  const used = yield* namesUsed(context);
  const inTree = yield* catalogNames(context);
  const { model, memo } = context;
  const facts = keptReleaseFacts(memo);
  yield undefined;
  return ofModel(context, "known-names", () => {
    const at = facts.releases.indexOf(model.kubespray?.release.name ?? "");
    const release = at < 0 ? undefined : at;
    const sources = { facts, release, inTree, used };
    return {
      facts,
      release,
      status: (name) => status(name, sources),
      isKnownAnywhere: (name) => inTree.has(name) || isAnsibles(name) || facts.name(name) !== undefined,
      inRoles: (name) => inTree.get(name)?.flatMap((layer) => layer.get(name) ?? []) ?? [],
      get settable() {
        return ofModel(context, "settable", () => settable(facts, release, inTree));
      },
    };
  });
}

/** The same in one piece. */
export function knownNames(context: CheckContext): KnownNames {
  const steps = knowingNames(context);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

interface Sources {
  readonly facts: ReleaseFacts;
  readonly release: number | undefined;
  readonly inTree: NamesInTree;
  readonly used: ReadonlySet<string>;
}

function status(name: string, { facts, release, inTree, used }: Sources): NameStatus {
  if (inTree.has(name) || used.has(name) || isAnsibles(name)) return { kind: "used" };
  const known = facts.name(name);
  if (!known) return { kind: "unknown" };
  const last = facts.releases.length - 1;
  const lives = (index: number) => isKnownIn(known, index);
  if (release === undefined ? facts.releases.some((_, i) => lives(i)) : lives(release)) return { kind: "used" };
  if (release !== undefined && facts.releases.some((_, i) => lives(i))) {
    const before = facts.releases.some((_, i) => i < release && lives(i));
    const after = facts.releases.some((_, i) => i > release && i <= last && lives(i));
    return { kind: "other-release", facts: known, when: before && after ? "between" : before ? "before" : "after" };
  }
  return { kind: "sample", facts: known };
}

/** Every name that a role of the tree defines, with the files that do. */
type NamesInTree = ReadonlyMap<string, readonly Layer[]>;

/** A role in each step. */
function* catalogNames(context: CheckContext): Generator<undefined, NamesInTree> {
  const { catalog } = context.model;
  const progress = ofModel(context, "catalog-names", () => ({ names: new Map<string, Layer[]>(), next: 0 }));
  while (progress.next < catalog.roles.length) {
    const role = catalog.roles[progress.next++] as string;
    for (const layer of [...catalog.defaults(role), ...catalog.vars(role)]) {
      for (const name of layer.names()) {
        const layers = progress.names.get(name);
        if (layers) layers.push(layer);
        else progress.names.set(name, [layer]);
      }
    }
    yield undefined;
  }
  return progress.names;
}

function settable(facts: ReleaseFacts, release: number | undefined, inTree: NamesInTree): ReadonlySet<string> {
  const names = new Set(inTree.keys());
  for (const name of facts.names()) {
    const known = facts.name(name) as NameFacts;
    // Names that are read and never set by default are most often the program's own; those of the sample are meant for users.
    const isMeant = known.defined.length > 0 || known.sample.length > 0;
    if (isMeant && (release === undefined ? known.read.length + known.defined.length > 0 : isKnownIn(known, release))) names.add(name);
  }
  return names;
}

/** Connection variables, facts and magic variables (ansible/constants.py MAGIC_VARIABLE_MAPPING and the plugins' own `vars`). */
function isAnsibles(name: string): boolean {
  return /^(?:ansible_|_|discovered_interpreter)/.test(name) || ["ip", "access_ip", "environment", "group_names", "groups"].includes(name);
}

/** Whether the release's sample names it. */
export function isInSample(facts: NameFacts, release: number | undefined): boolean {
  return release === undefined ? facts.sample.length > 0 : inRanges(facts.sample, release);
}
