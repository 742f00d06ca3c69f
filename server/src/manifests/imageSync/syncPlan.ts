import type { Problem } from "../../text/problem";
import { formatImage, type ImageReference, type Mapping, mapImage, parseImage } from "../imageMapping";
import { json } from "../quoting";

/** Which image is copied from where to where: each once, and never two to one place. What cannot be copied is a gap that says why. */
export interface SyncPlan {
  /** In the order of the list. */
  readonly images: readonly SyncImage[];
  readonly gaps: readonly Problem[];
}

export interface SyncImage {
  readonly reference: ImageReference;
  /** As skopeo takes it: with a tag or a digest, never both; where both are written the digest decides. */
  readonly source: string;
  /** In the destination registry, less its name. */
  readonly target: string;
  /** A relative path of the carrier that no other image has: `docker.io--calico--node/v1`. */
  readonly carrier: string;
}

export function syncPlan(texts: readonly string[], mapping: Mapping): SyncPlan {
  const images = new Map<string, SyncImage>();
  const gaps: Problem[] = [];
  const gap = (code: string, message: string) => gaps.push({ severity: "error", code, message });
  for (const text of texts) {
    const parsed = parseImage(text);
    if (parsed === undefined) {
      gap("not-an-image", `${json(text)} is no image reference: it is not copied`);
      continue;
    }
    const reference = parsed.tag === undefined && parsed.digest === undefined ? { ...parsed, tag: "latest" } : parsed;
    const { tag, digest } = reference;
    const source = formatImage(digest === undefined ? reference : { ...reference, tag: undefined });
    let target: string;
    try {
      target = mapImage(formatImage(tag === undefined ? reference : { ...reference, digest: undefined }), mapping);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      gap("not-mapped", `${text} is not copied: ${error.message}`);
      continue;
    }
    const taken = images.get(target);
    // What is pulled by digest alone is found by its content, whoever else lies there.
    if (taken !== undefined && taken.source !== source) {
      gap("same-place", `${text} is not copied: it would overwrite ${taken.source} at ${target}; --mapping keep holds them apart`);
    }
    if (taken !== undefined) continue;
    images.set(target, { reference, source, target: target.slice(mapping.registry.length + 1), carrier: carrierOf(reference) });
  }
  return { images: [...images.values()], gaps };
}

/** The flat name holds no slash, and a tag or digest no slash either; colons, which some file systems refuse, become hyphens. */
function carrierOf({ registry, path, tag, digest }: ImageReference): string {
  const flat = mapImage(`${registry}/${path}`, { style: "flatten", registry: "carrier.invalid" }).slice("carrier.invalid/".length);
  return `${flat}/${tag === undefined ? "" : tag}${digest === undefined ? "" : `@${digest.replaceAll(":", "-")}`}`;
}
