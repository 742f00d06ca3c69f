import * as vscode from "vscode";
import { GROUP_FILES, type GroupFile } from "../../../server/src/protocol";
import { hosts as countedHosts } from "../counted";
import type { CommandContext } from "./registerCommands";

/** "New file of group_vars": for a group of the inventory or of kubespray that has no variables of its own yet. */
export async function newGroupVars({ server }: CommandContext): Promise<void> {
  const files = await server.request<readonly GroupFile[]>(GROUP_FILES);
  const picked = await vscode.window.showQuickPick(
    files.map(({ group, uri, hosts }) => ({ label: group, description: countedHosts(hosts), uri: vscode.Uri.parse(uri) })),
    { title: vscode.l10n.t("New File of Variables for a Group") },
  );
  if (!picked) return;
  const { uri } = picked;
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode("---\n") });
  await vscode.workspace.applyEdit(edit);
  const editor = await vscode.window.showTextDocument(uri);
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
}
