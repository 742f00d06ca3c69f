import * as vscode from "vscode";

/** Numbers with their nouns, of which there may be one. */

export function files(count: number): string {
  return count === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", count);
}

export function lines(count: number): string {
  return count === 1 ? vscode.l10n.t("1 line") : vscode.l10n.t("{0} lines", count);
}

export function hosts(count: number): string {
  return count === 1 ? vscode.l10n.t("1 host") : vscode.l10n.t("{0} hosts", count);
}
