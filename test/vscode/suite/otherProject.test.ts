/** An Ansible project without kubespray: the extension stays asleep and says nothing. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { completionLabels, diagnosticLines, hoverText } from "./support/ask";
import { closeAll, openFile } from "./support/editor";

const extensionId = "kubespray-inventory.kubespray-inventory";

suite("another Ansible project", () => {
  teardown(closeAll);

  test("no activation, no diagnostics, no answers", async () => {
    const { document } = await openFile("group_vars/web.yml");
    const start = new vscode.Position(0, 2);
    assert.equal(await hoverText(document.uri, start), "");
    await completionLabels(document.uri, start);
    await openFile("hosts.yml");
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, "not installed");
    assert.equal(extension.isActive, false);
    assert.deepEqual(diagnosticLines(document.uri, "kubespray"), []);
  });
});
