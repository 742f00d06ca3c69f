/** Our grammars as VS Code has them. What they colour in detail is tested in test/syntaxes; here, that they are installed and in force. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, deleteFile, writeFile } from "./support/editor";
import { tokens } from "./support/tokens";

suite("grammars", () => {
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

  for (const [path, language] of [
    ["inventory.ini", "kubespray-inventory-ini"],
    ["hosts.ini", "kubespray-inventory-ini"],
    ["inventory/east/hosts", "kubespray-inventory-ini"],
    ["files.list", "kubespray-list"],
    ["images.list", "kubespray-list"],
    ["other.ini", "ini"],
    ["etc/hosts", "plaintext"],
    ["sources.list", "plaintext"],
  ] as const) {
    test(`${path} is ${language}`, async () => {
      const document = await vscode.workspace.openTextDocument(await writeFile(path, ""));
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
