/** What VS Code itself answers at a place in a document, as plain text that a test can compare. All extensions' answers together. */
import * as vscode from "vscode";
import { until } from "./until";

/** Labels of the completion list, in the list's order (by `sortText`). */
export async function completionLabels(uri: vscode.Uri, position: vscode.Position, trigger?: string): Promise<string[]> {
  return (await completions(uri, position, trigger)).map(labelOf);
}

/** The whole item behind a label, resolved (documentation and edits filled in); undefined when it is not offered. */
export async function completionItem(
  uri: vscode.Uri,
  position: vscode.Position,
  label: string,
): Promise<vscode.CompletionItem | undefined> {
  const list = await completions(uri, position, undefined, 200);
  return list.find((item) => labelOf(item) === label);
}

async function completions(
  uri: vscode.Uri,
  position: vscode.Position,
  trigger?: string,
  resolve?: number,
): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
    trigger,
    resolve,
  );
  const key = (item: vscode.CompletionItem) => item.sortText ?? labelOf(item);
  return [...list.items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function labelOf(item: vscode.CompletionItem): string {
  return typeof item.label === "string" ? item.label : item.label.label;
}

/** The text of every hover at a place, one below the other; empty without any. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  const parts = hovers.flatMap((hover) => hover.contents as (vscode.MarkdownString | string)[]);
  return parts.map((part) => (typeof part === "string" ? part : part.value)).join("\n\n");
}

/** A document's diagnostics as lines `line:column severity code: message`, one-based, in the order of the text. */
export function diagnosticLines(uri: vscode.Uri, source?: string): string[] {
  const list = vscode.languages.getDiagnostics(uri).filter((each) => source === undefined || each.source === source);
  list.sort((a, b) => a.range.start.compareTo(b.range.start));
  return list.map(({ range, severity, code, message }) => {
    const name = typeof code === "object" ? code.value : code;
    const place = `${range.start.line + 1}:${range.start.character + 1}`;
    return `${place} ${vscode.DiagnosticSeverity[severity]?.toLowerCase()} ${name ?? "-"}: ${message}`;
  });
}

/** Waits until a document's diagnostics satisfy `wanted`, and returns them. */
export async function diagnosticsWhen(uri: vscode.Uri, wanted: (lines: readonly string[]) => boolean, source?: string): Promise<string[]> {
  let last: string[] = [];
  const probe = () => {
    last = diagnosticLines(uri, source);
    return wanted(last) ? last : undefined;
  };
  return until("the diagnostics", probe, { on: [vscode.languages.onDidChangeDiagnostics] }).catch((error: Error) => {
    throw new Error(`${error.message}; there are:\n${last.join("\n")}`);
  });
}

/** Where "go to definition" leads, as `path:line` with one-based lines. */
export async function definitions(uri: vscode.Uri, position: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    uri,
    position,
  );
  return found.map((each) => {
    const [target, range] = "targetUri" in each ? [each.targetUri, each.targetSelectionRange ?? each.targetRange] : [each.uri, each.range];
    return `${vscode.workspace.asRelativePath(target)}:${range.start.line + 1}`;
  });
}

/** Runs a command and returns its answer; rejects when there is no such command, rather than waiting for an activation that never comes. */
export async function execute<T>(command: string, ...parameters: unknown[]): Promise<T> {
  if (!(await vscode.commands.getCommands()).includes(command)) throw new Error(`no command ${command}`);
  return vscode.commands.executeCommand<T>(command, ...parameters);
}
