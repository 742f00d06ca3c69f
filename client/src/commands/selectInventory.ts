import * as vscode from "vscode";
import { INVENTORIES, type Inventories, type InventoryInfo, SELECT_INVENTORY } from "../../../server/src/protocol";
import type { CommandContext } from "./registerCommands";

/** "Select inventory": the one that the views and commands are about. */
export async function selectInventory({ server, selected, select }: CommandContext): Promise<void> {
  const { inventories } = await server.request<Inventories>(INVENTORIES);
  const follow = {
    label: vscode.l10n.t("That of the open document"),
    description: [vscode.l10n.t("follows the editor"), ...(selected() === undefined ? [vscode.l10n.t("current")] : [])].join(", "),
    iconPath: new vscode.ThemeIcon("eye"),
    inventory: undefined,
  };
  const other = {
    label: vscode.l10n.t("Another hosts file …"),
    iconPath: new vscode.ThemeIcon("folder-opened"),
    inventory: null,
  };
  const picked = await vscode.window.showQuickPick([...inventories.map(toPick), follow, other], {
    title: vscode.l10n.t("Select Inventory"),
    matchOnDescription: true,
  });
  if (!picked) return;
  const inventory = picked.inventory === null ? await browse() : picked.inventory;
  if (picked.inventory === null && inventory === undefined) return;
  await select(inventory);
  await server.request(SELECT_INVENTORY, { inventory: inventory ?? null });
}

/** The inventory that a command is about: the only one, else what the user picks; undefined where he picks none, or there is none, as is said then. */
export async function askForInventory({ server }: CommandContext, title: string): Promise<InventoryInfo | undefined> {
  const { inventories } = await server.request<Inventories>(INVENTORIES);
  const own = inventories.filter(({ sample, current }) => !sample || current);
  if (own.length === 0) void noInventory();
  if (own.length <= 1) return own[0];
  const picked = await vscode.window.showQuickPick(own.map(toPick), { title });
  return own.find(({ inventory }) => inventory === picked?.inventory);
}

/** Says that there is nothing to work on, and offers to choose it. */
export async function noInventory(): Promise<void> {
  const choose = vscode.l10n.t("Select Inventory");
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t("There is no kubespray inventory in this workspace."), choose);
  if (answer === choose) await vscode.commands.executeCommand("kubesprayInventory.selectInventory");
}

function toPick({ label, sample, current, inventory }: InventoryInfo) {
  const notes = [current ? vscode.l10n.t("current") : "", sample ? vscode.l10n.t("kubespray's sample") : ""].filter(Boolean);
  return { label, description: notes.join(", "), iconPath: new vscode.ThemeIcon(current ? "check" : "list-tree"), inventory };
}

async function browse(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Hosts File of the Inventory"),
    canSelectFiles: true,
    canSelectFolders: false,
  });
  return chosen?.[0]?.toString();
}
