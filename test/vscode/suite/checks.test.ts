/** What the checks find is told while typing, and its quick fix mends it. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticsWhen } from "./support/ask";
import { closeAll, openFile, positionOf, setText } from "./support/editor";
import { until } from "./support/until";
import { extensionId } from "./workspace.test";

const ADDONS = "inventory/group_vars/k8s_cluster/addons.yml";

suite("checks", () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
  });
  teardown(closeAll);

  test("a name that nothing knows is told, and the quick fix renames it", async () => {
    const editor = await openFile(ADDONS);
    await setText(editor, "---\nhelm_enabled: true\ncertmanager_enabled: true\n");
    const { document } = editor;
    const lines = await diagnosticsWhen(document.uri, (all) => all.some((line) => line.includes("unknown-variable")), "kubespray");
    assert.match(lines.join("\n"), /cert_manager_enabled/);
    const at = positionOf(document, "certmanager$0_enabled");
    const fix = await until("the fix", async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        new vscode.Range(at, at),
      );
      return actions.find(({ title }) => title === "Rename to cert_manager_enabled");
    });
    assert.ok(fix.isPreferred && fix.edit, "the one right thing to do");
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^cert_manager_enabled: true$/m);
    await diagnosticsWhen(document.uri, (all) => !all.some((line) => line.includes("unknown-variable")), "kubespray");
  });
});
