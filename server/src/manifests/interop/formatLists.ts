import type { ListEntry, Lists, Model } from "../../kubespray/model";
import type { Problem } from "../../text/problem";
import { redact } from "../../text/redact";
import { name, version } from "../program";
import { jsonDocument } from "../quoting";

/**
 * The lists as files: two plain ones, one URL or image to a line (for `wget -i`, `skopeo`, ...), or one JSON or CSV file that tells all. The
 * same for the command line's `lists` and for the manifest of that name.
 */

export type ListFormat = "text" | "json" | "csv";
export type ListKind = "files" | "images";

export interface ListFile {
  readonly name: string;
  readonly text: string;
}

export interface ListSource {
  readonly model: Model;
  display(path: string): string;
}

export function formatLists(lists: Lists, format: ListFormat, kinds: readonly ListKind[], source: ListSource): readonly ListFile[] {
  switch (format) {
    case "text":
      return kinds.map((kind) => ({
        name: `${kind}.list`,
        text: lists[kind]
          .filter(isOneLine)
          .map((entry) => `${entry.text}\n`)
          .join(""),
      }));
    case "json":
      return [{ name: "lists.json", text: asJson(lists, kinds, source) }];
    case "csv":
      return [{ name: "lists.csv", text: asCsv(lists, kinds, source) }];
  }
}

/** A line that would become two is left out of the plain lists: what their readers would take for a second one is nobody's download. */
export function unlistable(lists: Lists, kinds: readonly ListKind[]): readonly Problem[] {
  return kinds
    .flatMap((kind) => lists[kind])
    .filter((entry) => !isOneLine(entry))
    .map(({ kind, text, definition }) => ({
      severity: "error",
      code: "list-incomplete",
      message: `this ${kind} is left out of ${kind}s.list, for it holds a line break or another control character: ${JSON.stringify(redact(text))}`,
      ...(definition?.file !== undefined && { file: definition.file }),
      ...(definition?.line !== undefined && { line: definition.line }),
    }));
}

function isOneLine({ text }: ListEntry): boolean {
  return !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(text);
}

function asJson(lists: Lists, kinds: readonly ListKind[], source: ListSource): string {
  const { model } = source;
  const document = {
    // So that lists may replace lists unasked: see frame/fileChanges.ts.
    generator: `Made by ${name} ${version}`,
    kubespray: model.kubespray ? { folder: source.display(model.kubespray.root), release: model.kubespray.release.name ?? null } : null,
    inventory: source.display(model.inventory.file ?? model.inventory.folder),
    complete: lists.gaps.length === 0,
    gaps: lists.gaps.map((gap) => ({
      message: gap.message,
      ...(gap.file !== undefined && { file: source.display(gap.file) }),
      ...(gap.line !== undefined && { line: gap.line }),
    })),
    ...Object.fromEntries(kinds.map((kind) => [kind, lists[kind].map((entry) => describe(entry, source))])),
  };
  return jsonDocument(document);
}

function describe(entry: ListEntry, source: ListSource) {
  const { file, line } = entry.definition ?? {};
  return {
    [entry.kind === "file" ? "url" : "image"]: entry.text,
    keys: entry.keys,
    variable: entry.variable ?? null,
    file: file === undefined ? null : source.display(file),
    line: line ?? null,
    hosts: entry.hosts,
    groups: entry.groups,
    architectures: entry.architectures,
    checksum: entry.checksum ?? null,
    selected: entry.selected,
    reason: entry.reason,
  };
}

const COLUMNS = ["kind", "text", "keys", "variable", "file", "line", "hosts", "groups", "architectures", "checksum", "selected", "reason"];

function asCsv(lists: Lists, kinds: readonly ListKind[], source: ListSource): string {
  const rows = [COLUMNS];
  for (const entry of kinds.flatMap((kind) => lists[kind])) {
    const { hosts, groups, architectures, keys, definition } = entry;
    rows.push([
      entry.kind,
      entry.text,
      keys.join(" "),
      entry.variable ?? "",
      definition?.file === undefined ? "" : source.display(definition.file),
      definition?.line === undefined ? "" : String(definition.line),
      hosts.join(" "),
      groups.join(" "),
      architectures.join(" "),
      entry.checksum ?? "",
      String(entry.selected),
      entry.reason,
    ]);
  }
  return rows.map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}

/**
 * RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not show (OWASP, CSV injection);
 * and so that it can be told from one that was there, what begins with apostrophes before such a sign gets one more.
 */
export function csvCell(text: string): string {
  const plain = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
