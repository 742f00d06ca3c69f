import type { Definition } from "../../ansible/model";
import type { HostPlan } from "../../kubespray/model";
import { orderText } from "../../python/compare";
import { PyDict } from "../../python/values";
import { architectureOf } from "../architectures";
import { ofModel } from "../ofModel";
import type { CheckContext, Finding } from "./check";

/**
 * What the hosts download, each with the variables that its address begins with: `kubelet_download_url`, `{{ dl_k8s_io_url }}/..`, and so on
 * down to the text with the host's name in it. The last of them that the user set is what leads it to a mirror. What the checks of mirrors
 * and overrides share.
 */
export interface Fetched {
  readonly entry: Entry;
  readonly links: readonly Link[];
  /** The innermost definition of the user's that the address begins with; undefined where it begins with kubespray's own. */
  readonly base: Definition | undefined;
  /** Where it is fetched from: `github.com`, `docker.io`; undefined where the address has none. */
  readonly site: string | undefined;
}

export interface Entry {
  readonly kind: "file" | "image";
  /** The URL or image reference. */
  readonly text: string;
  /** Of `downloads`, or `kubeadm_...`; of the first host. */
  readonly key: string;
  /** Those that download it. */
  readonly hosts: readonly string[];
}

/** One variable on the way; the winner's definition on the first host that fetches it. */
export interface Link {
  readonly name: string;
  readonly definition: Definition;
  readonly isOwn: boolean;
}

export function* fetched(context: CheckContext): Generator<undefined, readonly Fetched[]> {
  const kept = ofModel<{ found?: readonly Fetched[] }>(context, "fetched", () => ({}));
  kept.found ??= yield* collect(context);
  return kept.found;
}

function* collect(context: CheckContext): Generator<undefined, readonly Fetched[]> {
  const entries = new Map<string, Entry & { hosts: string[] }>();
  const broken = new Map<string, string>();
  const add = (host: string, kind: Entry["kind"], text: string, key: string) => {
    const known = entries.get(`${kind} ${text}`);
    if (known === undefined) entries.set(`${kind} ${text}`, { kind, text, key, hosts: [host] });
    else if (known.hosts.at(-1) !== host) known.hosts.push(host);
  };
  for (const host of context.model.hosts) {
    const plan = yield* planOf(context, host);
    for (const { key, artifact } of [...plan.items, ...plan.direct]) {
      if (artifact === undefined || key === null) continue;
      if ("image" in artifact) add(host, "image", artifact.image, key);
      else add(host, "file", artifact.url, key);
    }
    if (plan.loopError) broken.set(`${context.model.groupsOf(host).join(" ")} ${architectureOf(context, host)}`, host);
    yield undefined;
  }
  // What would be downloaded where the list fails as a whole: of hosts in the same groups one tells enough.
  for (const host of broken.values()) {
    const { files, images } = context.model.lists({ host });
    for (const { kind, text, keys } of [...files, ...images]) add(host, kind, text, keys[0] ?? "");
    yield undefined;
  }
  const repository = entries.size === 0 ? undefined : kubeadmVariable(context);
  const found: Fetched[] = [];
  for (const entry of [...entries.values()].sort((a, b) => orderText(a.text, b.text))) {
    const links = linksOf(context, entry.hosts[0] as string, startOf(context, entry, repository));
    found.push({ entry, links, base: links.findLast((link) => link.isOwn)?.definition, site: siteOf(entry) });
  }
  return found;
}

/** The variable that kubeadm's own images begin with, which are no part of the table. */
function kubeadmVariable({ model }: CheckContext): string | undefined {
  const host = model.hosts.find((one) =>
    model.plan(one).items.some(({ key, selected }) => selected === true && key.startsWith("kubeadm_")),
  );
  const images = host === undefined ? [] : model.lists({ host }).images;
  return images.find(({ keys, variable }) => variable !== undefined && keys.every((key) => key.startsWith("kubeadm_")))?.variable;
}

/** The plan of a host in small steps. */
export function* planOf({ model }: CheckContext, host: string): Generator<undefined, HostPlan> {
  const steps = model.planning(host);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield undefined;
  }
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
function startOf({ model }: CheckContext, { kind, key, hosts }: Entry, repository: string | undefined): unknown {
  const table = model.definitions(hosts[0] as string, "downloads")[0]?.raw();
  const item = table instanceof PyDict ? table.get(key) : undefined;
  if (item instanceof PyDict) return item.get(kind === "file" ? "url" : "repo");
  return repository !== undefined && key.startsWith("kubeadm_") ? `{{ ${repository} }}` : undefined;
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

function siteOf({ kind, text }: Entry): string | undefined {
  if (kind === "file") return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(text)?.[1]?.toLowerCase();
  const [first = "", ...rest] = text.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first.toLowerCase() : "docker.io";
}
