/** The manifests in a real VS Code: a command for each kind, the files that the command line gives, what is the user's stays, giving up works. */
import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { execute } from "./support/ask";
import { at, closeAll, deleteFile, openFile, setText, writeFile } from "./support/editor";
import { until } from "./support/until";

const PREFIX = "kubesprayInventory.generate.";

function cli(...args: readonly string[]): string {
  const path = process.env.SUITE_CLI ?? "";
  const sources = ["--inventory", at("inventory").fsPath, "--kubespray", at("kubespray").fsPath];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1", LC_ALL: "C" };
  const run = spawnSync(process.execPath, [path, "generate", ...args, ...(args.includes("--list") ? [] : sources)], {
    encoding: "utf8",
    env,
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

/** What is asked for nowhere. */
const given = (folder: string) => ({ inventory: at("inventory").toString(), folder: at(folder).toString(), confirm: false });
const answers = { registry: "hub.example.com" };

suite("manifests", () => {
  teardown(closeAll);

  test("every kind of the command line has a command", async () => {
    const kinds = cli("--list")
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    const commands = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith(PREFIX));
    assert.deepEqual(commands.sort(), kinds.map((kind) => PREFIX + kind).sort());
  });

  test("a kind: what the command line writes; a second run changes nothing; a file of the user's stays", async () => {
    const written = await execute<string[]>(`${PREFIX}image-sync`, { ...given("made"), answers });
    assert.equal(written?.[0], at("made/sync-images.sh").toString());
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), written?.[0]);
    cli("image-sync", "--registry", answers.registry, "--out", at("made-cli").fsPath);
    for (const uri of written ?? []) {
      const name = uri.slice(at("made/").toString().length);
      assert.equal(readFileSync(vscode.Uri.parse(uri).fsPath, "utf8"), readFileSync(join(at("made-cli").fsPath, name), "utf8"), name);
    }
    assert.deepEqual(await execute(`${PREFIX}image-sync`, { ...given("made"), answers }), written);
    await closeAll();
    await writeFile("made/sync-images.sh", "echo mine\n");
    assert.equal(await execute(`${PREFIX}image-sync`, { ...given("made"), answers }), undefined);
    assert.equal(readFileSync(at("made/sync-images.sh").fsPath, "utf8"), "echo mine\n");
    for (const folder of ["made", "made-cli"]) await deleteFile(folder);
  });

  test("overrides carry on what is typed and not saved", async () => {
    const path = "inventory/group_vars/all/offline.yml";
    const before = readFileSync(at(path).fsPath, "utf8");
    const editor = await openFile(path);
    await setText(editor, `${before}# typed\nmy_own: 1\n`);
    const { folder: _, ...options } = given("");
    await execute(`${PREFIX}overrides`, { ...options, folder: at("inventory").toString(), answers });
    const after = readFileSync(at(path).fsPath, "utf8");
    assert.match(after, /# typed\nmy_own: 1\n/);
    assert.match(after, /^registry_host: "hub\.example\.com"$/m);
    await until("the editor has it", () => !editor.document.isDirty && editor.document.getText() === after);
    await writeFile(path, before);
  });

  test("all kinds into one folder, with a README", async () => {
    const options = { ...given("kit"), answers, kinds: ["bundle", "image-sync"] };
    const written = await execute<string[]>("kubesprayInventory.generateAll", options);
    assert.equal(written?.[0], at("kit/README.md").toString());
    assert.match(readFileSync(at("kit/SHA256SUMS").fsPath, "utf8"), /^[0-9a-f]{64} {2}images\/sync-images\.sh$/m);
    await closeAll();
    await deleteFile("kit");
  });

  test("options are shown before anything is made: Enter goes on, Escape gives up", async () => {
    const asked = (press: string) => {
      let ended = false;
      const answer = execute<string[]>(`${PREFIX}bundle`, given("asked")).then((files) => {
        ended = true;
        return files;
      });
      return until("the answer", async () => {
        await vscode.commands.executeCommand(press);
        return ended;
      }).then(() => answer);
    };
    assert.equal(await asked("workbench.action.closeQuickOpen"), undefined);
    const files = await asked("workbench.action.acceptSelectedQuickOpenItem");
    assert.ok(files?.some((uri) => uri.endsWith("/files.list")));
    await closeAll();
    await deleteFile("asked");
  });
});
