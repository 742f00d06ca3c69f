/** Files of the test workspace in an editor, with `$0` for the cursor as in every fixture of this project. */
import * as vscode from "vscode";
import { until } from "./until";

/** A file of the workspace, by its path inside it. */
export function at(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file of the workspace in an editor that has the focus. */
export async function openFile(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(at(path));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Writes a file on disk, behind the editor's back. */
export async function writeFile(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  return at(path);
}

export async function deleteFile(path: string): Promise<void> {
  await vscode.workspace.fs.delete(at(path), { recursive: true });
}

/** Replaces an editor's whole text and puts the cursor where `$0` stands (at the end without one). Nothing is saved. Returns the cursor. */
export async function setText(editor: vscode.TextEditor, text: string): Promise<vscode.Position> {
  const offset = text.includes("$0") ? text.indexOf("$0") : text.length;
  const { document } = editor;
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  if (!(await editor.edit((edit) => edit.replace(all, text.replace("$0", "")))))
    throw new Error(`the edit of ${document.uri.path} was refused`);
  const cursor = document.positionAt(offset);
  editor.selection = new vscode.Selection(cursor, cursor);
  return cursor;
}

/** Types at the cursor, as from the keyboard: auto-closing, suggestions and all. */
export async function type(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand("type", { text: character });
}

/** The position of `$0` in `marked`, where the rest of the line tells the line in `document`: `"kube_ver$0sion:"`. */
export function positionOf(document: vscode.TextDocument, marked: string): vscode.Position {
  const offset = document.getText().indexOf(marked.replace("$0", ""));
  if (offset < 0) throw new Error(`${JSON.stringify(marked)} is not in ${document.uri.path}`);
  return document.positionAt(offset + marked.indexOf("$0"));
}

/** Drops unsaved text and closes every editor, so that tests do not see each other's. */
export async function closeAll(): Promise<void> {
  // The workbench has documents of its own, its settings among them: only the workspace's are ours.
  const ours = (document: vscode.TextDocument) => vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty && ours(each))) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await until("no editor is open", () => vscode.window.tabGroups.all.every((group) => group.tabs.length === 0), {
    on: [vscode.window.tabGroups.onDidChangeTabs],
  });
}
