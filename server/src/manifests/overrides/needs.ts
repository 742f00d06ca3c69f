import { childrenOf } from "../../jinja/parse/children";
import { parseTemplate } from "../../jinja/parse/parseTemplate";
import type { ListEntry, Model } from "../../kubespray/model";
import { PyDict, type Value } from "../../python/values";
import { type Mapping, mapImage, parseImage } from "../imageMapping";
import { mirrorPath } from "../mirrorPath";
import { leadOf } from "./leadingChain";

/**
 * What has to come from the mirror: each address and each image repository that a host of this inventory downloads, or with `all` could
 * download, with the template that it comes from and the text that it has to become.
 */
export interface Need {
  readonly kind: "file" | "image";
  readonly host: string;
  /** The key of `downloads`, `kubeadm_...`, or `argocd_install`. */
  readonly key: string;
  /** The address or repository, as it is without overrides. */
  readonly text: string;
  /** Undefined where the mirror has no place for it: `why` says so. */
  readonly wanted: string | undefined;
  /** What `text` is the value of; undefined where no template that a variable could change leads to it. */
  readonly raw: string | undefined;
}

export interface Mirror {
  /** Without a slash at its end. */
  readonly fileServer: string | undefined;
  readonly images: Mapping | undefined;
}

/** True where a text comes from the mirror already. */
export function isRouted(kind: Need["kind"], text: string, mirror: Mirror): boolean {
  const base = kind === "file" ? mirror.fileServer : mirror.images?.registry;
  return base === undefined || text.startsWith(`${base}/`);
}

/** The text that an address or an image has to become. Undefined where the mirror has no place for it. */
export function routed(kind: Need["kind"], text: string, mirror: Mirror): string | undefined {
  if (kind === "file") return mirror.fileServer === undefined ? undefined : addressOf(text, mirror.fileServer);
  const repository = repositoryOf(text);
  if (mirror.images === undefined || parseImage(repository) === undefined) return undefined;
  try {
    // What stands behind the repository stays, even where no registry would take it.
    return mapImage(repository, mirror.images) + text.slice(repository.length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where a file server over the mirror's folder answers for an address: its path stays encoded as it was. */
function addressOf(url: string, fileServer: string): string | undefined {
  const place = mirrorPath(url);
  const path = /^[a-z]+:\/\/[^/?#]*(\/[^?#]*)$/i.exec(url)?.[1];
  if (place === undefined || path === undefined) return undefined;
  const host = place.slice(0, place.indexOf("/"));
  try {
    return decodeURI(host + path) === decodeURI(place) || host + decodeURIComponent(path) === place
      ? `${fileServer}/${host}${path}`
      : undefined;
  } catch {
    return undefined;
  }
}

/** The hosts that kubespray's play runs on. */
export function hostsInPlay(model: Model): readonly string[] {
  return ["k8s_cluster", "etcd"].flatMap((group) => model.hostsOf(group)).filter((host, i, all) => all.indexOf(host) === i);
}

/** In the order of kubespray's table. What comes from the mirror already is left out. */
export function needsOf(model: Model, mirror: Mirror, all: boolean): readonly Need[] {
  return hostsInPlay(model).flatMap((host) => {
    const { files, images } = model.lists({ host, all });
    const table = model.definitions(host, "downloads")[0]?.raw();
    const order: readonly Value[] = table instanceof PyDict ? [...table.keys()] : [];
    const needs = [...files, ...images].flatMap((entry) => entry.keys.map((key) => needOf(model, mirror, host, table, entry, key)));
    const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
    return needs.flatMap((need) => need ?? []).sort((a, b) => rank(a.key) - rank(b.key));
  });
}

function needOf(model: Model, mirror: Mirror, host: string, table: Value | undefined, entry: ListEntry, key: string): Need | undefined {
  const { kind } = entry;
  if (isRouted(kind, entry.text, mirror)) return undefined;
  const text = kind === "file" ? entry.text : repositoryOf(entry.text);
  const field = kind === "file" ? "url" : "repo";
  const named = rawOf(table, key, field) ?? (entry.variable === undefined ? undefined : `{{ ${entry.variable} }}`);
  const raw =
    named === undefined ? ownFile(model, host, text) : leadsTo(model, host, named, text) ? named : sameAs(model, host, table, field, text);
  return { kind, host, key, text, wanted: routed(kind, text, mirror), raw };
}

/** What kubeadm lists begins with one variable, but its etcd is kubespray's own. */
function leadsTo(model: Model, host: string, raw: string, text: string): boolean {
  const resolved = model.evaluate(host, raw);
  return resolved.state !== "known" || (typeof resolved.value === "string" && text.startsWith(resolved.value));
}

function sameAs(model: Model, host: string, table: Value | undefined, field: string, text: string): string | undefined {
  return rawsOf(table, field).find((raw) => {
    const resolved = model.evaluate(host, raw);
    return resolved.state === "known" && resolved.value === text;
  });
}

/** One field of all items of `downloads`, as it is written. */
export function rawsOf(table: Value | undefined, field: string): readonly string[] {
  if (!(table instanceof PyDict)) return [];
  return [...table.keys()].flatMap((key) => (typeof key === "string" ? (rawOf(table, key, field) ?? []) : []));
}

function rawOf(table: Value | undefined, key: string, field: string): string | undefined {
  const spec = table instanceof PyDict ? table.get(key) : undefined;
  const raw = spec instanceof PyDict ? spec.get(field) : undefined;
  return typeof raw === "string" ? raw : undefined;
}

/** Without tag and digest. */
export function repositoryOf(image: string): string {
  const name = image.split("@", 1)[0] as string;
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return colon < 0 ? name : name.slice(0, colon);
}

/**
 * A file that a task fetches by a variable of its role, which is no key of `downloads` (argocd's manifests): the variable whose template the
 * address fits.
 */
function ownFile(model: Model, host: string, url: string): string | undefined {
  for (const role of model.catalog.roles) {
    for (const layer of model.catalog.defaults(role)) {
      for (const name of layer.names()) {
        const raw = (model.definitions(host, name)[0] ?? layer.get(name))?.raw();
        if (typeof raw === "string" && fits(raw, url)) return `{{ ${name} }}`;
      }
    }
  }
  return undefined;
}

/** The plain texts of a template stand in the text in their order, the first at its start and the last at its end. */
function fits(raw: string, text: string): boolean {
  if (!/^https?:\/\/[^{]*\//.test(raw)) return false;
  if (leadOf(raw).kind !== "text") return false;
  const pattern = childrenOf(parseTemplate(raw, { ansibleEscapes: true }).template).map((node) =>
    node.kind === "text" ? escaped(node.text) : "[^/]+",
  );
  return new RegExp(`^${pattern.join("")}$`).test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
