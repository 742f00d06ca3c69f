import * as vscode from "vscode";

export interface FolderQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** Where a search for another one begins. */
  readonly base: vscode.Uri | undefined;
  readonly proposed: vscode.Uri | undefined;
}

/** Where to write: the proposed folder at the press of Enter, or any other. */
export async function askForFolder({ title, placeHolder, base, proposed }: FolderQuestion): Promise<vscode.Uri | undefined> {
  const picks = [
    ...(proposed ? [{ label: vscode.workspace.asRelativePath(proposed), iconPath: new vscode.ThemeIcon("folder"), uri: proposed }] : []),
    { label: vscode.l10n.t("Another folder …"), iconPath: new vscode.ThemeIcon("folder-opened"), uri: undefined },
  ];
  const picked = await vscode.window.showQuickPick(picks, { title, placeHolder });
  if (!picked) return undefined;
  if (picked.uri) return picked.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: false,
    canSelectFolders: true,
    ...(base && { defaultUri: base }),
  });
  return chosen?.[0];
}

/** The workspace folder that an inventory lies in, and the folder below it that the setting proposes for what is generated. */
export function usualFolder(workspaceFolder: string | undefined): Pick<FolderQuestion, "base" | "proposed"> {
  const base = workspaceFolder === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.parse(workspaceFolder);
  const usual = vscode.workspace.getConfiguration("kubesprayInventory", base).get<string>("outputFolder") || "offline";
  return { base, proposed: base && vscode.Uri.joinPath(base, usual) };
}
