/** A real kubespray tree in a real VS Code: what Ansible takes on it is what the tree view, the hover and the command say. */
import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { completionItem, execute, hoverText } from "./support/ask";
import { at, closeAll, deleteFile, openFile, positionOf, setText } from "./support/editor";
import { soon } from "./support/soon";
import { treeWhen } from "./support/tree";
import { until } from "./support/until";

const extensionId = "kubespray-inventory.kubespray-inventory";
const ADDONS = "inventory/mixed/group_vars/k8s_cluster/addons.yml";
const OFFLINE = "inventory/mixed/group_vars/all/offline.yml";

interface Api {
  readonly resolvedLists: vscode.TreeDataProvider<unknown>;
}

suite("a real tree", () => {
  let tree: vscode.TreeDataProvider<unknown>;
  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<Api>(extensionId);
    assert.ok(extension, "not installed");
    tree = (await extension.activate()).resolvedLists;
  });
  teardown(closeAll);

  test("the command writes what Ansible would download", async () => {
    const { summary } = JSON.parse(readFileSync(process.env.SUITE_EXPECTED ?? "", "utf8"));
    const folder = at("offline");
    const options = { inventory: at("inventory/mixed").toString(), folder: folder.toString(), all: false, confirm: false };
    assert.equal((await execute<string[]>("kubesprayInventory.generateLists", options))?.length, 2);
    const lines = (name: string) => readFileSync(vscode.Uri.joinPath(folder, name).fsPath, "utf8").trim().split("\n").sort();
    assert.deepEqual(lines("files.list"), [...new Set([...summary.files, ...summary.direct_only_files])].sort());
    assert.deepEqual(lines("images.list"), [...summary.images].sort());
    await closeAll();
    await deleteFile("offline");
  });

  test("metr is completed; switched on, its image is in the tree within a second", async () => {
    const editor = await openFile(ADDONS);
    const cursor = await setText(editor, "---\nmetr$0\n");
    const item = await until("the item", () => completionItem(editor.document.uri, cursor, "metrics_server_enabled"));
    assert.ok(item.documentation, "no documentation");
    await setText(editor, "---\nmetrics_server_enabled: false\n");
    await treeWhen(tree, (text) => text.includes("Images") && !text.includes("metrics-server"));
    await soon(
      "in the tree",
      () => setText(editor, "---\nmetrics_server_enabled: true\n"),
      () => treeWhen(tree, (text) => text.includes("metrics-server")),
    );
  });

  test("hover on kubelet_download_url shows the URL", async () => {
    const editor = await openFile(OFFLINE);
    const url = '"{{ files_repo }}/{{ kube_version }}/{{ image_arch }}/kubelet"';
    await setText(editor, `---\nfiles_repo: https://files.example.com\nkubelet_download_url: ${url}\n`);
    const { document } = editor;
    const text = await until("the hover", async () => {
      const now = await hoverText(document.uri, positionOf(document, "kubelet_down$0load_url"));
      return now.includes("https://files.example.com/") && now;
    });
    assert.match(text, /https:\/\/files\.example\.com\/1\.35\.\d+\/amd64\/kubelet/);
  });
});
