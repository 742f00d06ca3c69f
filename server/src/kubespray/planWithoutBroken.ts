import { type Failure, fail } from "../python/failure";
import { str } from "../python/text";
import { PyDict, type Value } from "../python/values";
import { isLiteral } from "./culprit";
import { directFetches } from "./directFetches";
import type { DownloadRules } from "./downloadRules";
import type { DirectFetch, HostPlan, KubeadmImages, PlanItem } from "./model";
import { planLoop } from "./plan";
import { attempt, type TaskScope } from "./taskScope";

/**
 * What would be downloaded but for the fields of the table `downloads` that fail or cannot be known: for lists that are to be as long as
 * they can be although kubespray's loop ends at such a field. Each item that lacks one of them says so instead of naming an artifact.
 */
export function planWithoutBroken(
  scope: TaskScope,
  release: string,
  rules: DownloadRules,
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
): Pick<HostPlan, "items" | "direct"> {
  const broken = new Map<string, ReadonlyMap<string, Failure>>();
  const table = sound(scope, broken);
  if (table === undefined) return { items: [], direct: [] };
  const above = new Map<string, Value>([["downloads", table]]);
  const items = planLoop(scope, rules, kubeadm, above).items.map((item) => mended(item, broken.get(item.key)));
  const direct = directFetches(scope, release, rules, kubeadm, above).map((item) => mended(item, broken.get(item.key ?? "")));
  return { items, direct };
}

/** The table with its fields templated one by one; those that fail are left out and noted. */
function sound(scope: TaskScope, broken: Map<string, ReadonlyMap<string, Failure>>): PyDict | undefined {
  const engine = scope.engine();
  const field = (raw: Value) =>
    attempt(() => {
      const value = engine.template(raw);
      return isLiteral(value) ? value : fail("the list of downloads cannot hold such a value");
    });
  const raw = engine.variables.raw?.("downloads");
  if (!(raw instanceof PyDict)) return undefined;
  const table = new PyDict();
  for (const [key, spec] of raw.entries()) {
    if (!(spec instanceof PyDict)) continue;
    const kept = new PyDict();
    const lost = new Map<string, Failure>();
    for (const [name, value] of spec.entries()) {
      const answer = field(value);
      if (answer.ok) kept.set(name, answer.value);
      else {
        lost.set(str(name), answer.failure);
        if (SUMS.includes(str(name))) kept.set(name, "");
      }
    }
    table.set(key, kept);
    if (lost.size > 0) broken.set(str(key), lost);
  }
  return table;
}

const DECIDING = ["enabled", "groups", "container"];
const SUMS = ["checksum", "sha256"];

/** Without its field an item would fall back on kubespray's default for it: only a file can do without its checksum and its place. */
function mended<T extends PlanItem | DirectFetch>(item: T, lost: ReadonlyMap<string, Failure> | undefined): T {
  if (lost === undefined || (item.selected === false && !lost.has("enabled") && !lost.has("groups"))) return item;
  const { artifact, ...rest } = item;
  const undecided = DECIDING.find((name) => lost.has(name));
  const needed = artifact && "image" in artifact ? ["repo", "tag", "sha256"] : ["url"];
  const what = undecided ?? needed.find((name) => lost.has(name));
  if (what === undefined) {
    if (artifact === undefined || "image" in artifact) return item;
    const checksum = SUMS.some((name) => lost.has(name)) ? undefined : artifact.checksum;
    return { ...item, artifact: { ...artifact, checksum, dest: lost.has("dest") ? "" : artifact.dest } };
  }
  const message = `${what}: ${lost.get(what)?.message}`;
  return { ...rest, ...(undecided !== undefined && { selected: undefined, reason: message }), error: message } as T;
}
