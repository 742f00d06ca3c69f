/** The helpers of this suite, proved on providers of its own: a helper that finds nothing must not make a test pass. */
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { completionItem, completionLabels, definitions, diagnosticsWhen, execute, hoverText } from "./support/ask";
import { closeAll, openFile, positionOf, setText, type } from "./support/editor";
import { treeSnapshot, treeWhen } from "./support/tree";
import { until } from "./support/until";

const path = "inventory/group_vars/k8s_cluster/addons.yml";
const yaml = { language: "yaml", scheme: "file" };

suite("helpers", () => {
  const disposables: vscode.Disposable[] = [];
  const use = <T extends vscode.Disposable>(disposable: T): T => {
    disposables.push(disposable);
    return disposable;
  };
  teardown(async () => {
    for (const each of disposables.splice(0)) each.dispose();
    await closeAll();
  });

  test("completion, in the list's order, resolved on request", async () => {
    const provideCompletionItems = (document: vscode.TextDocument, position: vscode.Position) =>
      ["b_second", "a_third", "first"].map((label, index) => ({
        label,
        sortText: ["2", "3", "1"][index] ?? "",
        detail: document.getText(new vscode.Range(position.with(undefined, 0), position)),
      }));
    const resolveCompletionItem = (item: vscode.CompletionItem) => ({ ...item, documentation: "later" });
    use(vscode.languages.registerCompletionItemProvider(yaml, { provideCompletionItems, resolveCompletionItem }));
    const { document } = await openFile(path);
    const position = await setText(await openFile(path), "x: 1\nmet$0\n");
    const labels = await completionLabels(document.uri, position);
    assert.deepEqual(
      labels.filter((label) => ["first", "b_second", "a_third"].includes(label)),
      ["first", "b_second", "a_third"],
    );
    const item = await completionItem(document.uri, position, "first");
    assert.deepEqual([item?.detail, item?.documentation], ["met", "later"]);
    assert.equal(await completionItem(document.uri, position, "absent"), undefined);
  });

  test("hover and definition", async () => {
    use(
      vscode.languages.registerHoverProvider(yaml, {
        provideHover: (document, at) => new vscode.Hover(`word ${document.getText(document.getWordRangeAtPosition(at))}`),
      }),
    );
    use(
      vscode.languages.registerDefinitionProvider(yaml, {
        provideDefinition: (document) => new vscode.Location(document.uri, new vscode.Position(2, 0)),
      }),
    );
    const { document } = await openFile(path);
    const position = positionOf(document, "helm_en$0abled");
    // The extension under test answers too.
    assert.match(await hoverText(document.uri, position), /^word helm_enabled$/m);
    assert.ok((await definitions(document.uri, position)).includes(`${path}:3`));
  });

  test("diagnostics are waited for, and told when they do not come", async () => {
    const { uri } = (await openFile(path)).document;
    const collection = use(vscode.languages.createDiagnosticCollection("helpers"));
    const later = Object.assign(new vscode.Diagnostic(new vscode.Range(1, 0, 1, 3), "told", vscode.DiagnosticSeverity.Warning), {
      code: "some-code",
      source: "helpers",
    });
    queueMicrotask(() => collection.set(uri, [later]));
    assert.deepEqual(await diagnosticsWhen(uri, (lines) => lines.length > 0, "helpers"), ["2:1 warning some-code: told"]);
    await assert.rejects(
      until("nothing", () => undefined, { milliseconds: 120 }),
      /timed out after 120 ms: nothing/,
    );
  });

  test("a tree as text", async () => {
    const changed = use(new vscode.EventEmitter<undefined>());
    const children = new Map<string | undefined, string[]>([
      [undefined, ["images"]],
      ["images", ["etcd"]],
    ]);
    const provider: vscode.TreeDataProvider<string> = {
      onDidChangeTreeData: changed.event,
      getChildren: (element) => children.get(element) ?? [],
      getTreeItem: (label) =>
        Object.assign(new vscode.TreeItem(label, children.has(label) ? 2 : 0), { description: label === "etcd" ? "v3" : false }),
    };
    assert.equal(await treeSnapshot(provider), "images\n  etcd  v3");
    children.set("images", ["etcd", "pause"]);
    changed.fire(undefined);
    assert.equal(await treeWhen(provider, (text) => text.includes("pause")), "images\n  etcd  v3\n  pause");
  });

  test("typing closes braces and quotes; an unknown command is an error", async () => {
    const editor = await openFile(path);
    await setText(editor, "a: $0\n");
    await type('"{{ ');
    assert.equal(editor.document.lineAt(0).text, 'a: "{{ }}"');
    await assert.rejects(execute("no.such.command"), /no command no\.such\.command/);
  });
});
