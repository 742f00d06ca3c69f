/** The ground under every other test: the example is open, and our packaged extension is installed and starts. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openFile, setText, type } from "./support/editor";

export const extensionId = "kubespray-inventory.kubespray-inventory";

suite("workspace", () => {
  teardown(closeAll);

  test("the extension is installed from its package", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, "not installed");
    assert.match(extension.extensionPath, /extensions/);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  test("a file opens, takes unsaved text and typing", async () => {
    const editor = await openFile("inventory/group_vars/k8s_cluster/addons.yml");
    assert.equal(editor.document.languageId, "yaml");
    await setText(editor, "---\nhelm_enabled: $0\n");
    await type("true");
    assert.equal(editor.document.getText(), "---\nhelm_enabled: true\n");
    assert.ok(editor.document.isDirty);
  });
});
