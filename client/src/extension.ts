import * as vscode from "vscode";
import { assignLanguages } from "./assignLanguages";
import { createServer, type Server } from "./client";
import { registerCommands } from "./commands/registerCommands";
import { type ResolvedListsView, registerResolvedLists } from "./views/resolvedLists";
import { registerStatus } from "./views/status";
import { registerVirtualDocuments } from "./views/virtualDocuments";

/** The extension's entry: wires the server, the views and the commands together. Nothing is started where no inventory can be. */

/** What `activate` returns: for tests in a real VS Code, which cannot read a tree view otherwise. */
export interface Api {
  readonly resolvedLists: ResolvedListsView["provider"];
}

/** workspaceState: the inventory that the user chose. */
const SELECTED = "kubesprayInventory.selected";
/** Files that only a folder with variables for groups has; what they hold is for the server to judge. */
const SIGNS = "**/{group_vars,host_vars}/**";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const state = context.workspaceState;
  const own = createServer(context, () => state.get<string>(SELECTED));
  server = own;
  const documents = registerVirtualDocuments(own);
  const lists = registerResolvedLists(own);
  const status = registerStatus(own, (text) => lists.setMessage(text));
  const output = vscode.window.createOutputChannel("Kubespray Manifests");
  const commands = registerCommands({
    server: own,
    lists,
    documents,
    selected: () => state.get<string>(SELECTED),
    select: (inventory) => state.update(SELECTED, inventory),
    memory: state,
    kinds: kindsOf(context),
    output,
  });
  context.subscriptions.push(own, documents, lists, status, output, assignLanguages(own), ...commands);
  await vscode.commands.executeCommand("setContext", "kubesprayInventory.enabled", true);
  void startWhereInventoriesCanBe(own, context);
  return { resolvedLists: lists.provider };
}

export function deactivate(): void {
  server?.dispose();
}

/** The kinds of manifests, by their commands: a new one needs no line here. */
function kindsOf({ extension }: vscode.ExtensionContext): readonly string[] {
  const { contributes } = extension.packageJSON as { readonly contributes: { readonly commands: readonly { readonly command: string }[] } };
  const prefix = "kubesprayInventory.generate.";
  return contributes.commands.flatMap(({ command }) => (command.startsWith(prefix) ? [command.slice(prefix.length)] : []));
}

async function startWhereInventoriesCanBe(own: Server, context: vscode.ExtensionContext): Promise<void> {
  const [sign] = await vscode.workspace.findFiles(SIGNS, "**/node_modules/**", 1);
  if (sign) {
    await own.start();
    return;
  }
  await vscode.commands.executeCommand("setContext", "kubesprayInventory.state", "no-inventory");
  // A first inventory may be made at any time.
  const watcher = vscode.workspace.createFileSystemWatcher(SIGNS, false, true, true);
  watcher.onDidCreate(() => {
    watcher.dispose();
    void own.start();
  });
  context.subscriptions.push(watcher);
}
