import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";

/** What a client makes of edits of several files. */
export interface EditingClient {
  /** It understands edits that name the version of a document, and refuses them where the document went on meanwhile. */
  readonly documentChanges: boolean;
  /** The version of an open document; undefined for one that is not open. */
  version(uri: string): number | undefined;
}

/** Edits by file, bound to the versions that they were made for where the client can tell. */
export function workspaceEdit(edits: Readonly<Record<string, TextEdit[]>>, client: EditingClient): WorkspaceEdit {
  if (!client.documentChanges) return { changes: edits };
  return {
    documentChanges: Object.entries(edits).map(([uri, list]) => ({
      textDocument: { uri, version: client.version(uri) ?? null },
      edits: list,
    })),
  };
}
