import type { Wording } from "./manifest";
import { isPort } from "./port";

/**
 * Where an image goes in the user's own registry. One rule for all manifests that speak of images, so that what is copied, what the
 * overrides name and what the nodes pull are the same. References are read as docker, containerd and skopeo do (distribution/reference:
 * grammar and normalization).
 */

/**
 * `strip`: the origin's registry is left out, as in the article (docker.io/calico/node -> REG/calico/node).
 * `keep`: the origin's registry becomes the first part of the path (REG/docker.io/calico/node).
 * `flatten`: one part, for registries without folders (REG/docker.io--calico--node).
 * `harbor`: as `strip`, within a project (REG/PROJECT/calico/node).
 */
export const MAPPING_STYLES = ["strip", "keep", "flatten", "harbor"] as const;
export type MappingStyle = (typeof MAPPING_STYLES)[number];

export interface Mapping {
  readonly style: MappingStyle;
  /** `hub.example.com`, `10.0.0.5:5000`, `hub.example.com/team`: no scheme. See checkRegistry. */
  readonly registry: string;
  /** Of Harbor. */
  readonly project?: string | undefined;
}

export interface ImageReference {
  /** Lower case, with its port: `docker.io` where none is written. */
  readonly registry: string;
  /** Without the registry; `library/nginx` for docker.io's `nginx`. */
  readonly path: string;
  readonly tag: string | undefined;
  /** `sha256:...` */
  readonly digest: string | undefined;
}

/**
 * The same image, with its tag and digest as they are written, in the user's registry. A repository without tag or digest stays one.
 * RangeError where the text is no image reference or the result would not be one.
 */
export function mapImage(image: string, mapping: Mapping): string {
  const reference = parseImage(image);
  if (reference === undefined) throw new RangeError(`not an image reference: ${JSON.stringify(image)}`);
  const path = mappedPath(reference, mapping);
  const result = formatImage({ ...reference, registry: mapping.registry, path });
  const prefix = mapping.registry.indexOf("/");
  const full = prefix < 0 ? path : `${mapping.registry.slice(prefix + 1)}/${path}`;
  // What registries refuse: NameTotalLengthMax of distribution/reference.
  if (full.length > 255) throw new RangeError(`the name would be longer than the 255 characters that registries take: ${result}`);
  if (parseImage(result) === undefined) throw new RangeError(`the result is no image reference: ${JSON.stringify(result)}`);
  return result;
}

/** Two or more origins that would become one image at the destination. */
export interface Collision {
  readonly target: string;
  readonly origins: readonly string[];
}

/** Repositories of different origins that share one place, in the order of the images. Tags do not matter: what differs is who made it. */
export function collisionsOf(images: readonly string[], mapping: Mapping): readonly Collision[] {
  const origins = new Map<string, Set<string>>();
  for (const image of images) {
    const reference = parseImage(image);
    if (reference === undefined) continue;
    const target = `${mapping.registry}/${mappedPath(reference, mapping)}`;
    const seen = origins.get(target) ?? new Set();
    origins.set(target, seen.add(`${reference.registry}/${reference.path}`));
  }
  return [...origins].filter(([, seen]) => seen.size > 1).map(([target, seen]) => ({ target, origins: [...seen] }));
}

const HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)";
const REGISTRY = new RegExp(`^(?:${HOST}(?:\\.${HOST})*|\\[[A-Fa-f0-9:]+\\])(?::[0-9]+)?$`);
const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** Longer than any that a registry takes. */
const LONGEST = 1024;

/** Undefined where the text is none. `nginx`, `docker.io/nginx` and `index.docker.io/library/nginx` are all docker.io's library/nginx. */
export function parseImage(text: string): ImageReference | undefined {
  if (text.length > LONGEST) return undefined;
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  const named = at < 0 ? text : text.slice(0, at);
  // A colon after the last slash is the tag's; one before it is the port's.
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const name = colon < 0 ? named : named.slice(0, colon);
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = slash >= 0 && (/[.:\]]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const written = hasRegistry ? first.toLowerCase() : "docker.io";
  if (!REGISTRY.test(written)) return undefined;
  const registry = written === "index.docker.io" ? "docker.io" : written;
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (!path.split("/").every((part) => PART.test(part))) return undefined;
  return { registry, path: registry === "docker.io" && !path.includes("/") ? `library/${path}` : path, tag, digest };
}

export function formatImage({ registry, path, tag, digest }: ImageReference): string {
  return `${registry}/${path}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** What is wrong with a destination registry, or undefined: host, optional port, optional path. */
export function checkRegistry(text: string): Wording | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return {
      en: `write the registry without ${text.slice(0, text.indexOf("/"))}//`,
      zh: `请去掉 ${text.slice(0, text.indexOf("/"))}// 前缀`,
    };
  }
  const [host = "", ...parts] = text.split("/");
  if (REGISTRY.test(host) && parts.every((part) => PART.test(part)) && isRegistry(host) && isPort(/:(\d+)$/.exec(host)?.[1]))
    return undefined;
  return {
    en: "a registry is a host with a dot or a port, in lower case, with an optional path: hub.example.com, 10.0.0.5:5000, hub.example.com/team",
    zh: "镜像仓库应为小写的、带点或端口的主机名，可带路径：hub.example.com、10.0.0.5:5000、hub.example.com/team",
  };
}

/** What is wrong with the name of a Harbor project, or undefined. */
export function checkProject(text: string): Wording | undefined {
  if (text.length <= 255 && text.split("/").every((part) => PART.test(part))) return undefined;
  return {
    en: "a project is written in lower case letters, digits, and single dots, underscores or hyphens between them",
    zh: "项目名只能由小写字母、数字以及其间的点、下划线或连字符组成",
  };
}

/** Otherwise docker takes the first part for a folder of docker.io. */
function isRegistry(host: string): boolean {
  return host === host.toLowerCase() && (/[.:]/.test(host) || host === "localhost");
}

function mappedPath({ registry, path }: ImageReference, { style, project }: Mapping): string {
  switch (style) {
    case "strip":
      return path;
    case "keep":
      return `${pathPart(registry)}/${path}`;
    case "flatten":
      return `${lengthen(pathPart(registry))}--${path.split("/").map(lengthen).join("--")}`;
    case "harbor":
      if (project === undefined || project === "") throw new RangeError("the style harbor needs a project");
      return `${project}/${path}`;
  }
}

/**
 * A registry as one part of a path, each differently: a port's colon, which no path can hold, becomes `__`, which no host's name can; an
 * IPv6 address is written with `_` for its colons and a dot before the port.
 */
function pathPart(registry: string): string {
  const address = /^\[(.*)\](?::(\d+))?$/.exec(registry);
  if (address === null) return registry.replace(":", "__");
  const groups = (address[1] as string).replace(/^::/, "0::").replace(/::$/, "::0").replaceAll(":", "_");
  return address[2] === undefined ? groups : `${groups}.${address[2]}`;
}

/** `--` stands for a slash and nothing else: longer runs of hyphens, which a name may hold, grow by one. */
function lengthen(part: string): string {
  return part.replace(/--+/g, (run) => `${run}-`);
}
