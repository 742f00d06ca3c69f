import type { FilePath } from "../files/fileSystem";
import { type Span, span } from "../text/span";
import { documentIndex } from "./documentIndex";
import { inventoryFiles, openDocument, roleVariableFiles } from "./documents";
import type { Document, FeatureContext, Location } from "./feature";
import { generationOf } from "./locate";
import { targetAt } from "./target";
import { documentSpan, templatesOf } from "./templates";

export interface Reference extends Location {
  /** The key that defines it, rather than a use. */
  readonly isDefinition: boolean;
}

/**
 * Every place in the inventory and in the defaults and vars of kubespray's roles where the thing under the cursor is defined or used. Texts
 * are searched for the word first, and what is found is then confirmed by parsing.
 */
export function references(context: FeatureContext, document: Document, offset: number): readonly Reference[] | undefined {
  const target = targetAt(context, document, offset);
  if (!target) return undefined;
  if (target.kind !== "variable") return hostsFileReferences(context, target.kind, target.name);
  const files = new Set([document.path, ...inventoryFiles(context), ...roleVariableFiles(context)]);
  return variableReferences(context, target.name, files);
}

const MOST_REFERENCES = 2000;

export function variableReferences(context: FeatureContext, name: string, files: Iterable<FilePath>): readonly Reference[] {
  const found: Reference[] = [];
  for (const file of files) {
    const read = context.fs.read(file);
    if (!read.ok || !read.text.includes(name)) continue;
    const document = openDocument(context, file);
    if (document) found.push(...inDocument(context, document, name));
    if (found.length >= MOST_REFERENCES) break;
  }
  return found.slice(0, MOST_REFERENCES);
}

/** In the order of the text. */
export function inDocument(context: FeatureContext, document: Document, name: string): readonly Reference[] {
  const { path: file, text } = document;
  const index = documentIndex(context, document);
  const generation = generationOf(context);
  const found: Reference[] = [];
  const seen = new Set<number>();
  for (const at of occurrences(text, name)) {
    const variable = index.variableAt(at);
    if (!variable || seen.has(variable.keySpan.start)) continue;
    seen.add(variable.keySpan.start);
    if (variable.name === name) found.push({ file, span: nameSpan(text, variable.keySpan, name), isDefinition: true });
    for (const template of templatesOf(index, variable, text, generation)) {
      for (const use of template.names) {
        if (use.name === name) found.push({ file, span: documentSpan(template, use.span), isDefinition: false });
      }
    }
  }
  return found;
}

/** A key in quotes holds its name between them. */
function nameSpan(text: string, key: Span, name: string): Span {
  const at = text.slice(key.start, key.end).indexOf(name);
  return at < 0 ? key : span(key.start + at, key.start + at + name.length);
}

/** As a word of its own. */
export function* occurrences(text: string, name: string): Iterable<number> {
  if (name === "") return;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!/\w/.test(text[at - 1] ?? " ") && !/\w/.test(text[at + name.length] ?? " ")) yield at;
  }
}

function hostsFileReferences(context: FeatureContext, kind: "group" | "host", name: string): readonly Reference[] | undefined {
  const { file } = context.model.inventory;
  const document = file === undefined ? undefined : openDocument(context, file);
  if (!document || file === undefined) return undefined;
  return (documentIndex(context, document).inventory?.entries ?? []).flatMap((entry): Reference[] => {
    if (entry.kind === "variable") return [];
    const named =
      kind === "host"
        ? entry.kind === "host" && entry.hosts.includes(name)
        : (entry.kind === "group" && entry.name === name) || (entry.kind === "child" && entry.child === name);
    return named ? [{ file, span: entry.span, isDefinition: entry.kind === "group" }] : [];
  });
}
