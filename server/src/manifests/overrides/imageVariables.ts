import type { Definition } from "../../ansible/model";
import type { Model } from "../../kubespray/model";
import { type Mapping, parseImage } from "../imageMapping";
import { leadOf } from "./leadingChain";
import { hostsInPlay, type Mirror, type Need, rawsOf, routed } from "./needs";

/**
 * The variables of kubespray that name a registry or repository and lead to no item of `downloads`: registries that only switched-off items
 * begin with, and images that stand in the templates of roles alone. Which of those a cluster needs cannot be told without the templates, so
 * all are routed: what is routed and not needed does no harm.
 */
export function imageVariables(
  model: Model,
  mirror: Mirror,
  taken: ReadonlySet<string>,
): { readonly needs: readonly Need[]; readonly unknown: readonly string[] } {
  const needs: Need[] = [];
  const unknown: string[] = [];
  const { images } = mirror;
  const hosts = hostsInPlay(model);
  const [host] = hosts;
  if (images === undefined || host === undefined) return { needs, unknown };
  const table = model.definitions(host, "downloads")[0]?.raw();
  const listed = new Set(rawsOf(table, "repo").flatMap((raw) => leadName(raw) ?? []));
  for (const [name, fallback] of repositoryNames(model)) {
    const definition = model.definitions(host, name)[0] ?? fallback;
    const text = definition.raw();
    if (taken.has(name) || typeof text !== "string" || text === "") continue;
    const lead = leadOf(text);
    if (text.startsWith(`${images.registry}/`) || text === images.registry) continue;
    // What begins with another variable goes where that one goes.
    if (lead.kind === "name" && (images.style !== "flatten" || taken.has(lead.name) || listed.has(name))) continue;
    const isRegistry = !text.includes("/") && /[.:]/.test(text);
    const wanted = lead.kind === "text" && lead.tail === "" ? placeFor(text, isRegistry, images) : undefined;
    if (wanted === undefined && images.style === "flatten" && isRegistry) continue;
    if (wanted === undefined) unknown.push(name);
    else for (const each of hosts) needs.push({ kind: "image", host: each, key: name, text, wanted, raw: `{{ ${name} }}` });
  }
  return { needs, unknown };
}

function leadName(raw: string): string | undefined {
  const lead = leadOf(raw);
  return lead.kind === "name" ? lead.name : undefined;
}

/** Role defaults whose names end as kubespray calls repositories. */
function repositoryNames(model: Model): ReadonlyMap<string, Definition> {
  const names = new Map<string, Definition>();
  for (const role of model.catalog.roles) {
    for (const layer of model.catalog.defaults(role)) {
      for (const name of layer.names()) {
        const definition = name.endsWith("_image_repo") ? layer.get(name) : undefined;
        if (definition !== undefined && !names.has(name)) names.set(name, definition);
      }
    }
  }
  return names;
}

/**
 * A repository, a registry, or what a template puts a name behind: which of them cannot be told from the text, so only a place that is right
 * for all is taken.
 */
function placeFor(text: string, isRegistry: boolean, images: Mapping): string | undefined {
  const whole = isRegistry ? undefined : parseImage(text) && routed("image", text, { fileServer: undefined, images });
  // Two names, for docker.io's with one are in a folder of their own.
  const names = "/name/name";
  const behind = routed("image", text + names, { fileServer: undefined, images });
  const prefix = behind?.endsWith(names) ? behind.slice(0, -names.length) : undefined;
  if (isRegistry || prefix === undefined) return prefix;
  // One name alone is docker.io's library/NAME, which nothing is put behind.
  return text.includes("/") ? (whole === prefix ? whole : undefined) : whole;
}
