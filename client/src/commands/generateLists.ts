import * as vscode from "vscode";
import {
  type FileChange,
  GENERATE_LISTS,
  type GeneratedLists,
  type GenerateParams,
  WRITE_LISTS,
  type WriteParams,
  type Written,
} from "../../../server/src/protocol";
import { lines as countedLines } from "../counted";
import { hideCredentials } from "../views/hideCredentials";
import type { VirtualDocuments } from "../views/virtualDocuments";
import { askBesidePreview } from "./askBesidePreview";
import { askForFolder, usualFolder } from "./askForFolder";
import { cancellable } from "./cancellable";
import type { CommandContext } from "./registerCommands";
import { askForInventory } from "./selectInventory";

/** What a caller may fix beforehand (a key binding, a task, a test); what is missing is asked for. */
export interface GenerateOptions {
  readonly inventory?: string;
  /** URI of the folder to write to. */
  readonly folder?: string;
  readonly all?: boolean;
  /** False: write without asking. */
  readonly confirm?: boolean;
}

/** "Generate offline lists": files.list and images.list, previewed, then written together or not at all. */
export async function generateLists(context: CommandContext, given: unknown): Promise<readonly string[] | undefined> {
  const { server, documents } = context;
  const options = isOptions(given) ? given : {};
  const title = vscode.l10n.t("Generate Offline Lists");
  const inventory = options.inventory === undefined ? await askForInventory(context, title) : undefined;
  const source = options.inventory ?? inventory?.inventory;
  if (source === undefined) return undefined;
  const all = options.all ?? (await askForMode(title));
  if (all === undefined) return undefined;
  const placeHolder = vscode.l10n.t("Where to write files.list and images.list");
  const folder = options.folder ?? (await askForFolder({ title, placeHolder, ...usualFolder(inventory?.workspaceFolder) }))?.toString();
  if (folder === undefined) return undefined;

  const params: GenerateParams = { inventory: source, folder, all };
  const made = await cancellable(vscode.l10n.t("Resolving what the hosts download"), (token) =>
    server.request<GeneratedLists | null>(GENERATE_LISTS, params, token),
  );
  if (!made) return undefined;
  if (options.confirm === false) {
    // Nobody looks: a list that may be incomplete does not take the place of one that has more.
    if (made.gaps.length > 0 && made.changes.some(({ lost }) => lost.length > 0)) {
      const [first = ""] = made.gaps;
      void vscode.window.showErrorMessage(vscode.l10n.t("The lists were not written: {0}", hideCredentials(first)));
      return undefined;
    }
  } else {
    const whose = inventory?.label ?? vscode.workspace.asRelativePath(vscode.Uri.parse(source));
    const where = vscode.workspace.asRelativePath(vscode.Uri.parse(folder));
    const question = vscode.l10n.t("Write the offline lists of {0} to {1}?", whose, where);
    if (!(await confirmed(question, made, documents))) return undefined;
  }

  const write: WriteParams = { folder, files: made.files };
  const written = await server.request<Written>(WRITE_LISTS, write);
  if (written.error !== undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t("The lists were not written: {0}", written.error));
    return undefined;
  }
  for (const uri of written.files) await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
  vscode.window.setStatusBarMessage(`$(check) ${summary(made.changes)}`, 15_000);
  return written.files;
}

async function askForMode(title: string): Promise<boolean | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("What this inventory downloads"),
        detail: vscode.l10n.t("The files and images that its hosts really take"),
        iconPath: new vscode.ThemeIcon("checklist"),
        all: false,
      },
      {
        label: vscode.l10n.t("Everything that the release can download"),
        detail: vscode.l10n.t("Enabled in this inventory or not"),
        iconPath: new vscode.ThemeIcon("archive"),
        all: true,
      },
    ],
    { title },
  );
  return picked?.all;
}

const MOST_GAPS = 5;

/** Shows what would change until the user decides. */
async function confirmed(question: string, { files, changes, gaps }: GeneratedLists, documents: VirtualDocuments): Promise<boolean> {
  const write = vscode.l10n.t("Write");
  const preview = vscode.l10n.t("Preview");
  const missing =
    gaps.length > 0 ? ["", vscode.l10n.t("The lists may be incomplete:"), ...gaps.slice(0, MOST_GAPS).map(hideCredentials)] : [];
  if (gaps.length > MOST_GAPS) missing.push(vscode.l10n.t("and {0} more", gaps.length - MOST_GAPS));
  const detail = [...changes.map(changeLine), ...missing].join("\n");
  const choice = await vscode.window.showInformationMessage(question, { modal: true, detail }, write, preview);
  if (choice === write) return true;
  if (choice !== preview) return false;
  for (const [i, { name, text }] of files.entries()) {
    const proposed = documents.proposed(name, text);
    const change = changes[i];
    if (change?.existed) {
      const title = vscode.l10n.t("{0}: on disk and new", name);
      await vscode.commands.executeCommand("vscode.diff", vscode.Uri.parse(change.uri), proposed, title, { preview: false });
    } else await vscode.window.showTextDocument(proposed, { preview: false });
  }
  return askBesidePreview(vscode.l10n.t("Generate Offline Lists"), question);
}

function changeLine({ name, existed, lines, gained, lost }: FileChange): string {
  if (!existed) return vscode.l10n.t("{0}: {1}, new", name, countedLines(lines));
  if (gained.length + lost.length === 0) return vscode.l10n.t("{0}: {1}, unchanged", name, countedLines(lines));
  return vscode.l10n.t("{0}: {1}, {2} more and {3} fewer than the last time", name, countedLines(lines), gained.length, lost.length);
}

function summary(changes: readonly FileChange[]): string {
  return changes.map(changeLine).join("; ");
}

function isOptions(given: unknown): given is GenerateOptions {
  // From a tree or an explorer menu comes a node or an address, which is something else.
  return (
    typeof given === "object" &&
    given !== null &&
    ["inventory", "folder", "all", "confirm"].some((name) => name in given) &&
    !("scheme" in given)
  );
}
