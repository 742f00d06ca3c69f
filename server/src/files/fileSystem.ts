/**
 * Reading files, behind an interface so that open documents, a read-only release pack and tests can stand in for the disk. Everything
 * is synchronous: an answer is computed from a snapshot in one go. Absence is data: nothing here throws.
 */

/** An absolute path with forward slashes; made by whoever touches the outside world. */
export type FilePath = string & { readonly __filePath?: never };

export type FileKind = "file" | "directory" | "other";

export interface DirectoryEntry {
  readonly name: string;
  /** After following symbolic links; a broken or looping link is `other`. */
  readonly kind: FileKind;
}

export type ReadResult =
  /** `replaced`: bytes that are no UTF-8 stand in the text as U+FFFD. */
  | { readonly ok: true; readonly text: string; readonly replaced?: true }
  /** `missing`: no such file. `unreadable`: no permission, an I/O error. `too-large`, `binary`: not read on purpose. */
  | { readonly ok: false; readonly reason: "missing" | "unreadable" | "too-large" | "binary"; readonly detail?: string };

export interface FileSystem {
  /** UTF-8 text without a byte order mark being removed; files over `maximumFileSize` or holding NUL bytes are refused. */
  read(path: FilePath): ReadResult;
  /** Sorted by name (code points), undefined where the folder is absent or unreadable. Without `.` and `..`. */
  list(path: FilePath): readonly DirectoryEntry[] | undefined;
  kind(path: FilePath): FileKind | undefined;
  /** The path with symbolic links followed, for telling whether two paths are one and whether one lies inside another. */
  real(path: FilePath): FilePath;
}

/** Larger files are not read: no inventory or role file comes near (the largest of kubespray's is 0.3 MB). */
export const MAXIMUM_FILE_SIZE = 8 * 1024 * 1024;

/** Why a file was not read, for people: the end of a sentence. */
export function whyNotRead({ reason, detail }: Extract<ReadResult, { readonly ok: false }>): string {
  switch (reason) {
    case "missing":
      return "there is no such file";
    case "too-large":
      return `it is too large${detail === undefined ? "" : ` (${detail})`}: more than ${MAXIMUM_FILE_SIZE / 1024 / 1024} MB are not read`;
    case "binary":
      return "it is no text (it holds NUL bytes)";
    case "unreadable":
      return SYSTEM_WORDS[detail ?? ""] ?? detail ?? "it is unreadable";
  }
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EIO: "the disk gives an input/output error",
  "is a folder": "it is a folder",
  "is no ordinary file": "it is a pipe, a socket or a device",
  "links that lead in a circle": "its links lead in a circle",
  "a link that leads nowhere": "it is a link that leads nowhere",
};
