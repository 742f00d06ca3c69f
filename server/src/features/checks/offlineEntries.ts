import type { Definition } from "../../ansible/model";
import type { ListEntry } from "../../kubespray/model";
import { PyDict } from "../../python/values";
import { ofModel } from "../ofModel";
import { plansOf } from "../plans";
import type { CheckContext, Finding } from "./check";

/**
 * What the hosts download, each with the variables that its address begins with: `kubelet_download_url`, `{{ dl_k8s_io_url }}/..`, and so on
 * down to the text with the host's name in it. The last of them that the user set is what leads it to a mirror. What the checks of mirrors
 * and overrides share.
 */
export interface Fetched {
  readonly entry: ListEntry;
  readonly links: readonly Link[];
  /** The innermost definition of the user's that the address begins with; undefined where it begins with kubespray's own. */
  readonly base: Definition | undefined;
  /** Where it is fetched from: `github.com`, `docker.io`; undefined where the address has none. */
  readonly site: string | undefined;
}

/** One variable on the way; the winner's definition on the first host that fetches it. */
export interface Link {
  readonly name: string;
  readonly definition: Definition;
  readonly isOwn: boolean;
}

export function* fetched(context: CheckContext): Generator<undefined, readonly Fetched[]> {
  const kept = ofModel<{ found?: readonly Fetched[] }>(context, "fetched", () => ({}));
  if (kept.found) return kept.found;
  const plans = plansOf(context.model);
  while (!plans.next().done) yield undefined;
  const { files, images } = context.model.lists();
  const found: Fetched[] = [];
  for (const entry of [...files, ...images]) {
    const [host] = entry.hosts;
    if (host === undefined) continue;
    const links = linksOf(context, host, startOf(context, host, entry));
    const base = links.findLast(({ isOwn }) => isOwn)?.definition;
    found.push({ entry, links, base, site: siteOf(entry) });
  }
  kept.found = found;
  return found;
}

/** Where a definition stands, as a finding has it. */
export function placeOfDefinition({ file, valueSpan, keySpan, name }: Definition): Pick<Finding, "file" | "span" | "subject"> | undefined {
  const span = valueSpan && valueSpan.end > valueSpan.start ? valueSpan : keySpan;
  return file === undefined || span === undefined ? undefined : { file, span, subject: name };
}

/** The text of the definition in its file; undefined where it stands in none of the user's. */
export function sourceOf({ files }: CheckContext, { file, valueSpan }: Definition): string | undefined {
  const found = files.find(({ document }) => document.path === file);
  return found && valueSpan && found.document.text.slice(valueSpan.start, valueSpan.end);
}

export function isOwn({ files }: CheckContext, { file }: Definition): boolean {
  return file !== undefined && files.some(({ document }) => document.path === file);
}

/** The address of the item in the table, or the variable that kubeadm's images begin with. */
function startOf({ model }: CheckContext, host: string, { kind, keys, variable }: ListEntry): unknown {
  const table = model.definitions(host, "downloads")[0]?.raw();
  const [key] = keys;
  const item = table instanceof PyDict && key !== undefined ? table.get(key) : undefined;
  if (item instanceof PyDict) return item.get(kind === "file" ? "url" : "repo");
  return variable === undefined ? undefined : `{{ ${variable} }}`;
}

const MOST_LINKS = 8;

function linksOf(context: CheckContext, host: string, start: unknown): readonly Link[] {
  const links: Link[] = [];
  let raw = start;
  while (typeof raw === "string" && links.length < MOST_LINKS) {
    const name = /^\s*\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}/.exec(raw)?.[1];
    const definition = name === undefined ? undefined : context.model.definitions(host, name)[0];
    if (name === undefined || definition === undefined) break;
    links.push({ name, definition, isOwn: isOwn(context, definition) });
    raw = definition.raw();
  }
  return links;
}

function siteOf({ kind, text }: ListEntry): string | undefined {
  if (kind === "file") return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(text)?.[1]?.toLowerCase();
  const [first = "", ...rest] = text.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first.toLowerCase() : "docker.io";
}
