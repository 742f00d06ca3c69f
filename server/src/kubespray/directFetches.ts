import type { Engine } from "../jinja/engine";
import { str } from "../python/text";
import type { PyDict, Value } from "../python/values";
import { artifactOf } from "./artifact";
import { type DirectCall, directCalls } from "./directCallers";
import type { DownloadRules } from "./downloadRules";
import type { DirectFetch, KubeadmImages } from "./model";
import { kubeadmVariable } from "./plan";
import { type Attempt, attempt, entry, type TaskScope } from "./taskScope";

/**
 * The files that a host fetches outside the loop of roles/download: container engines, etcd, helm and others include download_file.yml by
 * themselves, each under conditions of its own, even where `skip_downloads` is set.
 */
export function directFetches(
  scope: TaskScope,
  release: string,
  rules: DownloadRules,
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
  /** Raw variables over all others. */
  further: ReadonlyMap<string, Value> = new Map(),
): readonly DirectFetch[] {
  const above = new Map([...kubeadmVariable(kubeadm), ...further]);
  // As with the loop, one undefined variable anywhere in the table fails whoever reads it.
  const table = attempt(() => scope.engine(above).expression("downloads"));
  return directCalls(release).map((call) => directFetch(scope, rules, above, call, table));
}

function ownFile(engine: Engine, { url }: DirectCall): Pick<DirectFetch, "ownFile" | "error"> {
  if (url === undefined) return {};
  const value = attempt(() => str(engine.template(url)));
  return value.ok ? { ownFile: { url: value.value } } : { error: value.failure.message };
}

function directFetch(
  scope: TaskScope,
  rules: DownloadRules,
  above: ReadonlyMap<string, Value>,
  call: DirectCall,
  table: Attempt<Value>,
): DirectFetch {
  const about = { key: call.key, role: call.roles.at(-1) ?? "" };
  if (!call.groups.some((group) => scope.groups.includes(group))) {
    return { ...about, selected: false, reason: `the host is in none of ${call.groups.join(", ")}` };
  }
  const variables = new Map<string, Value>([...above, ...Object.entries(call.vars)]);
  const engine = scope.engine(variables, call.roles);
  let problem: string | undefined;
  for (const when of call.when) {
    const answer = attempt(() => engine.condition(when));
    if (!answer.ok) problem ??= `"${when}" cannot be evaluated: ${answer.failure.message}`;
    else if (!answer.value) return { ...about, selected: false, reason: `"${when}" does not hold` };
  }
  if (problem !== undefined) return { ...about, selected: undefined, reason: problem };
  const reason = `${call.roles.join(" > ")} fetches it`;
  if (call.key === null) return { ...about, selected: true, reason, ...ownFile(engine, call) };
  if (!table.ok) return { ...about, selected: true, reason, error: table.failure.message };
  const item = entry(table.value, call.key);
  if (item === undefined) return { ...about, selected: true, reason, error: `downloads has no ${call.key}` };
  const fetched = attempt(() => {
    const download = scope.engine(new Map([...variables, ["item", item]]), call.roles).template("{{ download_defaults | combine(item) }}");
    return artifactOf(scope.engine(new Map([...variables, ["download", download]]), call.roles), rules, download, false);
  });
  return fetched.ok
    ? { ...about, selected: true, reason, artifact: fetched.value }
    : { ...about, selected: true, reason, error: fetched.failure.message };
}
