import * as vscode from "vscode";
import { LIST_TEXT, type ListKind } from "../../../server/src/protocol";
import type { Server } from "../client";
import { type LinkedText, linkedText } from "./linkedText";

/** Read-only documents that are worked out: files.list and images.list as they would be written now, and explanations of variables. */
export interface VirtualDocuments extends vscode.Disposable {
  openList(kind: ListKind, all: boolean): Promise<void>;
  openExplanation(variable: string, markdown: string): Promise<void>;
  /** The text of a file that is about to be written, for a comparison with the one that is there. */
  proposed(name: string, text: string): vscode.Uri;
}

export const LIST_SCHEME = "kubespray-list";
const TEXT_SCHEME = "kubespray-text";
const PROPOSED = "/proposed/";

/** Whether it is the text of a file that is about to be written. */
export function isProposed({ scheme, path }: vscode.Uri): boolean {
  return scheme === TEXT_SCHEME && path.startsWith(PROPOSED);
}

export function registerVirtualDocuments(server: Server): VirtualDocuments {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const texts = new Map<string, LinkedText>();
  const lists: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri, token) =>
      server.request<string>(LIST_TEXT, { kind: kindOf(uri), ...(uri.query === "all" && { all: true }) }, token),
  };
  const others: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path)?.text ?? "",
  };
  const links: vscode.DocumentLinkProvider = {
    provideDocumentLinks: (document) =>
      (texts.get(document.uri.path)?.links ?? []).map(({ start, end, target }) => {
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        return new vscode.DocumentLink(range, vscode.Uri.parse(target));
      }),
  };
  const put = (path: string, text: LinkedText): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme: TEXT_SCHEME, path });
    texts.set(path, text);
    changed.fire(uri);
    return uri;
  };
  const parts = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(LIST_SCHEME, lists),
    vscode.workspace.registerTextDocumentContentProvider(TEXT_SCHEME, others),
    vscode.languages.registerDocumentLinkProvider({ scheme: TEXT_SCHEME }, links),
    // What nobody looks at is not worked out.
    server.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === LIST_SCHEME) changed.fire(uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === TEXT_SCHEME) texts.delete(uri.path);
    }),
  ];
  return {
    async openList(kind, all) {
      const uri = vscode.Uri.from({ scheme: LIST_SCHEME, path: `/${kind}.list`, query: all ? "all" : "" });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
    },
    async openExplanation(variable, markdown) {
      const document = await vscode.workspace.openTextDocument(put(`/${variable}.md`, linkedText(markdown)));
      await vscode.window.showTextDocument(document, { preview: true });
    },
    proposed: (name, text) => put(`${PROPOSED}${name}`, { text, links: [] }),
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

function kindOf({ path }: vscode.Uri): ListKind {
  return path.endsWith("images.list") ? "images" : "files";
}
