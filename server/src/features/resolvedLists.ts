import type { ListEntry, ListOptions, Lists } from "../kubespray/model";
import type { FeatureContext, Location } from "./feature";
import { translated } from "./wording/translated";

/** The resolved lists for the tree view and the virtual documents: what is downloaded, where from, and where that was decided. */

export interface ResolvedEntry extends ListEntry {
  /** Host part of the URL or image reference, by which entries are grouped. */
  readonly registry: string;
  readonly place: Location | undefined;
}

export interface ResolvedEntries {
  readonly entries: readonly ResolvedEntry[];
  readonly gaps: readonly string[];
}

export function resolvedLists({ model, locale }: FeatureContext, options: ListOptions = {}): ResolvedEntries {
  const lists = model.lists(options);
  return {
    entries: [...lists.files, ...lists.images].map((entry) => ({
      ...entry,
      reason: translated(entry.reason, locale),
      registry: registryOf(entry),
      place: placeOf(entry),
    })),
    gaps: lists.gaps.map((gap) => translated(gap.message, locale)),
  };
}

/** `files.list` or `images.list` as the command line writes it: one entry to a line. */
export function listText(lists: Lists, kind: "files" | "images"): string {
  return lists[kind].map((entry) => `${entry.text}\n`).join("");
}

function registryOf({ kind, text }: ListEntry): string {
  if (kind === "file") return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(text)?.[1] ?? "";
  // As docker reads a reference: the first part is a host only where it looks like one.
  const [first, rest] = [text.split("/", 1)[0] ?? "", text.includes("/")];
  return rest && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}

function placeOf({ definition }: ListEntry): Location | undefined {
  const span = definition?.keySpan ?? definition?.valueSpan;
  return definition?.file !== undefined && span ? { file: definition.file, span } : undefined;
}
