/** In Chinese: whatever the extension says to a user whose VS Code is, from its own texts, VS Code's bundle and the server alike. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticsWhen, execute, hoverText } from "./support/ask";
import { closeAll, openFile, positionOf, setText } from "./support/editor";
import { treeWhen } from "./support/tree";
import { until } from "./support/until";

const extensionId = "kubespray-inventory.kubespray-inventory";
const OFFLINE = "inventory/group_vars/all/offline.yml";

interface Api {
  readonly resolvedLists: vscode.TreeDataProvider<{ readonly kind: string; readonly item?: { readonly reason: string } }>;
}

suite("in Chinese", () => {
  let api: Api;
  suiteSetup(async () => {
    const extension = vscode.extensions.getExtension<Api>(extensionId);
    assert.ok(extension, "not installed");
    api = await extension.activate();
  });
  teardown(closeAll);

  test("the language is Chinese, and titles of commands are", () => {
    assert.equal(vscode.env.language, "zh-cn");
    const { contributes } = vscode.extensions.getExtension(extensionId)?.packageJSON ?? {};
    const titles = (contributes.commands as { title: string | { value: string } }[]).map(({ title }) =>
      typeof title === "string" ? title : title.value,
    );
    assert.deepEqual(
      titles.filter((title) => !CHINESE.test(title)),
      [],
    );
  });

  test("the tree, and why each entry is in it", async () => {
    const { resolvedLists: tree } = api;
    assert.match(await treeWhen(tree, (text) => text.includes("镜像")), /^文件 {2}\d+$/m);
    const reasons: string[] = [];
    const walk = async (parent?: Parameters<typeof tree.getTreeItem>[0]): Promise<void> => {
      for (const node of (await tree.getChildren(parent)) ?? []) {
        if (node.item) reasons.push(node.item.reason);
        await walk(node);
      }
    };
    await walk();
    assert.ok(reasons.length > 10);
    assert.deepEqual(
      reasons.filter((reason) => !CHINESE.test(reason)),
      [],
    );
  });

  test("hover, problems and explanation", async () => {
    const editor = await openFile(OFFLINE);
    const { document } = editor;
    await setText(editor, "---\nfiles_repo: '{{ ansible_hostname }}'\n");
    const text = await until("the hover", async () => {
      const now = await hoverText(document.uri, positionOf(document, "files$0_repo"));
      return now.includes("files_repo") && now;
    });
    assert.match(text, /在运行时从机器收集/);
    await execute("kubesprayInventory.explainVariable", "files_repo");
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", CHINESE);
    await setText(await openFile(OFFLINE), "---\nfiles_repo: [1,\n\n");
    const [problem = ""] = await diagnosticsWhen(document.uri, (lines) => lines.length > 0, "kubespray");
    assert.match(problem, CHINESE);
  });
});

const CHINESE = /[\u4e00-\u9fff]/;
