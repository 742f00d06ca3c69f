import { templateNames } from "../../kubespray/templateNames";
import { str } from "../../python/text";
import { PyDict } from "../../python/values";
import type { FeatureContext } from "../feature";
import { type Lookup, lookupsOf, type User, usersOf } from "./lookups";
import { keysOf, type Version } from "./tableKeys";
import type { TreeIndex } from "./treeIndex";

/**
 * Those of the versions of a variable that go on where the release's defaults look up what is made of it: `kube_major_version` is made of
 * `kube_version`, and without `etcd_supported_versions[kube_major_version]` nothing is downloaded. One step, by a template that names the
 * variable alone; where it cannot be worked out, or the user gives what is looked up there, the version stays.
 */
export function fitting(
  context: FeatureContext,
  tree: TreeIndex,
  host: string,
  name: string,
  versions: readonly Version[],
): readonly Version[] {
  return makersOf(context, tree, host, name).reduce((kept, { template, tables }) => {
    const known = tables.flatMap((table) => keysOf(context, host, table) ?? []);
    const made = known.length === 0 ? undefined : madeOf(context, host, template, name, kept);
    return made === undefined
      ? kept
      : kept.filter((version) => {
          // By its text, so that a number never misses what a text has.
          const key = made.get(version);
          return key === undefined || known.every((keys) => keys.has(key));
        });
  }, versions);
}

interface Maker {
  readonly template: string;
  readonly tables: readonly string[];
}

function makersOf(context: FeatureContext, tree: TreeIndex, host: string, name: string): readonly Maker[] {
  const { model } = context;
  return [...lookupsByIndex(tree)].flatMap(([index, lookups]) => {
    if (index === name) return [];
    const template = /^\w+$/.test(index) ? model.definitions(host, index)[0]?.raw() : `{{ ${index} }}`;
    if (typeof template !== "string" || !template.includes(name)) return [];
    const names = templateNames(template);
    if (names.length !== 1 || names[0] !== name) return [];
    const counting = lookups.filter(
      ({ definer, file, table, name: root }) =>
        // A table that is made of the version itself is not the same for all.
        isDownloaded(context, tree, host, { definer, file }) &&
        model.definitions(host, root)[0]?.raw() instanceof PyDict &&
        !templateNames(`{{ ${table} }}`).includes(name),
    );
    return counting.length === 0 ? [] : [{ template, tables: [...new Set(counting.map(({ table }) => table))] }];
  });
}

const MOST_USERS = 200;

/** Whether kubespray's table of downloads cannot be worked out without the default: through other defaults, as far as they count. */
function isDownloaded({ model }: FeatureContext, tree: TreeIndex, host: string, user: User): boolean {
  const pending = [user];
  const seen = new Set<string>();
  for (let next = pending.pop(); next !== undefined && seen.size < MOST_USERS; next = pending.pop()) {
    const { definer, file } = next;
    if (seen.has(definer) || model.definitions(host, definer)[0]?.file !== file) continue;
    if (definer === "downloads") return true;
    seen.add(definer);
    pending.push(...usersOf(tree, definer));
  }
  return false;
}

function lookupsByIndex(tree: TreeIndex): ReadonlyMap<string, readonly Lookup[]> {
  return tree.once("lookups-by-index", () => {
    const found = new Map<string, Lookup[]>();
    for (const lookup of lookupsOf(tree)) {
      if (!lookup.isCertain) continue;
      const list = found.get(lookup.index);
      if (list) list.push(lookup);
      else found.set(lookup.index, [lookup]);
    }
    return found;
  });
}

const BETWEEN = "|;|";

/** What the template makes of each, in one go and once for a session; of odd ones nothing is said. */
function madeOf(
  { model, memo }: FeatureContext,
  host: string,
  template: string,
  name: string,
  versions: readonly Version[],
): ReadonlyMap<Version, string> | undefined {
  const plain = versions.filter((version) => /^[\w.+-]+$/.test(str(version)));
  const literals = plain.map((version) => (typeof version === "string" ? `'${version}'` : str(version)));
  const loop = `{% for ${name} in [${literals.join(", ")}] %}${template}${BETWEEN}{% endfor %}`;
  // It names nothing of the host's.
  const { root, release } = model.kubespray ?? {};
  const made = memo.of(`made-versions ${name} ${release?.generation} ${template}`, root ?? "", loop, () => {
    const resolved = model.evaluate(host, loop);
    return resolved.state === "known" && typeof resolved.value === "string" ? resolved.value.split(BETWEEN) : [];
  });
  return made.length === plain.length + 1 ? new Map(plain.map((version, i) => [version, made[i] as string])) : undefined;
}
