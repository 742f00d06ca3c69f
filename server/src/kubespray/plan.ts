import type { Engine } from "../jinja/engine";
import { truthy } from "../python/convert";
import type { Failure } from "../python/failure";
import { repr, str } from "../python/text";
import type { PyDict, Value } from "../python/values";
import { artifactOf } from "./artifact";
import type { DownloadRules, SelectionCondition } from "./downloadRules";
import type { HostPlan, KubeadmImages, PlanItem } from "./model";
import { attempt, entry, type TaskScope } from "./taskScope";

/**
 * The loop of roles/download/tasks/main.yml on one host, as Ansible evaluates it: the list first and as a whole (one undefined variable in
 * any field of any item ends it), then the conditions of each item in their order, then what a selected item fetches.
 */
export function planLoop(
  scope: TaskScope,
  rules: DownloadRules,
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
): Pick<HostPlan, "items" | "loopError"> {
  const above = kubeadmVariable(kubeadm);
  const list = attempt(() => scope.engine(above).template(rules.loop));
  if (!list.ok) return { items: [], loopError: loopError(list.failure) };
  if (!Array.isArray(list.value)) {
    const message = `The list of the download loop is no list but ${shorten(repr(list.value))}.`;
    return { items: [], loopError: { kind: "failed", message } };
  }
  return { items: list.value.map((item) => planItem(scope, rules, above, item)) };
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

function planItem(scope: TaskScope, rules: DownloadRules, above: ReadonlyMap<string, Value>, item: Value): PlanItem {
  const key = str(entry(item, "key") ?? null);
  const engine = scope.engine(
    new Map([...above, ["item", item], ["download", "{{ download_defaults | combine(item.value) }}"]] as [string, Value][]),
  );
  for (const condition of rules.conditions) {
    const answer = attempt(() => engine.condition(condition.when));
    if (!answer.ok) return { key, selected: undefined, reason: `"${condition.when}" cannot be evaluated: ${answer.failure.message}` };
    if (!answer.value) return { key, selected: false, reason: whyNot(scope, engine, condition, item) };
  }
  const reason = whyChosen(scope, engine);
  const download = attempt(() => engine.template("{{ download }}"));
  if (!download.ok) return { key, selected: true, reason, error: download.failure.message };
  const fetched = attempt(() => {
    const own = scope.engine(new Map([...above, ["item", item], ["download", download.value]] as [string, Value][]));
    const kind = engine.template("{% if download.container %}image{% else %}file{% endif %}");
    return artifactOf(own, rules, download.value, kind === "image");
  });
  return fetched.ok
    ? { key, selected: true, reason, artifact: fetched.value }
    : { key, selected: true, reason, error: fetched.failure.message };
}

function whyNot(scope: TaskScope, engine: Engine, condition: SelectionCondition, item: Value): string {
  switch (condition.asks) {
    case "skip-downloads":
      return "skip_downloads is set";
    case "enabled":
    case "item-enabled":
      return `it is not enabled${switchNames(engine, item)}`;
    case "containers":
      return "download_container is off: images are not fetched ahead";
    case "groups":
      return `the host is in none of its groups (${groupsText(engine)}) but in ${scope.groups.join(", ") || "no group"}`;
    case "other":
      return `"${condition.when}" does not hold`;
  }
}

/** The item's own `enabled` was templated with the list, so its text is read again from the raw table. */
function switchNames(engine: Engine, item: Value): string {
  const raw = engine.variables.raw?.("downloads");
  const key = entry(item, "key");
  const enabled = typeof key === "string" ? entry(entry(raw, key), "enabled") : undefined;
  return typeof enabled === "string" && enabled.includes("{{") ? `: ${enabled}` : "";
}

function whyChosen(scope: TaskScope, engine: Engine): string {
  const groups = attempt(() => engine.expression("group_names | intersect(download.groups)"));
  if (groups.ok && Array.isArray(groups.value) && truthy(groups.value))
    return `enabled, and the host is in ${groups.value.map(str).join(", ")}`;
  return `enabled, and ${scope.host} downloads for all hosts (download_run_once)`;
}

function groupsText(engine: Engine): string {
  const groups = attempt(() => engine.expression("download.groups"));
  if (!groups.ok) return "?";
  return Array.isArray(groups.value) ? groups.value.map(str).join(", ") : str(groups.value);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
