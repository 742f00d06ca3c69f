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
    const texts = ["image_arch", "host_architecture"].map((name) => context.model.resolve(host, name));
    const text = texts.find((resolved) => resolved.state === "known" && typeof resolved.value === "string" && resolved.value !== "");
    known.set(host, text?.state === "known" ? String(text.value).trim() : undefined);
  }
  return known.get(host);
}
