import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { Move } from "../features/checks/check";
import { openDocument } from "../features/documents";
import type { FeatureContext, TextEdit as SpanEdit } from "../features/feature";
import type { FilePath } from "../files/fileSystem";
import { toRange } from "./convert";
import { uriOf } from "./uris";

/** What a client makes of edits of several files. */
export interface EditingClient {
  /** It understands edits that name the version of a document, and refuses them where the document went on meanwhile. */
  readonly documentChanges: boolean;
  /** It can rename files as a part of an edit. */
  readonly renames: boolean;
  /** A document that is open, as it is now; undefined for one that is not. */
  document(path: FilePath): { readonly uri: string; readonly version: number; getText(): string } | undefined;
}

/**
 * Edits by file, bound to the versions that they were made for where the client can tell, then moves. Undefined where a file cannot be read,
 * or is open and no longer has the text that the context has: the version of now would not be that of the edits; and where the client cannot
 * move files.
 */
export function workspaceEdit(
  context: FeatureContext,
  edits: ReadonlyMap<FilePath, readonly SpanEdit[]>,
  client: EditingClient,
  moves: readonly Move[] = [],
): WorkspaceEdit | undefined {
  if (moves.length > 0 && !(client.documentChanges && client.renames)) return undefined;
  const changes: { readonly uri: string; readonly version: number | null; readonly edits: TextEdit[] }[] = [];
  for (const [file, list] of edits) {
    const document = openDocument(context, file);
    if (document === undefined) return undefined;
    const open = client.document(file);
    if (open && open.getText() !== document.text) return undefined;
    const made = list.map(({ span, text }) => ({ range: toRange(document.lines, span), newText: text }));
    changes.push({ uri: open?.uri ?? uriOf(file), version: open?.version ?? null, edits: made });
  }
  if (!client.documentChanges) return { changes: Object.fromEntries(changes.map((one) => [one.uri, one.edits])) };
  return {
    documentChanges: [
      ...changes.map(({ uri, version, edits: made }) => ({ textDocument: { uri, version }, edits: made })),
      ...moves.map(({ from, to }) => ({ kind: "rename" as const, oldUri: client.document(from)?.uri ?? uriOf(from), newUri: uriOf(to) })),
    ],
  };
}
