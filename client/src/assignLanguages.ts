import * as vscode from "vscode";
import { INVENTORIES, type Inventories } from "../../server/src/protocol";
import type { Server } from "./client";

/**
 * Gives hosts files of kubespray inventories, and lists of downloads, the languages of this extension. Not by file names in package.json:
 * `inventory.ini` and `hosts.ini` are what other Ansible projects call theirs too, and VS Code would wake the extension for each of them.
 */
export function assignLanguages(server: Server): vscode.Disposable {
  /** Documents that were looked after. What the user chose instead stays until the document is opened anew. */
  const done = new Set<string>();

  async function look(documents: readonly vscode.TextDocument[]): Promise<void> {
    const open = documents.filter((document) => PLAIN.has(document.languageId) && !done.has(document.uri.toString()));
    for (const document of open.filter(isList)) await give(document, "kubespray-list");
    const candidates = open.filter(({ uri }) => uri.scheme === "file" && /(^|\/)[^/.]+(\.ini)?$/.test(uri.path));
    if (candidates.length === 0 || !server.isRunning) return;
    const { inventories } = await server.request<Inventories>(INVENTORIES);
    for (const document of candidates) {
      const { uri } = document;
      const folder = vscode.Uri.joinPath(uri, "..").path;
      const inventory = inventories.find((one) => vscode.Uri.parse(one.folder).path === folder);
      const isHosts = uri.path.endsWith(".ini") || inventory?.hostsFiles.some((file) => vscode.Uri.parse(file).path === uri.path);
      if (inventory && isHosts) await give(document, "kubespray-inventory-ini");
    }
  }

  async function give(document: vscode.TextDocument, language: string): Promise<void> {
    if (document.isClosed) return;
    done.add(document.uri.toString());
    await vscode.languages.setTextDocumentLanguage(document, language);
  }

  const lookAtAll = () => void look(vscode.workspace.textDocuments).catch(() => undefined);
  lookAtAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => void look([document]).catch(() => undefined)),
    // An inventory may have been made, or the server has just started.
    server.onDidChange(lookAtAll),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      // A change of the language closes and opens a document in one go.
      setImmediate(() => {
        const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
        if (!isOpen) done.delete(uri.toString());
      });
    }),
  );
}

/** What VS Code and common extensions make of such files; anything else was chosen. */
const PLAIN = new Set(["plaintext", "ini", "properties"]);

function isList({ uri }: vscode.TextDocument): boolean {
  return /(^|\/)(files|images)\.list$/.test(uri.path);
}
