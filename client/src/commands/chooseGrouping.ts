import * as vscode from "vscode";
import { GROUPINGS, type Grouping } from "../views/groupItems";
import type { ResolvedListsView } from "../views/resolvedLists";

/** "Group by": how the tree of resolved lists is divided. */
export async function chooseGrouping(lists: ResolvedListsView): Promise<void> {
  const labels: Readonly<Record<Grouping, string>> = {
    kind: vscode.l10n.t("Files and images"),
    host: vscode.l10n.t("Host"),
    group: vscode.l10n.t("Group"),
    architecture: vscode.l10n.t("Architecture"),
    registry: vscode.l10n.t("Registry or server of origin"),
  };
  const picked = await vscode.window.showQuickPick(
    GROUPINGS.map((grouping) => ({
      label: labels[grouping],
      description: grouping === lists.grouping ? vscode.l10n.t("current") : "",
      grouping,
    })),
    { title: vscode.l10n.t("Group Resolved Lists By") },
  );
  if (picked) lists.setGrouping(picked.grouping);
}
