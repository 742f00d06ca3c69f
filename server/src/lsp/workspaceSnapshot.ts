import type { Document, FeatureContext } from "../features/feature";
import type { FilePath, FileSystem } from "../files/fileSystem";
import type { FileMemo } from "../files/memo";
import { overlayFileSystem } from "../files/overlay";
import { baseName, folderOf, isAbsolute, isInside, join, toFilePath } from "../files/paths";
import { type DiscoveredInventory, discoverInventories, inventoryOf } from "../kubespray/discoverInventories";
import { openingSteps } from "../kubespray/modelFiles";
import { openModel } from "../kubespray/openModel";
import { lineIndex } from "../text/lineIndex";
import { extraVarsOf, type Settings } from "./settings";

/** An inventory of the workspace, and the settings that apply to it. */
export interface WorkspaceInventory extends DiscoveredInventory {
  /** What the model is opened on: a hosts file that was chosen, else the folder. */
  readonly source: FilePath;
  readonly workspaceFolder: FilePath;
  readonly settings: Settings;
}

export interface SnapshotOptions {
  readonly fs: FileSystem;
  readonly memo: FileMemo;
  readonly locale: string;
  readonly folders: readonly FilePath[];
  readonly settings: (folder: FilePath) => Settings;
  /** A hosts file or an inventory's folder that the user chose. */
  readonly selected: FilePath | undefined;
  /** The document that has the focus. */
  readonly active: FilePath | undefined;
}

/**
 * The whole workspace at one moment: its inventories, and a model of each, made when first asked for. Never changes; after an edit the
 * session makes a new one, which shares what did not change through the memo.
 */
export class WorkspaceSnapshot {
  readonly #contexts = new Map<FilePath, FeatureContext>();
  #inventories: readonly WorkspaceInventory[] | undefined;
  #trees: readonly FilePath[] = [];
  #current: WorkspaceInventory | null | undefined;

  constructor(private readonly options: SnapshotOptions) {}

  get fs(): FileSystem {
    return this.options.fs;
  }

  get memo(): FileMemo {
    return this.options.memo;
  }

  get locale(): string {
    return this.options.locale;
  }

  get folders(): readonly FilePath[] {
    return this.options.folders;
  }

  settings(folder: FilePath): Settings {
    return this.options.settings(folder);
  }

  get inventories(): readonly WorkspaceInventory[] {
    if (this.#inventories === undefined) {
      const { folders, fs, memo } = this.options;
      const found = folders.map((folder) => ({
        folder,
        ...memo.reading("inventories", folder, fs, (seen) => discoverInventories(seen, folder)),
      }));
      this.#trees = [...new Set(found.flatMap(({ trees }) => trees))];
      // A folder that lies in another one of the workspace shows the same inventories again: the inner one's settings count.
      const byFolder = new Map<FilePath, WorkspaceInventory>();
      const outerFirst = [...found].sort((a, b) => a.folder.length - b.folder.length);
      for (const { folder, inventories } of outerFirst) {
        for (const inventory of inventories) byFolder.set(inventory.folder, this.#inventory(inventory, folder));
      }
      this.#inventories = [...byFolder.values()];
    }
    return this.#inventories;
  }

  /** Kubespray trees in the workspace. */
  get trees(): readonly FilePath[] {
    return this.inventories && this.#trees;
  }

  /** The inventory that questions are about which name none: the chosen one, else that of the active document, else the first. */
  get current(): WorkspaceInventory | undefined {
    if (this.#current === undefined) {
      const { active } = this.options;
      const own = this.inventories.filter(({ sample }) => !sample);
      this.#current =
        this.inventories.find((inventory) => this.#isSelected(inventory)) ??
        (active === undefined ? undefined : this.#around(active)) ??
        own[0] ??
        this.inventories[0] ??
        null;
    }
    return this.#current ?? undefined;
  }

  /** The inventory that a hosts file or folder names; the current one where it names none. */
  inventory(source: FilePath | undefined): WorkspaceInventory | undefined {
    if (source === undefined) return this.current;
    const known = this.inventories.find((one) => one.source === source || one.folder === source);
    if (known) return known;
    const around = this.inventories.find((one) => one.folder === folderOf(source));
    return around && { ...around, source };
  }

  context(inventory: WorkspaceInventory): FeatureContext {
    let context = this.#contexts.get(inventory.source);
    if (context === undefined) {
      const { fs, memo, locale } = this.options;
      const options = this.#modelOptions(inventory);
      const variant = (texts: ReadonlyMap<FilePath, string>) => openModel({ ...options, fs: overlayFileSystem(fs, texts) });
      context = { model: openModel(options), fs, memo, locale, variant };
      this.#contexts.set(inventory.source, context);
    }
    return context;
  }

  /** What the first question would have to wait for, in small steps; undefined once an earlier snapshot went through them. */
  opening(inventory: WorkspaceInventory | undefined = this.current): Generator<void> | undefined {
    if (!inventory) return undefined;
    const opened = this.memo.of("opened", inventory.source, "", () => ({ once: false }));
    return opened.once ? undefined : this.#open(inventory, opened);
  }

  *#open(inventory: WorkspaceInventory, opened: { once: boolean }): Generator<void> {
    yield* openingSteps(this.#modelOptions(inventory));
    opened.once = true;
  }

  /** Trees of the inventories that were asked about. */
  get openTrees(): readonly FilePath[] {
    return [...new Set([...this.#contexts.values()].flatMap(({ model }) => model.kubespray?.root ?? []))];
  }

  /** The inventory that a document is to be seen with; undefined for what is no business of ours. */
  inventoryFor(path: FilePath): WorkspaceInventory | undefined {
    const own = this.#around(path);
    if (own) return own;
    // A file of kubespray itself, seen with the inventory at hand.
    const { current } = this;
    const root = current && this.context(current).model.kubespray?.root;
    if (root === undefined || !isInside(path, root)) return undefined;
    return isInside(path, `${root}/roles`) || isInside(path, `${root}/group_vars`) || isInside(path, `${root}/host_vars`)
      ? current
      : undefined;
  }

  /** Brings in what a question about this document needs, before it is asked. */
  openingFor(path: FilePath): Generator<void> | undefined {
    return this.opening(this.#around(path));
  }

  /** What a feature needs to answer about a document; undefined where it has nothing to say. */
  question(
    path: FilePath,
  ): { readonly context: FeatureContext; readonly document: Document; readonly inventory: WorkspaceInventory } | undefined {
    const inventory = this.inventoryFor(path);
    const document = inventory && this.document(path);
    return document && { context: this.context(inventory), document, inventory };
  }

  document(path: FilePath): Document | undefined {
    const read = this.fs.read(path);
    if (!read.ok) return undefined;
    const { text } = read;
    return { path, text, lines: this.memo.of("lines", path, text, () => lineIndex(text)) };
  }

  /** Path inside the workspace folder; the folder's name in front where there are several. */
  label(path: FilePath): string {
    const folder = this.folders.filter((one) => isInside(path, one)).sort((a, b) => b.length - a.length)[0];
    if (folder === undefined) return path;
    const inside = path === folder ? "." : path.slice(folder.length + 1);
    return this.folders.length > 1 ? `${baseName(folder)}/${inside}` : inside;
  }

  #inventory(inventory: DiscoveredInventory, workspaceFolder: FilePath): WorkspaceInventory {
    const { selected } = this.options;
    const settings = this.options.settings(workspaceFolder);
    const chosen = selected ?? resolvePath(settings.inventory, workspaceFolder);
    const source = chosen !== undefined && folderOf(chosen) === inventory.folder ? chosen : inventory.folder;
    const isFile = source !== inventory.folder && this.fs.kind(source) === "file";
    return { ...inventory, source: isFile ? source : inventory.folder, workspaceFolder, settings };
  }

  #around(path: FilePath): WorkspaceInventory | undefined {
    return inventoryOf(path, this.inventories) as WorkspaceInventory | undefined;
  }

  #isSelected({ folder, source, settings, workspaceFolder }: WorkspaceInventory): boolean {
    const chosen = this.options.selected ?? resolvePath(settings.inventory, workspaceFolder);
    return chosen !== undefined && (chosen === source || chosen === folder);
  }

  #modelOptions({ source, workspaceFolder, settings }: WorkspaceInventory) {
    const kubespray = resolvePath(settings.kubesprayPath, workspaceFolder);
    const facts = resolvePath(settings.factsFile, workspaceFolder);
    const extraVars = extraVarsOf(settings);
    const { fs, memo } = this.options;
    return {
      fs,
      memo,
      inventory: source,
      workspace: [...this.folders],
      ...(kubespray !== undefined && { kubespray }),
      ...(facts !== undefined && { facts }),
      ...(extraVars && { extraVars }),
      ...(settings.ansibleGeneration !== "auto" && { generation: settings.ansibleGeneration }),
    };
  }
}

function resolvePath(given: string, folder: FilePath): FilePath | undefined {
  if (given.trim() === "") return undefined;
  const path = given.replace(/^\$\{workspaceFolder\}(?=[\\/]|$)/, folder);
  return isAbsolute(path) ? toFilePath(path) : join(folder, path);
}
