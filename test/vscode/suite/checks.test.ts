/** What the checks find is told while typing, and its quick fix mends it. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticsWhen, hoverText } from "./support/ask";
import { closeAll, deleteFile, openFile, positionOf, setText, writeFile } from "./support/editor";
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
    const fix = await fixCalled("Rename to cert_manager_enabled", document.uri, at);
    assert.ok(fix.isPreferred && fix.edit, "the one right thing to do");
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^cert_manager_enabled: true$/m);
    await diagnosticsWhen(document.uri, (all) => !all.some((line) => line.includes("unknown-variable")), "kubespray");
  });

  test("a variables file that no group matches is renamed, and then read", async () => {
    const [wrongPath, rightPath] = ["inventory/group_vars/kube-node.yml", "inventory/group_vars/kube_node.yml"];
    const wrong = await writeFile(wrongPath, "kubelet_max_pods: 99\n");
    try {
      const { document } = await openFile(wrongPath);
      await diagnosticsWhen(wrong, (all) => all.some((line) => line.includes("unmatched-vars")), "kubespray");
      const at = new vscode.Position(0, 3);
      const fix = await fixCalled("Rename to kube_node.yml", document.uri, at);
      assert.ok(fix.edit);
      await vscode.workspace.applyEdit(fix.edit);
      await assert.rejects(async () => vscode.workspace.fs.stat(wrong));
      const { document: moved } = await openFile(rightPath);
      assert.equal(moved.getText(), "kubelet_max_pods: 99\n");
      await until("the value in its new place", async () => (await hoverText(moved.uri, at)).includes("99"));
      await diagnosticsWhen(moved.uri, (all) => !all.some((line) => line.includes("unmatched-vars")), "kubespray");
    } finally {
      await closeAll();
      for (const path of [wrongPath, rightPath]) await deleteFile(path).catch(() => {});
    }
  });
});

/** The quick fix of this title at a place, once it is offered. */
function fixCalled(title: string, uri: vscode.Uri, at: vscode.Position): Promise<vscode.CodeAction> {
  return until("the fix", async () => {
    const range = new vscode.Range(at, at);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
    return actions.find((action) => action.title === title);
  });
}
