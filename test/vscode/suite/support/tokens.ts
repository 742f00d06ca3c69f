/** How VS Code colours a document: the scopes of each piece of text, from every grammar and injection that is installed. */
import * as vscode from "vscode";

interface Token {
  readonly text: string;
  /** Outermost first, separated by spaces. */
  readonly scopes: string;
}

/** The command is VS Code's own, for its tests of colours; it reads the file from disk. */
export async function tokens(uri: vscode.Uri): Promise<Token[]> {
  const found = await vscode.commands.executeCommand<{ c: string; t: string }[]>("_workbench.captureSyntaxTokens", uri);
  return found.map(({ c, t }) => ({ text: c, scopes: t }));
}
