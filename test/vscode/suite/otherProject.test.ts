/** An Ansible project without kubespray: the extension stays asleep and says nothing. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { completionLabels, diagnosticLines, execute, hoverText } from "./support/ask";
import { closeAll, openFile } from "./support/editor";
import { say } from "./support/say";

const extensionId = "kubespray-inventory.kubespray-inventory";

suite("another Ansible project", () => {
  teardown(closeAll);

  test("no activation, no diagnostics, no answers", async () => {
    const { document } = await openFile("group_vars/web.yml");
    const start = new vscode.Position(0, 2);
    assert.equal(await hoverText(document.uri, start), "");
    await completionLabels(document.uri, start);
    // Names that kubespray's inventories have too, and that nobody else's may be called by.
    for (const name of ["hosts.yml", "inventory.ini", "hosts.ini", "inventory/hosts", "images.list"]) await openFile(name);
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, "not installed");
    assert.equal(extension.isActive, false);
    assert.deepEqual(diagnosticLines(document.uri, "kubespray"), []);
  });

  // Last: from here on it is awake. What npm run bench reports.
  test("activation, when asked for, and silence all the same", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension && !extension.isActive);
    const before = performance.now();
    await extension.activate();
    say(`activated in ${(performance.now() - before).toFixed(0)} ms, its code loaded and the commands and views registered`);
    const { document } = await openFile("group_vars/web.yml");
    await execute("kubesprayInventory.showLists");
    assert.deepEqual(diagnosticLines(document.uri, "kubespray"), []);
    assert.equal((await openFile("inventory.ini")).document.languageId, "ini");
  });
});
