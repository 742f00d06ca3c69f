import type { ListEntry, Lists } from "../kubespray/model";
import type { Loaded } from "./load";
import { entryPlace } from "./places";
import type { NewFile } from "./replaceFiles";

/** The lists as files: two plain ones, one URL or image to a line (for `wget -i`, `skopeo`, ...), or one JSON or CSV file that tells all. */

export type ListFormat = "text" | "json" | "csv";
export type ListKind = "files" | "images";

export function formatLists(lists: Lists, format: ListFormat, kinds: readonly ListKind[], loaded: Loaded): readonly NewFile[] {
  switch (format) {
    case "text":
      return kinds.map((kind) => ({
        name: `${kind}.list`,
        text: lists[kind].map((entry) => `${entry.text}\n`).join(""),
      }));
    case "json":
      return [{ name: "lists.json", text: asJson(lists, kinds, loaded) }];
    case "csv":
      return [{ name: "lists.csv", text: asCsv(lists, kinds, loaded) }];
  }
}

function asJson(lists: Lists, kinds: readonly ListKind[], loaded: Loaded): string {
  const { model } = loaded;
  const document = {
    kubespray: model.kubespray ? { folder: loaded.display(model.kubespray.root), release: model.kubespray.release.name ?? null } : null,
    inventory: loaded.display(model.inventory.file ?? model.inventory.folder),
    complete: lists.gaps.length === 0,
    gaps: lists.gaps.map((gap) => ({
      message: gap.message,
      ...(gap.file !== undefined && { file: loaded.display(gap.file) }),
      ...(gap.line !== undefined && { line: gap.line }),
    })),
    ...Object.fromEntries(kinds.map((kind) => [kind, lists[kind].map((entry) => describe(entry, loaded))])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describe(entry: ListEntry, loaded: Loaded) {
  const place = entryPlace(entry, loaded);
  return {
    [entry.kind === "file" ? "url" : "image"]: entry.text,
    keys: entry.keys,
    variable: entry.variable ?? null,
    file: place.file ?? null,
    line: place.line ?? null,
    hosts: entry.hosts,
    groups: entry.groups,
    architectures: entry.architectures,
    checksum: entry.checksum ?? null,
    selected: entry.selected,
    reason: entry.reason,
  };
}

function asCsv(lists: Lists, kinds: readonly ListKind[], loaded: Loaded): string {
  const rows = [["kind", "text", "keys", "variable", "file", "line", "hosts", "groups", "architectures", "checksum", "selected", "reason"]];
  for (const entry of kinds.flatMap((kind) => lists[kind])) {
    const place = entryPlace(entry, loaded);
    const { hosts, groups, architectures, keys } = entry;
    rows.push([
      entry.kind,
      entry.text,
      keys.join(" "),
      entry.variable ?? "",
      place.file ?? "",
      place.line === undefined ? "" : String(place.line),
      hosts.join(" "),
      groups.join(" "),
      architectures.join(" "),
      entry.checksum ?? "",
      String(entry.selected),
      entry.reason,
    ]);
  }
  return rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** RFC 4180. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
