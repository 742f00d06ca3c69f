import type { Engine } from "../jinja/engine";
import type { Failure } from "../python/failure";
import { repr, str } from "../python/text";
import type { PyDict, Value } from "../python/values";
import { artifactOf, plainArtifact } from "./artifact";
import type { DownloadRules } from "./downloadRules";
import type { Artifact, HostPlan, KubeadmImages, PlanItem } from "./model";
import { QuickConditions, whyChosen, whyNot } from "./selection";
import { attempt, entry, type TaskScope } from "./taskScope";

/**
 * The loop of roles/download/tasks/main.yml on one host, as Ansible evaluates it: the list first and as a whole (one undefined variable in
 * any field of any item ends it), then the conditions of each item in their order, then what a selected item fetches.
 */
export function planLoop(
  scope: TaskScope,
  rules: DownloadRules,
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
  /** Raw variables over all others. */
  further: ReadonlyMap<string, Value> = new Map(),
): Pick<HostPlan, "items" | "loopError"> {
  const above = new Map([...kubeadmVariable(kubeadm), ...further]);
  const engine = scope.engine(above);
  const list = attempt(() => engine.template(rules.loop));
  if (!list.ok) return { items: [], loopError: loopError(list.failure) };
  if (!Array.isArray(list.value)) {
    const message = `The list of the download loop is no list but ${shorten(repr(list.value))}.`;
    return { items: [], loopError: { kind: "failed", message } };
  }
  const context = { scope, rules, above, quick: new QuickConditions(engine), raw: engine.variables.raw?.("downloads") };
  return { items: list.value.map((item) => planItem(context, item)) };
}

/** The table replaces the variable `kubeadm_images`, unless the images were skipped or could not be listed. */
export function kubeadmVariable(
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
): ReadonlyMap<string, Value> {
  return kubeadm?.table && !kubeadm.images.skipped ? new Map([["kubeadm_images", kubeadm.table]]) : new Map();
}

function loopError(failure: Failure): NonNullable<HostPlan["loopError"]> {
  return { kind: failure.kind === "unknown" ? "unknown" : "failed", message: failure.message };
}

/** What the planning of all items of a host has in common. */
interface LoopContext {
  readonly scope: TaskScope;
  readonly rules: DownloadRules;
  readonly above: ReadonlyMap<string, Value>;
  readonly quick: QuickConditions;
  /** The table before templating, to show what switches an item. */
  readonly raw: Value | undefined;
}

function planItem(context: LoopContext, item: Value): PlanItem {
  const { scope, rules, quick } = context;
  const key = str(entry(item, "key") ?? null);
  const merged = quick.download(item);
  let made: Engine | undefined;
  const engine = () => {
    made ??= scope.engine(new Map<string, Value>([...context.above, ["item", item], ["download", DOWNLOAD]]));
    return made;
  };
  const download = () => (merged ? { ok: true as const, value: merged } : attempt(() => engine().template("{{ download }}")));
  for (const condition of rules.conditions) {
    const quickly = merged && quick.answer(condition, item, merged);
    const answer = quickly !== undefined ? { ok: true as const, value: quickly } : attempt(() => engine().condition(condition.when));
    if (!answer.ok) return { key, selected: undefined, reason: `"${condition.when}" cannot be evaluated: ${answer.failure.message}` };
    if (!answer.value)
      return { key, selected: false, reason: whyNot(scope, condition, download(), entry(entry(context.raw, key), "enabled")) };
  }
  const value = download();
  const reason = whyChosen(scope, value);
  if (!value.ok) return { key, selected: true, reason, error: value.failure.message };
  const fetched = attempt(() => fetch(context, item, value.value));
  return fetched.ok
    ? { key, selected: true, reason, artifact: fetched.value }
    : { key, selected: true, reason, error: fetched.failure.message };
}

const DOWNLOAD = "{{ download_defaults | combine(item.value) }}";

function fetch({ scope, rules, above }: LoopContext, item: Value, download: Value): Artifact {
  const container = entry(download, "container");
  const engine = () => scope.engine(new Map<string, Value>([...above, ["item", item], ["download", download]]));
  const isImage =
    typeof container === "boolean" ? container : engine().template("{% if download.container %}image{% else %}file{% endif %}") === "image";
  return plainArtifact(rules, download, isImage) ?? artifactOf(engine(), rules, download, isImage);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
