/** The resolved lists in a real VS Code: the tree follows the typing, the live documents and the command give what the command line gives. */
import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { diagnosticsWhen, execute } from "./support/ask";
import { at, closeAll, deleteFile, openFile, setText } from "./support/editor";
import { soon } from "./support/soon";
import { treeSnapshot, treeWhen } from "./support/tree";
import { until } from "./support/until";
import { extensionId } from "./workspace.test";

interface Api {
  readonly resolvedLists: vscode.TreeDataProvider<unknown>;
}

const ADDONS = "inventory/group_vars/k8s_cluster/addons.yml";

async function provider(): Promise<vscode.TreeDataProvider<unknown>> {
  const extension = vscode.extensions.getExtension<Api>(extensionId);
  assert.ok(extension, "not installed");
  const { resolvedLists } = await extension.activate();
  return resolvedLists;
}

suite("resolved lists", () => {
  teardown(closeAll);

  test("the tree shows files and images", async () => {
    const text = await treeWhen(await provider(), (tree) => tree.includes("Images"));
    assert.match(text, /^Files {2}\d+$/m);
    assert.match(text, /^ {2}kubelet {2}/m);
  });

  test("an addon that is switched on comes into the tree within a second", async () => {
    const tree = await provider();
    const editor = await openFile(ADDONS);
    await setText(editor, "---\nmetrics_server_enabled: false\n");
    await treeWhen(tree, (text) => text.includes("Images") && !text.includes("metrics-server"));
    const text = await soon(
      "in the tree",
      () => setText(editor, "---\nmetrics_server_enabled: true\n"),
      () => treeWhen(tree, (now) => now.includes("metrics-server")),
    );
    assert.ok(editor.document.isDirty, "unsaved text is what counts");
    assert.match(text, /metrics-server:/);
  });

  test("files.list as a live document", async () => {
    const editor = await openFile(ADDONS);
    await setText(editor, "---\nmetrics_server_enabled: false\n");
    await execute("kubesprayInventory.openImagesList");
    const live = vscode.window.activeTextEditor?.document;
    assert.equal(live?.uri.scheme, "kubespray-list");
    assert.equal(live?.languageId, "kubespray-list");
    await until("the list without it", () => live && !live.getText().includes("metrics-server") && live.getText() !== "");
    await setText(await openFile(ADDONS), "---\nmetrics_server_enabled: true\n");
    await until("the list with it", () => live?.getText().includes("metrics-server"), { on: [vscode.workspace.onDidChangeTextDocument] });
  });

  test("the command writes what the command line writes", async () => {
    const folder = at("offline");
    const written = await execute<string[]>("kubesprayInventory.generateLists", {
      inventory: at("inventory").toString(),
      folder: folder.toString(),
      all: false,
      confirm: false,
    });
    assert.equal(written?.length, 2);
    const cli = process.env.SUITE_CLI ?? "";
    const out = at("offline-cli").fsPath;
    const args = ["lists", "--quiet", "--inventory", at("inventory").fsPath, "--kubespray", at("kubespray").fsPath, "--out", out];
    const run = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" } });
    assert.equal(run.status, 0, run.stderr);
    for (const name of ["files.list", "images.list"]) {
      assert.equal(readFileSync(join(folder.fsPath, name), "utf8"), readFileSync(join(out, name), "utf8"), name);
    }
    await closeAll();
    for (const made of ["offline", "offline-cli"]) await deleteFile(made);
  });

  test("what happens on disk is in the tree within a second: a file made, renamed, deleted, a folder renamed, a branch switched", async () => {
    const tree = await provider();
    const groupVars = at("inventory/group_vars").fsPath;
    const marks = (text: string) => text.includes("later.example.com");
    const step = (what: string, change: () => void, wanted: (text: string) => boolean) => soon(what, change, () => treeWhen(tree, wanted));
    await treeWhen(tree, (text) => text.includes("metrics-server") && !marks(text));
    const file = join(groupVars, "all/zz.yml");
    await step("a file made", () => writeFileSync(file, "kube_image_repo: later.example.com\n"), marks);
    await step(
      "a file renamed out of the way",
      () => renameSync(file, `${file}.aside`),
      (text) => !marks(text),
    );
    await step("a file renamed back", () => renameSync(`${file}.aside`, file), marks);
    // Documents that were open a while ago still count: VS Code lets go of them in its own time.
    await step(
      "a folder renamed",
      () => renameSync(groupVars, `${groupVars}.aside`),
      (text) => !marks(text),
    );
    await step("a folder renamed back", () => renameSync(`${groupVars}.aside`, groupVars), marks);
    await step(
      "a file deleted",
      () => rmSync(file),
      (text) => !marks(text),
    );
    // As git does it: many files change, come and go at once.
    const made = Array.from({ length: 40 }, (_, i) => join(groupVars, `all/branch/${i}.yml`));
    await step(
      "a branch switched",
      () => {
        mkdirSync(join(groupVars, "all/branch"));
        for (const [i, path] of made.entries()) writeFileSync(path, i === 39 ? "kube_image_repo: later.example.com\n" : `own_${i}: 1\n`);
      },
      marks,
    );
    await step(
      "a branch switched back",
      () => rmSync(join(groupVars, "all/branch"), { recursive: true }),
      (text) => !marks(text),
    );
  });

  test("an entry's variable is explained", async () => {
    const tree = await provider();
    await treeWhen(tree, (text) => text.includes("kubelet"));
    const groups = (await tree.getChildren()) ?? [];
    const entries = (await Promise.all(groups.map((group) => tree.getChildren(group)))).flatMap((found) => found ?? []);
    const kubelet = entries.find((entry) => (entry as { item?: { variable?: string } }).item?.variable === "kubelet_download_url");
    assert.ok(kubelet, "no entry of kubelet_download_url");
    await execute("kubesprayInventory.explainVariable", kubelet);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, "/kubelet_download_url.md");
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /Downloaded as `kubelet`/);
  });

  test("grouped by registry, and all that the release can download", async () => {
    const tree = await provider();
    const few = (await treeSnapshot(tree)).split("\n").length;
    await execute("kubesprayInventory.showAll");
    const all = await treeWhen(tree, (text) => text.split("\n").length > few);
    assert.ok(all.split("\n").length > few);
    await execute("kubesprayInventory.showEnabled");
    await treeWhen(tree, (text) => text.split("\n").length === few);
  });
});

suite("problems", () => {
  teardown(closeAll);

  test("broken YAML is told by our source, and taken back when mended", async () => {
    const editor = await openFile(ADDONS);
    await setText(editor, "---\nhelm_enabled: [1,\n");
    const { uri } = editor.document;
    assert.match((await diagnosticsWhen(uri, (lines) => lines.length > 0, "kubespray")).join("\n"), /^3:1 error yaml/);
    await setText(editor, "---\nhelm_enabled: true\n");
    await diagnosticsWhen(uri, (lines) => lines.length === 0, "kubespray");
  });
});
