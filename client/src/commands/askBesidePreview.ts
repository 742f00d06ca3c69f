import * as vscode from "vscode";

/**
 * Asks whether to write what is being looked at. A list that stays until it is answered: a notification goes away by itself while the user
 * still reads, and a dialog hides what is to be read. Escape is no.
 */
export function askBesidePreview(title: string, question: string): Promise<boolean> {
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
