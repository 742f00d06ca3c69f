import * as vscode from "vscode";
import {
  GENERATE_MANIFESTS,
  type GeneratedManifests,
  type GenerateManifestsParams,
  MANIFEST_KINDS,
  type ManifestAnswers,
  type ManifestChange,
  type ManifestInfo,
  type ManifestOptionInfo,
  WRITE_MANIFESTS,
  type WriteParams,
  type Written,
} from "../../../server/src/protocol";
import { files as countedFiles, lines } from "../counted";
import { hideCredentials } from "../views/hideCredentials";
import type { VirtualDocuments } from "../views/virtualDocuments";
import { askBesidePreview } from "./askBesidePreview";
import { askForAnswers } from "./askForAnswers";
import { askForFolder, usualFolder } from "./askForFolder";
import { cancellable } from "./cancellable";
import type { CommandContext } from "./registerCommands";
import { askForInventory } from "./selectInventory";

/** What a caller may fix beforehand (a key binding, a task, a test); what is missing is asked for. */
export interface ManifestsGiven {
  readonly inventory?: string;
  readonly kinds?: readonly string[];
  readonly answers?: ManifestAnswers;
  /** URI of the folder to write to. */
  readonly folder?: string;
  /** False: write without asking. */
  readonly confirm?: boolean;
}

/** `ask`: one that is picked. `all`: a kit of those that are picked. */
type Wanted = "ask" | "all" | readonly string[];

/** "Generate manifest": options, files previewed, then written together or not at all. Answers with the files that were written. */
export async function generateManifests(context: CommandContext, wanted: Wanted, args: unknown): Promise<readonly string[] | undefined> {
  const { server, memory } = context;
  const given = isGiven(args) ? args : {};
  const kit = wanted === "all";
  const generic = kit ? vscode.l10n.t("Generate All Manifests") : vscode.l10n.t("Generate Manifest");
  const inventory = given.inventory === undefined ? await askForInventory(context, generic) : undefined;
  const source = given.inventory ?? inventory?.inventory;
  if (source === undefined) return undefined;
  const known = await server.request<readonly ManifestInfo[]>(MANIFEST_KINDS, { inventory: source });
  const kinds = await chooseKinds(known, given.kinds ?? wanted, generic);
  if (kinds === undefined || kinds.length === 0) return undefined;
  const [one] = kinds as [ManifestInfo];
  const title = kit ? generic : one.title;
  const answers = given.answers ?? (await askForAnswers({ server, memory, title, options: optionsOf(kinds) }));
  if (answers === undefined) return undefined;
  const folder = given.folder ?? (await folderFor(kit ? undefined : one, title, inventory?.workspaceFolder))?.toString();
  if (folder === undefined) return undefined;

  const params: GenerateManifestsParams = { inventory: source, kinds: kinds.map(({ kind }) => kind), kit, answers, folder };
  const made = await cancellable(vscode.l10n.t("Generating: {0}", title), (token) =>
    server.request<GeneratedManifests | null>(GENERATE_MANIFESTS, params, token),
  );
  if (!made) return undefined;
  const refused = made.error ?? (given.confirm === false ? inTheWay(made.changes) : undefined);
  if (refused !== undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t("Nothing was written: {0}", refused));
    return undefined;
  }
  if (made.changes.some(({ state }) => state !== "unchanged")) {
    const whose = inventory?.label ?? vscode.workspace.asRelativePath(vscode.Uri.parse(source));
    const about = { title, whose, where: vscode.workspace.asRelativePath(vscode.Uri.parse(folder)) };
    if (given.confirm !== false && !(await confirmed(about, made, context.documents))) return undefined;
    const write: WriteParams = { folder, files: made.files };
    const written = await server.request<Written>(WRITE_MANIFESTS, write);
    if (written.error !== undefined) {
      void vscode.window.showErrorMessage(vscode.l10n.t("Nothing was written: {0}", written.error));
      return undefined;
    }
  }
  await takeIn(made.changes);
  await tell(title, made, context.output);
  return made.changes.map(({ uri }) => uri);
}

async function chooseKinds(known: readonly ManifestInfo[], wanted: Wanted, title: string): Promise<readonly ManifestInfo[] | undefined> {
  if (typeof wanted !== "string") return known.filter(({ kind }) => wanted.includes(kind));
  const items = known.map((info) => ({ label: info.title, description: info.kind, detail: info.summary, info, picked: true }));
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  if (wanted === "ask") {
    const picked = await vscode.window.showQuickPick(items, options);
    return picked && [picked.info];
  }
  const picked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
  return picked?.map(({ info }) => info);
}

/** Each name once: the same option of several kinds is one question. */
function optionsOf(kinds: readonly ManifestInfo[]): readonly ManifestOptionInfo[] {
  const options = new Map<string, ManifestOptionInfo>();
  for (const option of kinds.flatMap((kind) => kind.options)) {
    const known = options.get(option.name);
    options.set(option.name, known ? { ...known, required: known.required || option.required } : option);
  }
  return [...options.values()];
}

function folderFor(one: ManifestInfo | undefined, title: string, workspaceFolder: string | undefined): Promise<vscode.Uri | undefined> {
  const { base, proposed } = usualFolder(workspaceFolder);
  const own = one?.home === undefined ? undefined : vscode.Uri.parse(one.home);
  const usual = proposed && one && one.folder !== "" ? vscode.Uri.joinPath(proposed, one.folder) : proposed;
  return askForFolder({ title, placeHolder: vscode.l10n.t("Where to write the files"), base, proposed: own ?? usual });
}

function inTheWay(changes: readonly ManifestChange[]): string | undefined {
  const names = changes.flatMap(({ state, name }) => (state === "foreign" ? [name] : []));
  return names.length === 0 ? undefined : vscode.l10n.t("{0} is there already and was not generated", names.join(", "));
}

const MOST_SHOWN = 20;

/** Shows what would change until the user decides. */
async function confirmed(
  { title, whose, where }: { readonly title: string; readonly whose: string; readonly where: string },
  { files, changes, gaps, notes }: GeneratedManifests,
  documents: VirtualDocuments,
): Promise<boolean> {
  const write = vscode.l10n.t("Write");
  const preview = vscode.l10n.t("Preview");
  const changing = changes.filter(({ state }) => state !== "unchanged");
  const detail = some(changing.map(changeLine), MOST_SHOWN);
  if (changing.length < changes.length) detail.push(vscode.l10n.t("Unchanged: {0}", countedFiles(changes.length - changing.length)));
  if (gaps.length > 0) detail.push("", vscode.l10n.t("May be incomplete:"), ...some(gaps.map(hideCredentials), 5));
  if (notes.length > 0) detail.push("", vscode.l10n.t("To be known:"), ...some(notes.map(hideCredentials), 5));
  const question = vscode.l10n.t("{0} for {1}: write {2} to {3}?", title, whose, countedFiles(changing.length), where);
  const choice = await vscode.window.showInformationMessage(question, { modal: true, detail: detail.join("\n") }, write, preview);
  if (choice === write) return true;
  if (choice !== preview) return false;
  await showChanges(
    title,
    changing.flatMap((change) => {
      const file = files.find(({ name }) => name === change.name);
      return file ? [{ change, proposed: documents.proposed(file.name, file.text) }] : [];
    }),
  );
  return askBesidePreview(title, question);
}

function some(texts: readonly string[], most: number): string[] {
  return texts.length > most ? [...texts.slice(0, most), vscode.l10n.t("and {0} more", texts.length - most)] : [...texts];
}

interface Shown {
  readonly change: ManifestChange;
  readonly proposed: vscode.Uri;
}

/** One file in an editor or a comparison, several in one editor of comparisons. */
async function showChanges(title: string, shown: readonly Shown[]): Promise<void> {
  const [first, ...more] = shown;
  if (first === undefined) return;
  const onDisk = ({ change }: Shown) => (change.state === "new" ? undefined : vscode.Uri.parse(change.uri));
  if (more.length > 0) {
    const resources = shown.map((one) => [vscode.Uri.parse(one.change.uri), onDisk(one), one.proposed]);
    await vscode.commands.executeCommand("vscode.changes", title, resources);
    return;
  }
  const before = onDisk(first);
  if (before === undefined) await vscode.window.showTextDocument(first.proposed, { preview: false });
  else {
    const name = vscode.l10n.t("{0}: on disk and new", first.change.name);
    await vscode.commands.executeCommand("vscode.diff", before, first.proposed, name, { preview: false });
  }
}

function changeLine({ name, state, gained, lost }: ManifestChange): string {
  switch (state) {
    case "new":
      return vscode.l10n.t("{0}: {1}, new", name, lines(gained));
    case "unchanged":
      return vscode.l10n.t("{0}: unchanged", name);
    case "changed":
      return vscode.l10n.t("{0}: {1} more, {2} fewer", name, lines(gained), lost);
    case "foreign":
      return vscode.l10n.t("{0}: REPLACES a file that was not generated ({1} more, {2} fewer)", name, lines(gained), lost);
  }
}

/** An open document whose unsaved text went into what was written: that text is on disk now, and must not stand against it. */
async function takeIn(changes: readonly ManifestChange[]): Promise<void> {
  const written = new Set(changes.filter(({ state }) => state !== "unchanged").map(({ uri }) => vscode.Uri.parse(uri).toString()));
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || !written.has(document.uri.toString())) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
}

/** Opens the main result; what there is to know goes to the output, which shows itself without taking the focus. */
async function tell(title: string, { changes, gaps, notes }: GeneratedManifests, output: vscode.OutputChannel): Promise<void> {
  const [main] = changes;
  if (main) await vscode.window.showTextDocument(vscode.Uri.parse(main.uri), { preview: false });
  const written = changes.filter(({ state }) => state !== "unchanged").length;
  const done =
    written === 0 ? vscode.l10n.t("{0}: nothing has changed", title) : vscode.l10n.t("{0}: {1} written", title, countedFiles(written));
  vscode.window.setStatusBarMessage(`$(check) ${done}`, 15_000);
  // What was told when the files were written is not told again.
  if (gaps.length === 0 && (notes.length === 0 || written === 0)) return;
  output.appendLine(`${title} (${main ? vscode.workspace.asRelativePath(vscode.Uri.parse(main.uri)) : ""})`);
  if (gaps.length > 0) output.appendLine(vscode.l10n.t("May be incomplete:"));
  for (const gap of gaps) output.appendLine(`  ${hideCredentials(gap)}`);
  if (notes.length > 0) output.appendLine(vscode.l10n.t("To be known:"));
  for (const note of notes) output.appendLine(`  ${hideCredentials(note)}`);
  output.appendLine("");
  output.show(true);
}

function isGiven(args: unknown): args is ManifestsGiven {
  // From a tree or an explorer menu comes a node or an address, which is something else.
  return (
    typeof args === "object" &&
    args !== null &&
    ["inventory", "kinds", "answers", "folder", "confirm"].some((name) => name in args) &&
    !("scheme" in args)
  );
}
