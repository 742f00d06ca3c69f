import { plansOf } from "../features/plans";
import { listText, type ResolvedEntry, resolvedLists } from "../features/resolvedLists";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { join } from "../files/paths";
import type { ListOptions } from "../kubespray/model";
import type {
  FileChange,
  GeneratedLists,
  GenerateParams,
  ListItem,
  ListsParams,
  ListTextParams,
  NewFile,
  PlaceInfo,
  ResolvedLists,
} from "../protocol";
import { toLocation } from "./convert";
import { imaginaryHosts, mayBeMissing } from "./missing";
import { stateOf } from "./status";
import type { Turns } from "./turns";
import { pathOf, uriOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** The requests about lists: the tree's data, the text of one list, and what the command would write. */

export async function resolvedListsRequest(snapshot: WorkspaceSnapshot, params: ListsParams, turns: Turns): Promise<ResolvedLists> {
  const inventory = inventoryOf(snapshot, params);
  if (!inventory) return { state: "no-inventory", items: [], gaps: [] };
  const context = snapshot.context(inventory);
  const state = stateOf(context.model);
  if (state !== "ready") return { state, items: [], gaps: [] };
  await turns.run(plansOf(context.model));
  const { entries, gaps } = resolvedLists(context, listOptions(params));
  // Errors of files are told where they stand; a file that is just being typed in would make the tree jump.
  return { state, items: entries.map((entry) => toItem(entry, snapshot)), gaps: [...imaginaryHosts(context.model, snapshot), ...gaps] };
}

export async function listTextRequest(snapshot: WorkspaceSnapshot, params: ListTextParams, turns: Turns): Promise<string> {
  const inventory = inventoryOf(snapshot, params);
  if (!inventory) return "";
  const { model } = snapshot.context(inventory);
  await turns.run(plansOf(model));
  return listText(model.lists(listOptions(params)), params.kind);
}

/** undefined: the work was called off. */
export async function generateListsRequest(
  snapshot: WorkspaceSnapshot,
  params: GenerateParams,
  { turns, isCancelled, disk }: { readonly turns: Turns; readonly isCancelled: () => boolean; readonly disk: FileSystem },
): Promise<GeneratedLists | undefined> {
  const inventory = inventoryOf(snapshot, params);
  const folder = pathOf(params.folder);
  if (!inventory || folder === undefined) return undefined;
  const { model } = snapshot.context(inventory);
  await turns.run(plansOf(model), isCancelled);
  if (isCancelled()) return undefined;
  const lists = model.lists(listOptions(params));
  const files: NewFile[] = (["files", "images"] as const).map((kind) => ({ name: `${kind}.list`, text: listText(lists, kind) }));
  return { files, gaps: mayBeMissing(model, lists.gaps, snapshot), changes: files.map((file) => changeOf(file, folder, disk)) };
}

function changeOf(file: NewFile, folder: FilePath, disk: FileSystem): FileChange {
  const path = join(folder, file.name);
  const read = disk.read(path);
  const before = linesOf(read.ok ? read.text : "");
  const after = linesOf(file.text);
  return {
    name: file.name,
    uri: uriOf(path),
    existed: read.ok,
    lines: after.size,
    gained: [...after].filter((line) => !before.has(line)),
    lost: [...before].filter((line) => !after.has(line)),
  };
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\r?\n/).filter(Boolean));
}

export function inventoryOf(snapshot: WorkspaceSnapshot, { inventory }: Pick<ListsParams, "inventory">): WorkspaceInventory | undefined {
  return snapshot.inventory(inventory === undefined ? undefined : pathOf(inventory));
}

function listOptions({ all, host, group, architecture }: ListsParams): ListOptions {
  return {
    ...(all !== undefined && { all }),
    ...(host !== undefined && { host }),
    ...(group !== undefined && { group }),
    ...(architecture !== undefined && { architecture }),
  };
}

function toItem(entry: ResolvedEntry, snapshot: WorkspaceSnapshot): ListItem {
  const { kind, text, keys, hosts, groups, architectures, registry, selected, reason, variable, checksum } = entry;
  const place = entry.place && placeInfo(snapshot, entry.place);
  return {
    kind,
    text,
    keys,
    hosts,
    groups,
    architectures,
    registry,
    selected,
    reason,
    ...(variable !== undefined && { variable }),
    ...(checksum !== undefined && { checksum }),
    ...(place && { place }),
  };
}

function placeInfo(snapshot: WorkspaceSnapshot, place: NonNullable<ResolvedEntry["place"]>): PlaceInfo {
  const { uri, range } = toLocation(place, snapshot.fs, snapshot.memo);
  const { start, end } = range;
  return { uri, line: start.line, character: start.character, endLine: end.line, endCharacter: end.character };
}
