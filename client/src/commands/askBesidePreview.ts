import * as vscode from "vscode";
import { isProposed } from "../views/virtualDocuments";

/**
 * Asks whether to write what is being looked at. A list that stays until it is answered: a notification goes away by itself while the user
 * still reads, and a dialog hides what is to be read. Escape is no. After a yes the preview goes, for the files themselves take its place.
 */
export async function askBesidePreview(title: string, question: string): Promise<boolean> {
  const yes = await ask(title, question);
  if (yes) await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(showsProposed)));
  return yes;
}

function showsProposed({ input }: vscode.Tab): boolean {
  if (input instanceof vscode.TabInputText) return isProposed(input.uri);
  return input instanceof vscode.TabInputTextDiff && isProposed(input.modified);
}

function ask(title: string, question: string): Promise<boolean> {
  const input = vscode.window.createQuickPick();
  const yes: vscode.QuickPickItem = { label: vscode.l10n.t("Write"), iconPath: new vscode.ThemeIcon("check") };
  const no: vscode.QuickPickItem = { label: vscode.l10n.t("Do not write"), iconPath: new vscode.ThemeIcon("close") };
  input.title = title;
  input.placeholder = question;
  input.items = [yes, no];
  input.ignoreFocusOut = true;
  return new Promise((done) => {
    input.onDidAccept(() => {
      done(input.selectedItems[0] === yes);
      input.hide();
    });
    input.onDidHide(() => {
      done(false);
      input.dispose();
    });
    input.show();
  });
}
