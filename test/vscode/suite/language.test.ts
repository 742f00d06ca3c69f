/** What the editor shows while an inventory is edited, as VS Code itself asks for it. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { completionItem, completionLabels, definitions, execute, hoverText } from "./support/ask";
import { closeAll, openFile, positionOf, setText, type } from "./support/editor";
import { until } from "./support/until";
import { extensionId } from "./workspace.test";

const ADDONS = "inventory/group_vars/k8s_cluster/addons.yml";
const OFFLINE = "inventory/group_vars/all/offline.yml";

suite("language features", () => {
  suiteSetup(async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
  });
  teardown(closeAll);

  test("metr is completed to metrics_server_enabled, with its documentation", async () => {
    const editor = await openFile(ADDONS);
    const cursor = await setText(editor, "---\nhelm_enabled: true\nmetr$0\n");
    const { uri } = editor.document;
    const item = await until("the item", () => completionItem(uri, cursor, "metrics_server_enabled"));
    assert.ok(item.documentation, "no documentation");
    assert.ok(!(await completionLabels(uri, cursor)).includes("helm_enabled"), "what is set already is not offered");
  });

  test("the suggestion is taken from the keyboard", async () => {
    const editor = await openFile(ADDONS);
    await setText(editor, "---\n$0");
    await type("metrics_server_ena");
    await execute("editor.action.triggerSuggest");
    const taken = () => editor.document.getText().includes("metrics_server_enabled:");
    await until("the name in the text", async () => {
      await vscode.commands.executeCommand("acceptSelectedSuggestion");
      return taken();
    });
  });

  test("hover shows the resolved URL and where it was decided", async () => {
    const editor = await openFile(OFFLINE);
    await setText(
      editor,
      '---\nfiles_repo: https://files.example.com\nkubelet_download_url: "{{ files_repo }}/{{ image_arch }}/kubelet"\n',
    );
    const { document } = editor;
    const text = await until("the hover", async () => {
      const now = await hoverText(document.uri, positionOf(document, "kubelet_down$0load_url"));
      return now.includes("https://files.example.com/amd64/kubelet") && now;
    });
    assert.match(text, /offline\.yml/);
  });

  test("go to definition leads from a template to the line that decides", async () => {
    const editor = await openFile(OFFLINE);
    await setText(editor, '---\nfiles_repo: https://files.example.com\nkubelet_download_url: "{{ files_repo }}/kubelet"\n');
    const { document } = editor;
    const found = await until("a definition", async () => {
      const all = await definitions(document.uri, positionOf(document, "{{ files$0_repo }}"));
      return all.length > 0 && all;
    });
    assert.deepEqual(found, [`${OFFLINE}:2`]);
  });

  test("a variable is explained as a document", async () => {
    await execute("kubesprayInventory.explainVariable", "kubelet_download_url");
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.ok(document);
    assert.match(document.getText(), /^`?kubelet_download_url/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    assert.ok(
      links.some((link) => /download\/defaults\/main\.yml$/.test(link.target?.path ?? "") && /^L\d+$/.test(link.target?.fragment ?? "")),
    );
  });
});

suite("beside the text", () => {
  teardown(closeAll);

  test("inlay hints, code lenses, links and the outline", async () => {
    const offline = await openFile(OFFLINE);
    await setText(offline, '---\nfiles_repo: https://files.example.com\nkubelet_download_url: "{{ files_repo }}/kubelet"\n');
    const { uri } = offline.document;
    const hints = await until("the hints", async () => {
      const range = new vscode.Range(0, 0, 9, 0);
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", uri, range);
      return found.length > 0 && found;
    });
    assert.match(String(hints[0]?.label), /https:\/\/files\.example\.com\/kubelet/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
    assert.ok(links.some((link) => link.target?.toString() === "https://files.example.com/kubelet"));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", uri);
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["files_repo", "kubelet_download_url"],
    );
    const addons = await openFile(ADDONS);
    const lenses = await until("the lenses", async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", addons.document.uri, 20);
      return found.some((lens) => lens.command?.title) && found;
    });
    assert.ok(lenses.some((lens) => /image|file/.test(lens.command?.title ?? "")));
  });

  test("a user's own variable is renamed in every file", async () => {
    const editor = await openFile(OFFLINE);
    await setText(editor, '---\nmy_mirror: https://files.example.com\nkubelet_download_url: "{{ my_mirror }}/kubelet"\n');
    const { document } = editor;
    const edit = await until("the edit", async () => {
      const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        "vscode.executeDocumentRenameProvider",
        document.uri,
        positionOf(document, "my_mi$0rror:"),
        "mirror_of_ours",
      );
      return found.size > 0 && found;
    });
    assert.equal(edit.get(document.uri).length, 2);
  });
});
