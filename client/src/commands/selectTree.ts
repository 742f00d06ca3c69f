import * as vscode from "vscode";
import { INVENTORIES, type Inventories, STATUS, type Status } from "../../../server/src/protocol";
import type { CommandContext } from "./registerCommands";

/** "Select kubespray tree": writes the setting `kubesprayInventory.kubesprayPath` of the folder that the current inventory lies in. */
export async function selectTree({ server }: CommandContext): Promise<void> {
  const [{ trees }, status] = await Promise.all([server.request<Inventories>(INVENTORIES), server.request<Status>(STATUS)]);
  const search = { label: vscode.l10n.t("Search around the inventory"), iconPath: new vscode.ThemeIcon("search"), path: "" };
  const browse = { label: vscode.l10n.t("Another folder …"), iconPath: new vscode.ThemeIcon("folder-opened"), path: undefined };
  const found = trees.map((tree) => {
    const uri = vscode.Uri.parse(tree);
    const note = tree === status.tree ? vscode.l10n.t("current") : "";
    return { label: vscode.workspace.asRelativePath(uri), description: note, iconPath: new vscode.ThemeIcon("repo"), path: uri.fsPath };
  });
  const picked = await vscode.window.showQuickPick([...found, search, browse], {
    title: vscode.l10n.t("Select Kubespray Tree"),
    placeHolder: vscode.l10n.t("A checkout of the release that you deploy with"),
  });
  if (!picked) return;
  const path = picked.path ?? (await chooseFolder());
  if (path === undefined) return;
  const folder = status.inventory && vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(status.inventory.folder));
  const inFolder = folder !== undefined && (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const target = inFolder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace
    .getConfiguration("kubesprayInventory", folder?.uri)
    .update("kubesprayPath", path === "" ? undefined : path, target);
}

async function chooseFolder(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Folder of a Kubespray Checkout"),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}
