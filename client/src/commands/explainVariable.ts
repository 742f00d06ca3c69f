import * as vscode from "vscode";
import { EXPLAIN, type Explained, type ExplainParams, VARIABLES, type VariableInfo } from "../../../server/src/protocol";
import type { Node } from "../views/resolvedLists";
import type { CommandContext } from "./registerCommands";
import { noInventory } from "./selectInventory";

/** "Explain variable": how the value of the variable under the cursor, or of one that is picked, comes to be; shown as a document. */
export async function explainVariable({ server, documents }: CommandContext, given: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const entry = isEntry(given) ? given.item : undefined;
  const named = typeof given === "string" ? given : entry?.variable;
  // An entry of the tree is of the inventory that the tree shows.
  const here: ExplainParams | undefined =
    entry || !editor
      ? undefined
      : {
          uri: editor.document.uri.toString(),
          line: editor.selection.active.line,
          character: editor.selection.active.character,
        };
  const first = named !== undefined ? { ...here, variable: named } : here;
  const explained = first && (await server.request<Explained | null>(EXPLAIN, first));
  if (explained) {
    await documents.openExplanation(explained.variable, explained.markdown);
    return;
  }
  const variables = await server.request<readonly VariableInfo[]>(VARIABLES);
  if (variables.length === 0) {
    void noInventory();
    return;
  }
  const picked = await vscode.window.showQuickPick(
    variables.map(({ name, documentation }) => ({ label: name, ...(documentation !== undefined && { detail: documentation }) })),
    {
      title: vscode.l10n.t("Explain Variable"),
      placeHolder: vscode.l10n.t("A variable of kubespray or of the inventory"),
      matchOnDetail: true,
    },
  );
  if (!picked) return;
  const answer = await server.request<Explained | null>(EXPLAIN, { variable: picked.label });
  if (answer) await documents.openExplanation(answer.variable, answer.markdown);
}

function isEntry(given: unknown): given is Extract<Node, { kind: "entry" }> {
  return typeof given === "object" && given !== null && "kind" in given && given.kind === "entry";
}
