/** All that a model says, as text: two models of the same files must say the same. */
import type { Resolved } from "../../server/src/ansible/model";
import type { Model } from "../../server/src/kubespray/model";
import { Failure } from "../../server/src/python/failure";
import { PyDict, TaggedText, Undefined } from "../../server/src/python/values";

/** `host` and `kind` first, so that what differs is found by a look at the first line that does. */
export function everything(model: Model, names?: readonly string[]): readonly string[] {
  const lines: string[] = [`hosts ${shown(model.hosts.map((host) => [host, model.groupsOf(host)]))}`];
  for (const host of model.hosts) {
    for (const name of names ?? model.variables(host)) {
      lines.push(`${host} ${name} = ${resolvedText(model.resolve(host, name))} ${shown(model.definitions(host, name).map(place))}`);
    }
    lines.push(`${host} variables ${model.variables(host).join(" ")}`, `${host} plan ${shown(model.plan(host))}`);
  }
  lines.push(`lists ${shown(model.lists({ all: true }))}`, `selected ${shown(model.lists())}`, `problems ${shown(model.problems)}`);
  return lines;
}

/** The values of single variables, asked in this order. */
export function values(model: Model, asked: readonly (readonly [host: string, name: string])[]): readonly string[] {
  return asked.map(([host, name]) => `${host} ${name} = ${resolvedText(model.resolve(host, name))}`);
}

function resolvedText(resolved: Resolved): string {
  const trace = [...new Set(resolved.trace.map(place))].sort();
  return `${shown({ ...resolved, trace: undefined })} because of ${trace.join(" ")}`;
}

function place({ name, layer, owner, file, line }: Resolved["trace"][number]): string {
  return `${name}@${layer}:${owner}:${file ?? ""}:${line ?? ""}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    if (one instanceof TaggedText) return { tag: one.tag, text: one.text };
    if (one instanceof Undefined) return { undefined: one.message, failure: one.failure?.message };
    if (one instanceof Failure) return { failure: one.kind, message: one.message };
    if (one instanceof Map || one instanceof PyDict) return [...one.entries()];
    if (one instanceof Set) return [...one];
    return one;
  });
}
