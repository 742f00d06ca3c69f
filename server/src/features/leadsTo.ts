import type { Definition } from "../ansible/model";
import { templateNames } from "../kubespray/templateNames";
import { truthy } from "../python/convert";
import { str } from "../python/text";
import { PyDict, type Value } from "../python/values";
import type { FeatureContext } from "./feature";
import { ofModel } from "./ofModel";
import { HIDDEN, restsOnSecret } from "./secrets";
import { hasTemplate } from "./templates";

/**
 * The files and images that a variable leads to: entries of kubespray's table `downloads` whose address, repository or tag is built on it,
 * directly or through other variables. Told from the templates as they stand, so that no plan of all downloads is needed.
 */
export interface LedTo {
  /** Of `downloads`. */
  readonly key: string;
  readonly kind: "file" | "image";
  /** The address or the image; hidden where it is built on a secret. */
  readonly text: string;
  /** Its `enabled`, where that is known. */
  readonly enabled: boolean | undefined;
  readonly hosts: readonly string[];
}

export interface LeadsToOptions {
  /** `text`: what is built on the variable. `switch`: what it switches on. */
  readonly by: "text" | "switch";
  /** For each of them an address is worked out, so a few that stand for the others are enough. */
  readonly hosts: readonly string[];
  /** Keys of `downloads` that are looked into. */
  readonly most: number;
}

export function leadsTo(
  context: FeatureContext,
  name: string,
  { by, hosts, most }: LeadsToOptions,
): { readonly entries: readonly LedTo[]; readonly keys: number } {
  const found = new Map<string, LedTo & { hosts: string[] }>();
  const keys = new Set<string>();
  const shown = new Set<string>();
  for (const host of hosts) {
    const table = downloadsOn(context, host);
    if (!table) continue;
    for (const item of table.items) {
      const names = by === "text" ? item.names : item.switches;
      if (!names.some((root) => table.reaches(root, name))) continue;
      if (keys.size < most) shown.add(item.key);
      keys.add(item.key);
      if (!shown.has(item.key)) continue;
      const isImage = item.texts.length > 1 ? truth(context, host, item.container) : undefined;
      for (const { kind, template, digest } of item.texts) {
        if (isImage !== undefined && isImage !== (kind === "image")) continue;
        const byDigest = digest !== undefined && truth(context, host, digest.only) !== false;
        const resolved = context.model.evaluate(host, byDigest ? digest.template : template);
        if (resolved.state !== "known" || typeof resolved.value !== "string") continue;
        const text = restsOnSecret(context, host, resolved) ? HIDDEN : resolved.value;
        const id = `${item.key}\0${kind}\0${text}`;
        const same = found.get(id);
        if (same) same.hosts.push(host);
        else found.set(id, { key: item.key, kind, text, enabled: truth(context, host, item.enabled), hosts: [host] });
      }
    }
  }
  return { entries: [...found.values()], keys: keys.size };
}

/** Whether a variable leads to anything on a host, without working it out. */
export function leadsAnywhere(context: FeatureContext, name: string, by: LeadsToOptions["by"], host: string): boolean {
  const table = downloadsOn(context, host);
  return table?.items.some((item) => (by === "text" ? item.names : item.switches).some((root) => table.reaches(root, name))) ?? false;
}

/** Variables on which it hangs whether something is downloaded, directly or through others. */
export function switchNames(context: FeatureContext, host: string): ReadonlySet<string> {
  const table = downloadsOn(context, host);
  const names = new Set<string>();
  for (const { switches } of table?.items ?? []) {
    for (const root of switches) for (const name of table?.reached(root) ?? []) names.add(name);
  }
  return names;
}

interface DownloadItem {
  readonly key: string;
  readonly enabled: Value;
  /** Of one that has an address as well as a repository: which of both it is. */
  readonly container: Value;
  readonly texts: readonly DownloadText[];
  /** Named in these texts. */
  readonly names: readonly string[];
  /** Named in `enabled`. */
  readonly switches: readonly string[];
}

interface DownloadText {
  readonly kind: LedTo["kind"];
  readonly template: string;
  /** Of an image that is taken by its digest where one is set (artifact.ts). */
  readonly digest?: { readonly only: string; readonly template: string };
}

interface DownloadTable {
  readonly items: readonly DownloadItem[];
  /** Whether working `from` out can ask for `to`. */
  reaches(from: string, to: string): boolean;
  /** All that it can ask for, itself included. */
  reached(from: string): ReadonlySet<string>;
}

/** Hosts whose table stands at the same place share it, and what its templates name. */
function downloadsOn(context: FeatureContext, host: string): DownloadTable | undefined {
  const definition = context.model.definitions(host, "downloads")[0];
  if (definition === undefined) return undefined;
  return ofModel(context, `downloads ${definition.file} ${definition.line} ${signature(context, host)}`, () => {
    const raw = definition.raw();
    return raw instanceof PyDict ? downloadTable(context, host, raw) : undefined;
  });
}

/** Hosts in the same groups mostly have the same definitions; which of several equal names counts may differ between others. */
function signature(context: FeatureContext, host: string): string {
  return context.model.groupsOf(host).join(",");
}

function downloadTable(context: FeatureContext, host: string, raw: PyDict): DownloadTable {
  const items = downloadItems(context, raw);
  const uses = new Map<string, readonly string[]>();
  const usesOf = (name: string): readonly string[] => {
    let names = uses.get(name);
    if (names === undefined) {
      names = namesIn(context, host, name);
      uses.set(name, names);
    }
    return names;
  };
  const reached = new Map<string, ReadonlySet<string>>();
  const from = (root: string): ReadonlySet<string> => {
    let set = reached.get(root);
    if (set === undefined) {
      const all = new Set([root]);
      for (const name of all) for (const next of usesOf(name)) all.add(next);
      set = all;
      reached.set(root, set);
    }
    return set;
  };
  return { items, reaches: (root, to) => from(root).has(to), reached: from };
}

/** The table is mostly the same from one snapshot to the next. */
function downloadItems(context: FeatureContext, raw: PyDict): readonly DownloadItem[] {
  const known = context.memo.of("download-items", "", "", () => new WeakMap<PyDict, readonly DownloadItem[]>());
  let items = known.get(raw);
  if (items === undefined) {
    items = [...raw.entries()].flatMap(([key, item]) => (item instanceof PyDict ? [downloadItem(str(key), item)] : []));
    known.set(raw, items);
  }
  return items;
}

function downloadItem(key: string, item: PyDict): DownloadItem {
  const field = (name: string) => {
    const value = item.get(name);
    return typeof value === "string" && value !== "" && value !== "None" ? value : undefined;
  };
  const texts: DownloadText[] = [];
  const [url, repo, tag, only] = [field("url"), field("repo"), field("tag"), field("sha256")];
  const digest = repo !== undefined && only !== undefined ? { digest: { only, template: `${repo}@sha256:${only}` } } : {};
  if (url !== undefined) texts.push({ kind: "file", template: url });
  if (repo !== undefined) texts.push({ kind: "image", template: tag === undefined ? repo : `${repo}:${tag}`, ...digest });
  const enabled = item.get("enabled") ?? null;
  return {
    key,
    enabled,
    container: item.get("container") ?? null,
    texts,
    names: [...new Set(texts.flatMap((text) => templateNames([text.template, text.digest?.only ?? ""])))],
    switches: templateNames(enabled),
  };
}

/** What is written without a template names nothing, and is not parsed for it: tables of checksums are large. */
function namesIn(context: FeatureContext, host: string, name: string): readonly string[] {
  const definition = context.model.definitions(host, name)[0];
  if (definition === undefined || definition.layer === "magic") return [];
  // A definition in a file that did not change is the one of the snapshot before.
  const known = context.memo.of("names-of-definitions", "", "", () => new WeakMap<Definition, readonly string[]>());
  let names = known.get(definition);
  if (names === undefined) {
    names = namesOf(context, definition);
    known.set(definition, names);
  }
  return names;
}

function namesOf(context: FeatureContext, definition: Definition): readonly string[] {
  const { name, file, valueSpan } = definition;
  const read = file === undefined ? undefined : context.fs.read(file);
  if (file !== undefined && valueSpan && read?.ok) {
    const written = read.text.slice(valueSpan.start, valueSpan.end);
    if (!hasTemplate(written)) return [];
    return context.memo.of(`names ${name}`, file, written, () => templateNames(definition.raw()));
  }
  return templateNames(definition.raw());
}

function truth({ model }: FeatureContext, host: string, raw: Value): boolean | undefined {
  const resolved = typeof raw === "string" ? model.evaluate(host, raw) : undefined;
  if (resolved === undefined) return raw === null ? undefined : truthy(raw);
  return resolved.state === "known" ? truthy(resolved.value) : undefined;
}
