import type { TreeIndex } from "./treeIndex";
import { sourceOf } from "./valueSnippet";

/**
 * Where a download lies on the user's own mirror: `{{ files_repo }}/github.com/...`. The helper that a family of variables (`*_download_url`,
 * `*_image_repo`) begins with, and the way paths are written behind it, are those of kubespray's sample inventory.
 */
export interface MirrorValue {
  readonly template: string;
  /** The variable that has to hold the mirror's address. */
  readonly helper: string;
}

export function mirrorValue(tree: TreeIndex, name: string): MirrorValue | undefined {
  const sample = tree.sample.get(name)?.value.replace(/^(["'])(.*)\1$/, "$2");
  const sampleHelper = helperIn(tree, sample ?? "");
  if (sample !== undefined && sampleHelper !== undefined) return { template: sample, helper: sampleHelper };
  const helper = helperOf(tree, familyOf(name));
  const variable = tree.variables.get(name);
  if (helper === undefined || variable === undefined) return undefined;
  const rest = behindOrigin(tree, sourceOf(variable).replace(/^(["'])(.*)\1$/, "$2"), name);
  return rest === undefined ? undefined : { template: `{{ ${helper} }}${rest}`, helper };
}

/** The variable without a default that a template begins with. */
function helperIn(tree: TreeIndex, template: string): string | undefined {
  const name = /^\{\{ *(\w+) *\}\}(?:\/|$)/.exec(template)?.[1];
  return name !== undefined && !tree.variables.has(name) && tree.sample.has(name) ? name : undefined;
}

const FAMILIES = ["_download_url", "_image_repo"];

function familyOf(name: string): string | undefined {
  return FAMILIES.find((family) => name.endsWith(family));
}

/** The helper that most of a family begins with. */
function helperOf(tree: TreeIndex, family: string | undefined): string | undefined {
  if (family === undefined) return undefined;
  return tree.once(`helper ${family}`, () => {
    const counts = new Map<string, number>();
    for (const { name, value } of tree.sample.values()) {
      const helper = name.endsWith(family) ? helperIn(tree, value.replace(/^["']|["']$/g, "")) : undefined;
      if (helper !== undefined) counts.set(helper, (counts.get(helper) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  });
}

/** What of a URL or an image's name stays on a mirror: of a URL the host and all behind it, of an image what is behind its registry. */
function behindOrigin(tree: TreeIndex, source: string, name: string): string | undefined {
  const isUrl = name.endsWith("_download_url");
  const [, origin, rest = ""] = /^\{\{ *(\w+) *\}\}(\/\S.*)?$/.exec(source) ?? [];
  if (origin !== undefined) {
    if (!isUrl) return rest;
    const variable = tree.variables.get(origin);
    const host = /^["']?https?:\/\/([\w.:/-]+?)\/?["']?$/.exec(variable ? sourceOf(variable) : "")?.[1];
    return host === undefined ? undefined : `/${host}${rest}`;
  }
  if (isUrl) return /^https?:\/(\/\S+)$/.exec(source)?.[1];
  const image = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(\/[\w./-]+)?$/.exec(source);
  return image ? (image[1] ?? "") : undefined;
}
