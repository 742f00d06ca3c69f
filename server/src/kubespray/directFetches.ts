import type { PyDict, Value } from "../python/values";
import { artifactOf } from "./artifact";
import { type DirectCall, directCalls } from "./directCallers";
import type { DownloadRules } from "./downloadRules";
import type { DirectFetch, KubeadmImages } from "./model";
import { kubeadmVariable } from "./plan";
import { attempt, type TaskScope } from "./taskScope";

/**
 * The files that a host fetches outside the loop of roles/download: container engines, etcd, helm and others include download_file.yml by
 * themselves, each under conditions of its own, even where `skip_downloads` is set.
 */
export function directFetches(
  scope: TaskScope,
  release: string,
  rules: DownloadRules,
  kubeadm: { readonly images: KubeadmImages; readonly table: PyDict | undefined } | undefined,
): readonly DirectFetch[] {
  const above = kubeadmVariable(kubeadm);
  return directCalls(release).map((call) => directFetch(scope, rules, above, call));
}

function directFetch(scope: TaskScope, rules: DownloadRules, above: ReadonlyMap<string, Value>, call: DirectCall): DirectFetch {
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
  if (call.key === null) return { ...about, selected: true, reason };
  const fetched = attempt(() => {
    const download = engine.template(`{{ download_defaults | combine(downloads['${call.key}']) }}`);
    return artifactOf(scope.engine(new Map([...variables, ["download", download]]), call.roles), rules, download, false);
  });
  return fetched.ok
    ? { ...about, selected: true, reason, artifact: fetched.value }
    : { ...about, selected: true, reason, error: fetched.failure.message };
}
