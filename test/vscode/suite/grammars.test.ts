/** Our grammars as VS Code has them. What they colour in detail is tested in test/syntaxes; here, that they are installed and in force. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, deleteFile, writeFile } from "./support/editor";
import { tokens } from "./support/tokens";
import { until } from "./support/until";
import { extensionId } from "./workspace.test";

suite("grammars", () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
  });
  teardown(closeAll);

  for (const [kind, text] of [
    ["double-quoted", 'a: "{{ b | upper }}"'],
    ["single-quoted", "a: '{{ b | upper }}'"],
    ["plain", "a: x {{ b | upper }}"],
    ["literal", "a: |\n  {{ b | upper }}"],
    ["folded", "a: >-\n  {{ b |\n    lower | upper }}"],
  ] as const) {
    test(`Jinja2 in a ${kind} scalar`, async () => {
      assert.match(await scopesOf("yaml", text, "upper"), /meta\.embedded\.inline\.jinja .*support\.function\.filter\.jinja/);
    });
  }

  test("Jinja2 that was left open ends with its block", async () => {
    assert.doesNotMatch(await scopesOf("yaml", "x:\n  - a: |\n      {{ half\n    after: 1", "after"), /jinja/);
  });

  test("hosts files and lists", async () => {
    assert.match(await scopesOf("kubespray-inventory-ini", "[etcd]\nnode[1:3] ip=1", "etcd"), /entity\.name\.type\.group/);
    assert.match(await scopesOf("kubespray-list", "quay.io/coreos/etcd:v3.5.6", "v3.5.6"), /constant\.numeric\.tag/);
  });

  // Names alone say little: only what lies in a kubespray inventory is its hosts file. What follows `then` is looked at later, so that a
  // language that must not be given would have been given by then.
  for (const [path, language, then] of [
    ["inventory/hosts.ini", "kubespray-inventory-ini"],
    ["inventory/staging.ini", "kubespray-inventory-ini"],
    ["inventory/hosts", "kubespray-inventory-ini"],
    ["offline/files.list", "kubespray-list"],
    ["images.list", "kubespray-list"],
    ["inventory.ini", "ini", "inventory/hosts.ini"],
    ["etc/hosts", "plaintext", "inventory/hosts.ini"],
    ["inventory/README", "plaintext", "inventory/hosts.ini"],
    ["sources.list", "plaintext", "images.list"],
  ] as const) {
    test(`${path} is ${language}`, async () => {
      const document = await vscode.workspace.openTextDocument(await writeFile(path, ""));
      if (then === undefined)
        await until("the language", () => document.languageId === language, { on: [vscode.workspace.onDidOpenTextDocument] });
      else {
        const later = await vscode.workspace.openTextDocument(await writeFile(then, ""));
        await until("the language of the other", () => later.languageId.startsWith("kubespray-"));
        await deleteFile(then);
      }
      assert.equal(document.languageId, language);
      await deleteFile(path);
    });
  }
});

async function scopesOf(language: string, text: string, word: string): Promise<string> {
  const found = (await tokens(language, text)).find((token) => token.text.trim() === word);
  assert.ok(found, `no token ${word}`);
  return found.scopes;
}
