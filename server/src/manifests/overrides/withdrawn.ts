import type { FilePath, FileSystem } from "../../files/fileSystem";
import type { Model } from "../../kubespray/model";
import { ManifestError } from "../manifest";
import { withoutBlock } from "./mergeVars";
import { type Placement, placement } from "./placement";

/**
 * The user's offline.yml without the overrides that this kind wrote into it an earlier time: what everything that fetches from the origins
 * has to know. The variables that hold the mirrors' addresses stay, for others may be built on them; line numbers stay too.
 */
export function withdrawn(model: Model, fs: FileSystem): ReadonlyMap<FilePath, string> {
  const place = placementOrNone(model, fs);
  if (place?.text === undefined) return new Map();
  const { text } = place;
  const own = withoutBlock(text);
  if (own.at === undefined) return new Map();
  const block = text.slice(own.at, own.at + text.length - own.text.length);
  const helpers = new Set([...block.matchAll(new RegExp(OVERRIDE, "gm"))].map((match) => match[1]));
  const lines = text.split("\n").map((line) => {
    const helper = new RegExp(OVERRIDE).exec(line)?.[1];
    return helper !== undefined && helpers.has(helper) ? "" : line;
  });
  return new Map([[place.file, lines.join("\n")]]);
}

/** A line that leads to a mirror: `kubelet_download_url: "{{ files_repo }}/..."`. The block has no other form, and what it replaced has none. */
const OVERRIDE = /^[ \t]*[A-Za-z_]\w*:[ \t]+["']?\{\{ *([A-Za-z_]\w*) *\}\}/.source;

function placementOrNone(model: Model, fs: FileSystem): Placement | undefined {
  try {
    return placement(model, fs);
  } catch (error) {
    if (error instanceof ManifestError) return undefined;
    throw error;
  }
}
