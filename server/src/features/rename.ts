import type { FilePath, FileSystem } from "../files/fileSystem";
import { extensionOf } from "../files/paths";
import type { Span } from "../text/span";
import { inventoryFiles, isInventoryFile } from "./documents";
import type { Document, FeatureContext, TextEdit } from "./feature";
import { ofModel } from "./ofModel";
import { occurrences, variableReferences } from "./references";
import { targetAt } from "./target";
import { wordsFor } from "./words";

/**
 * Renames a variable that the user made up: set in the inventory and named by nothing of kubespray's. Everything else has to keep its name,
 * and the answer says why.
 */
export type RenameAnswer = { readonly refused: string } | { readonly edits: ReadonlyMap<FilePath, readonly TextEdit[]> };

/** What would be renamed, or why not; undefined where there is no variable. */
export function prepareRename(
  context: FeatureContext,
  document: Document,
  offset: number,
): { readonly refused: string } | { readonly span: Span; readonly name: string } {
  const words = wordsFor(context.locale);
  const target = targetAt(context, document, offset);
  if (target?.kind !== "variable") return { refused: words.notAName };
  const refused = whyNot(context, target.name);
  if (refused !== undefined) return { refused };
  const span = document.text.slice(target.span.start, target.span.end) === target.name ? target.span : withoutQuotes(target.span);
  return { span, name: target.name };
}

export function rename(context: FeatureContext, document: Document, offset: number, to: string): RenameAnswer {
  const words = wordsFor(context.locale);
  const prepared = prepareRename(context, document, offset);
  if ("refused" in prepared) return prepared;
  const { name } = prepared;
  if (!/^[A-Za-z_]\w*$/.test(to) || RESERVED.has(to)) return { refused: words.invalidName(to) };
  if (to !== name && isKnown(context, to)) return { refused: words.taken(to) };
  const edits = new Map<FilePath, TextEdit[]>();
  for (const { file, span } of variableReferences(context, name, inventoryFiles(context))) {
    const read = context.fs.read(file);
    // Never write over anything but the name itself.
    if (!read.ok || read.text.slice(span.start, span.end) !== name) return { refused: words.usedAsText(name, file) };
    const list = edits.get(file) ?? [];
    if (!list.some((edit) => edit.span.start === span.start)) list.push({ span, text: to });
    edits.set(file, list);
  }
  return edits.size === 0 ? { refused: words.notYours(name) } : { edits };
}

function isKnown({ model }: FeatureContext, name: string): boolean {
  return (
    model.catalog.definitions(name).length > 0 || model.hosts.some((host) => model.definitions(host, name).length > 0) || RESERVED.has(name)
  );
}

function whyNot(context: FeatureContext, name: string): string | undefined {
  const { model, locale } = context;
  const words = wordsFor(locale);
  if (RESERVED.has(name) || name.startsWith("ansible_")) return words.ansibles(name);
  if (model.catalog.definitions(name).length > 0) return words.kubesprays(name);
  const definitions = model.hosts.flatMap((host) => model.definitions(host, name));
  if (definitions.some(({ layer }) => layer === "magic" || layer === "facts")) return words.ansibles(name);
  if (isNamedByTree(context, name)) return words.kubesprays(name);
  const isSet =
    definitions.some(({ file }) => file !== undefined && isInventoryFile(context, file)) ||
    variableReferences(context, name, inventoryFiles(context)).some(({ isDefinition }) => isDefinition);
  return isSet ? undefined : words.notYours(name);
}

/** Kubespray's tasks and templates read variables that have no default. Looked at when somebody renames, and only then. */
function isNamedByTree(context: FeatureContext, name: string): boolean {
  const { kubespray } = context.model;
  if (!kubespray) return false;
  return taskFiles(context, kubespray.root).some((file) => {
    const read = context.fs.read(file);
    return read.ok && [...occurrences(read.text, name)].some((at) => !isProse(read.text, at));
  });
}

/** In a comment or in the name of a task. */
function isProse(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^\s*(?:#|(?:- )?name:\s)|\s#\s/.test(line) && !line.includes("{{");
}

const MOST_FILES = 5000;
const MAXIMUM_DEPTH = 10;

function taskFiles(context: FeatureContext, root: FilePath): readonly FilePath[] {
  return ofModel(context, "task-files", () => {
    const found: FilePath[] = [];
    for (const folder of ["roles", "playbooks"]) below(context.fs, `${root}/${folder}`, found, 0);
    return found;
  });
}

function below(fs: FileSystem, folder: FilePath, found: FilePath[], depth: number): void {
  for (const { name, kind } of fs.list(folder) ?? []) {
    if (name.startsWith(".") || found.length >= MOST_FILES) continue;
    if (kind === "directory" && depth < MAXIMUM_DEPTH) below(fs, `${folder}/${name}`, found, depth + 1);
    else if (kind === "file" && [".yml", ".yaml", ".j2", ".py"].includes(extensionOf(name))) found.push(`${folder}/${name}`);
  }
}

function withoutQuotes({ start, end }: Span): Span {
  return { start: start + 1, end: Math.max(start + 1, end - 1) };
}

/** Words of Python and Jinja2, and names that Ansible keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is",
    "lambda nonlocal not or pass raise return try while with yield true false none loop self super varargs kwargs caller namespace",
    "groups group_names hostvars vars inventory_hostname inventory_hostname_short inventory_dir inventory_file omit play_hosts",
    "playbook_dir role_name role_path environment lookup query q range dict now undef item",
  ]
    .join(" ")
    .split(" "),
);
