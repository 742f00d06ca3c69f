import type { FilePath, FileSystem } from "../../files/fileSystem";
import type { Model } from "../../kubespray/model";
import { ManifestError } from "../manifest";
import { formerOf, helperOf } from "./formerValues";
import { withoutBlock } from "./mergeVars";
import { type Placement, placement } from "./placement";

/**
 * The user's offline.yml without the overrides that this kind wrote into it an earlier time, and with the values that they took the place of:
 * what everything that fetches from the origins has to know. The variables that hold the mirrors' addresses stay, for others may be built on
 * them; line numbers stay too.
 */
export function withdrawn(model: Model, fs: FileSystem): ReadonlyMap<FilePath, string> {
  const place = placementOrNone(model, fs);
  if (place?.text === undefined) return new Map();
  const { text } = place;
  const own = withoutBlock(text);
  const lines = text.split("\n");
  const block = own.at === undefined ? [] : text.slice(own.at, own.at + text.length - own.text.length).split("\n");
  const replaced = lines.filter((_, i) => i > 0 && formerOf(lines[i - 1] as string) !== undefined);
  const helpers = new Set([...block, ...replaced].flatMap((line) => entryOf(line)?.helper ?? []));
  if (helpers.size === 0) return new Map();
  const kept = lines.map((line, i) => {
    const entry = entryOf(line);
    if (entry?.helper === undefined || !helpers.has(entry.helper)) return line;
    const former = i === 0 ? undefined : formerOf(lines[i - 1] as string);
    return former === undefined ? "" : `${entry.key}${former}${behind(entry.value)}`;
  });
  return new Map([[place.file, kept.join("\n")]]);
}

/** The text with the values that overrides took the place of, each without the comment that kept it: as it was before, but for the block. */
export function restored(text: string): string {
  const lines = text.split("\n");
  const kept: string[] = [];
  for (const line of lines) {
    const above = kept.at(-1) ?? "";
    const former = formerOf(above);
    const entry = entryOf(line);
    if (former === undefined || entry?.helper === undefined) kept.push(line);
    else kept.splice(-1, 1, `${above.startsWith("\ufeff") ? "\ufeff" : ""}${entry.key}${former}${behind(entry.value)}`);
  }
  return kept.join("\n");
}

/** A line that leads to a mirror: `kubelet_download_url: "{{ files_repo }}/..."`. The block has no other form, and what it replaced has none. */
function entryOf(line: string): { readonly key: string; readonly value: string; readonly helper: string | undefined } | undefined {
  const [, key, value = ""] = /^([ \t]*(?:[A-Za-z_]\w*|"\w*"|'\w*')[ \t]*:[ \t]+)(.*)$/s.exec(line) ?? [];
  return key === undefined ? undefined : { key, value, helper: helperOf(value) };
}

/** What the user wrote behind the value: a comment, the `\r` of a line of Windows. The value itself is quoted, as overrides are written. */
function behind(value: string): string {
  return /^"(?:[^"\\]|\\.)*"(.*)$/s.exec(value)?.[1] ?? "";
}

function placementOrNone(model: Model, fs: FileSystem): Placement | undefined {
  try {
    return placement(model, fs);
  } catch (error) {
    if (error instanceof ManifestError) return undefined;
    throw error;
  }
}
