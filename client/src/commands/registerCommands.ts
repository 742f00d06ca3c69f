import * as vscode from "vscode";
import type { Server } from "../client";
import { hideCredentials } from "../views/hideCredentials";
import type { Node, ResolvedListsView } from "../views/resolvedLists";
import type { VirtualDocuments } from "../views/virtualDocuments";
import { chooseGrouping } from "./chooseGrouping";
import { explainVariable } from "./explainVariable";
import { generateLists } from "./generateLists";
import { generateManifests } from "./generateManifests";
import { newGroupVars } from "./newGroupVars";
import { selectInventory } from "./selectInventory";
import { selectTree } from "./selectTree";

/** What commands work on. */
export interface CommandContext {
  readonly server: Server;
  readonly lists: ResolvedListsView;
  readonly documents: VirtualDocuments;
  /** The inventory that the user chose; undefined where the open document decides. */
  readonly selected: () => string | undefined;
  /** Remembers it. */
  readonly select: (inventory: string | undefined) => Thenable<void>;
  /** What was answered the last time. */
  readonly memory: vscode.Memento;
  /** Kinds of manifests that have a command of their own in package.json. */
  readonly kinds: readonly string[];
  readonly output: vscode.OutputChannel;
}

/** All commands of the extension; their titles and places are in package.json. */
export function registerCommands(context: CommandContext): vscode.Disposable[] {
  const { server, lists, documents } = context;
  const register = (name: string, run: (...given: never[]) => unknown) =>
    vscode.commands.registerCommand(`kubesprayInventory.${name}`, run as (...given: unknown[]) => unknown);
  return [
    register("generateLists", (given?: unknown) => generateLists(context, given)),
    register("generateManifest", (given?: unknown) => generateManifests(context, "ask", given)),
    register("generateAll", (given?: unknown) => generateManifests(context, "all", given)),
    ...context.kinds.map((kind) => register(`generate.${kind}`, (given?: unknown) => generateManifests(context, [kind], given))),
    register("showLists", async () => {
      await server.start();
      await lists.reveal();
    }),
    register("explainVariable", (given?: unknown) => explainVariable(context, given)),
    register("newGroupVars", () => newGroupVars(context)),
    register("selectInventory", () => selectInventory(context)),
    register("selectTree", () => selectTree(context)),
    register("restartServer", () => server.restart()),
    register("openFilesList", () => documents.openList("files", lists.all)),
    register("openImagesList", () => documents.openList("images", lists.all)),
    register("showAll", () => lists.setAll(true)),
    register("showEnabled", () => lists.setAll(false)),
    register("groupBy", () => chooseGrouping(lists)),
    register("copyAddress", async (node?: Node) => {
      if (node?.kind === "entry") await vscode.env.clipboard.writeText(node.item.text);
    }),
    register("copyReason", async (node?: Node) => {
      if (node?.kind === "entry") await vscode.env.clipboard.writeText(hideCredentials(node.item.reason));
    }),
    register("revealEntry", (node?: Node) => revealEntry(node)),
  ];
}

async function revealEntry(node: Node | undefined): Promise<void> {
  if (node?.kind !== "entry" || !node.item.place) return;
  const { uri, line, character, endLine, endCharacter } = node.item.place;
  const selection = new vscode.Range(line, character, endLine, endCharacter);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, preview: true });
}
