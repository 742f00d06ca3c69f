import { templateNames } from "../../kubespray/templateNames";
import { PyDict, type Value } from "../../python/values";
import { architectureOf, architectures } from "../architectures";
import { ofModel } from "../ofModel";
import type { CheckContext, Finding } from "./check";
import { type Fetched, fetched, isOwn, placeOfDefinition } from "./offlineEntries";

/** The user's own addresses of files beside those that kubespray would take without them, for the checks that compare both. */
export interface OverrideUrl {
  /** `kubelet_download_url` */
  readonly variable: string;
  readonly host: string;
  readonly hosts: readonly string[];
  readonly url: string;
  /** Kubespray's own. */
  readonly standard: string;
  readonly place: Pick<Finding, "file" | "span" | "subject">;
}

export interface OverrideUrls {
  readonly overrides: readonly OverrideUrl[];
  /** Of every file that is downloaded, overridden or not. */
  readonly standards: readonly { readonly variable: string; readonly standard: string }[];
}

export function* overrideUrls(context: CheckContext): Generator<undefined, OverrideUrls> {
  const all = yield* fetched(context);
  return ofModel(context, "override-urls", () => collect(context, all));
}

function collect(context: CheckContext, all: readonly Fetched[]): OverrideUrls {
  const overrides: OverrideUrl[] = [];
  const standards: { readonly variable: string; readonly standard: string }[] = [];
  for (const { entry, links } of all) {
    const [first] = links;
    if (entry.kind !== "file" || first === undefined) continue;
    // One address may serve machines that would take different ones.
    for (const [architecture, host] of architectures(context, entry.hosts)) {
      const standard = standardOf(context, host, first.name);
      if (standard === undefined) continue;
      standards.push({ variable: first.name, standard });
      // An override of a site alone (`github_url`) leaves the rest of the address as it is.
      if (!first.isOwn || hasOwnChecksum(context, host, entry.key)) continue;
      const place = placeOfDefinition(first.definition);
      const hosts = entry.hosts.filter((one) => (architectureOf(context, one) ?? "") === architecture);
      if (place) overrides.push({ variable: first.name, host, hosts, url: entry.text, standard, place });
    }
  }
  return { overrides, standards };
}

function standardOf(context: CheckContext, host: string, name: string): string | undefined {
  const definition = context.model.definitions(host, name).find(({ layer }) => layer === "role-defaults");
  const resolved = definition && context.model.evaluate(host, definition.raw());
  return resolved?.state === "known" && typeof resolved.value === "string" ? resolved.value : undefined;
}

/** Whether the user gives the checksum too, and so may well mean another file. */
function hasOwnChecksum(context: CheckContext, host: string, key: string): boolean {
  const { model } = context;
  const table = model.definitions(host, "downloads")[0]?.raw();
  const item = table instanceof PyDict ? table.get(key) : undefined;
  if (!(item instanceof PyDict)) return true;
  let raws: readonly Value[] = ["checksum", "sha256"].flatMap((field) => item.get(field) ?? []);
  for (let depth = 0; depth < 3; depth++) {
    const next: Value[] = [];
    for (const raw of raws)
      for (const name of typeof raw === "string" ? templateNames(raw) : []) {
        const definition = model.definitions(host, name)[0];
        if (definition === undefined) continue;
        if (isOwn(context, definition) && /checksum|sha\d|digest/.test(name)) return true;
        next.push(definition.raw());
      }
    raws = next;
  }
  return false;
}
