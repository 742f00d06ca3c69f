import type { ListEntry } from "../../kubespray/model";
import type { Problem } from "../../text/problem";
import { hasCredentials, requestUrl } from "../bundle/requestUrl";
import { mirrorPath } from "../mirrorPath";

/** The files of the lists for tools that fetch them by themselves: each with the address that they take and its place in a mirror. */
export interface FileEntry {
  readonly entry: ListEntry;
  /** Printable ASCII, with user and password where there are any. */
  readonly url: string;
  /** `host/path`: see mirrorPath. */
  readonly path: string;
  /** 64 lower-case hexadecimal digits, where the inventory has a SHA-256. */
  readonly sha256: string | undefined;
  readonly credentials: boolean;
}

export interface FileEntries {
  readonly files: readonly FileEntry[];
  readonly gaps: readonly Problem[];
}

export function fileEntries(entries: readonly ListEntry[], code: string): FileEntries {
  const files: FileEntry[] = [];
  const gaps: Problem[] = [];
  const places = new Set<string>();
  for (const entry of entries) {
    const path = mirrorPath(entry.text);
    const scheme = /^https?:/i.test(entry.text);
    if (path === undefined || !scheme) gaps.push(gapOf(entry, code, "it is no http or https address with a place of its own"));
    else if (places.has(path)) gaps.push(gapOf(entry, code, "another address has the same place in a mirror"));
    else {
      places.add(path);
      files.push({ entry, url: requestUrl(entry.text), path, sha256: sha256Of(entry.checksum), credentials: hasCredentials(entry.text) });
    }
  }
  return { files, gaps };
}

export function gapOf(entry: ListEntry, code: string, why: string): Problem {
  const { file, line } = entry.definition ?? {};
  return {
    severity: "error",
    code,
    message: `${JSON.stringify(withoutUser(entry.text))} is left out: ${why}`,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  };
}

/** An address without user and password. */
export function withoutUser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
}

export function sha256Of(checksum: string | undefined): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(checksum ?? "")?.[1]?.toLowerCase();
}
