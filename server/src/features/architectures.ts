import type { FeatureContext } from "./feature";
import { ofModel } from "./ofModel";

/** The architectures of hosts, as kubespray's downloads call them. */

/** Each architecture with the first of the hosts that has it. */
export function architectures(context: FeatureContext, hosts: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const host of hosts) {
    const name = architectureOf(context, host) ?? "";
    if (!found.has(name)) found.set(name, host);
  }
  return found;
}

/** As kubespray's downloads call it: amd64, arm64, ... */
export function architectureOf(context: FeatureContext, host: string): string | undefined {
  const known = ofModel(context, "architectures", () => new Map<string, string | undefined>());
  if (!known.has(host)) {
    known.set(host, textOf(context, host, "image_arch") ?? textOf(context, host, "host_architecture"));
  }
  return known.get(host);
}

function textOf({ model }: FeatureContext, host: string, name: string): string | undefined {
  const resolved = model.resolve(host, name);
  return resolved.state === "known" && typeof resolved.value === "string" && resolved.value !== "" ? resolved.value.trim() : undefined;
}
