/** Our grammars as VS Code loads them. What they colour in detail is tested in test/syntaxes; here, that they are in force. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, deleteFile, writeFile } from "./support/editor";
import { tokens } from "./support/tokens";

const scopesOf = async (path: string, text: string, word: string) => {
  const uri = await writeFile(path, text);
  const found = (await tokens(uri)).filter((token) => token.text.trim() === word);
  await deleteFile(path);
  assert.ok(found.length > 0, `no token ${word}`);
  return found[0]?.scopes ?? "";
};

suite("grammars", () => {
  teardown(closeAll);

  for (const [kind, text] of [
    ["double-quoted", 'a: "{{ b | upper }}"\n'],
    ["single-quoted", "a: '{{ b | upper }}'\n"],
    ["plain", "a: x {{ b | upper }}\n"],
    ["literal", "a: |\n  {{ b | upper }}\n"],
    ["folded", "a: >-\n  {{ b |\n    lower | upper }}\n"],
  ] as const) {
    test(`Jinja2 in a ${kind} scalar`, async () => {
      assert.match(await scopesOf("a.yml", text, "upper"), /meta\.embedded\.inline\.jinja .*support\.function\.filter\.jinja/);
    });
  }

  test("Jinja2 that was left open ends with its block", async () => {
    assert.doesNotMatch(await scopesOf("a.yml", "x:\n  - a: |\n      {{ half\n    after: 1\n", "after"), /jinja/);
  });

  test("hosts files and lists, by their names alone", async () => {
    assert.match(await scopesOf("inventory.ini", "[etcd]\nnode[1:3] ip=1\n", "etcd"), /entity\.name\.type\.group\.kubespray-inventory-ini/);
    assert.match(await scopesOf("images.list", "quay.io/coreos/etcd:v3.5.6\n", "v3.5.6"), /constant\.numeric\.tag\.kubespray-list/);
    for (const [path, language] of [
      ["hosts.ini", "kubespray-inventory-ini"],
      ["inventory/east/hosts", "kubespray-inventory-ini"],
      ["files.list", "kubespray-list"],
      ["other.ini", "ini"],
      ["etc/hosts", "plaintext"],
      ["sources.list", "plaintext"],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(await writeFile(path, ""));
      assert.equal(document.languageId, language, path);
      await deleteFile(path);
    }
  });
});
