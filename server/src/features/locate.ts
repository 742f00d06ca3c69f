import type { ChildEntry, GroupEntry, HostEntry } from "../ansible/inventory/inventoryDocument";
import type { Generation } from "../jinja/context";
import { contains, type Span, span } from "../text/span";
import { plainSourceMap, type ScalarSourceMap, scalarSourceMap } from "../yaml/scalarSourceMap";
import type { ScalarNode, YamlNode } from "../yaml/yamlNode";
import { type DocumentIndex, documentIndex, type VariableAt } from "./documentIndex";
import type { Document, FeatureContext, FileRole } from "./feature";
import { halfTypedMap, iniMap, type JinjaAt, jinjaAt } from "./templates";

/** What stands at an offset of a document: where every feature begins. Spans are the document's, those inside `jinja` the template's. */
export interface Located {
  readonly role: FileRole;
  readonly index: DocumentIndex;
  /** The variable around the offset. */
  readonly variable?: VariableAt;
  /** Where in it; `outside`: behind the value, in a comment, or in no variable. */
  readonly part: "key" | "value" | "outside";
  /** The way from the variable's value down to the offset. */
  readonly path: readonly PathStep[];
  /** Whether the offset is in the key of the last step. */
  readonly inNestedKey: boolean;
  readonly scalar?: ScalarAt;
  /** The template in the scalar; its `nodes` are empty where the offset is in the text around `{{ }}`. */
  readonly jinja?: JinjaAt;
  /** The name of a host or a group in a hosts file. */
  readonly entry?: HostEntry | GroupEntry | ChildEntry;
}

export interface PathStep {
  /** The key as text, or the index of an item. */
  readonly step: string | number;
  /** Of the key; of an item, the place where it starts. */
  readonly keySpan: Span;
  /** The pair or the item. */
  readonly span: Span;
}

export interface ScalarAt {
  /** With its quotes. */
  readonly span: Span;
  readonly map: ScalarSourceMap;
}

/** Also in half-typed text: what cannot be parsed is read by its line. */
export function locate(context: FeatureContext, document: Document, offset: number): Located {
  const index = documentIndex(context, document);
  const { text } = document;
  const generation = generationOf(context);
  const variable = index.variableAt(offset);
  const entry = entryAt(index, offset);
  const base = { role: index.role, index, path: [], inNestedKey: false, ...(variable && { variable }) };
  if (entry) return { ...base, part: "outside", entry };
  if (!variable) return { ...base, part: "outside", ...halfTyped(text, offset, generation) };
  if (contains(variable.keySpan, offset)) return { ...base, part: "key" };
  if (variable.syntax === "ini") {
    if (!contains(variable.valueSpan, offset)) return { ...base, part: "outside" };
    return { ...base, part: "value", ...withTemplate(variable.valueSpan, iniMap(text, variable), offset, generation) };
  }
  const node = index.valueNode(variable);
  const found = node && descend(node, offset);
  // `{{ x }}` without quotes is a mapping within a mapping to YAML, and a template to its author.
  const isUnquoted = text.startsWith("{{", variable.valueSpan.start) && contains(variable.valueSpan, offset);
  if (isUnquoted) {
    const map = plainSourceMap(text.slice(variable.valueSpan.start, variable.valueSpan.end), variable.valueSpan.start);
    return { ...base, part: "value", ...withTemplate(variable.valueSpan, map, offset, generation) };
  }
  if (found?.scalar) {
    const { path, inNestedKey, scalar } = found;
    const at = withTemplate(scalar.contentSpan, scalarSourceMap(text, scalar), offset, generation);
    return { ...base, part: "value", path, inNestedKey, ...at };
  }
  const typed = isComment(text, offset) ? undefined : halfTyped(text, offset, generation);
  const inside = contains(span(variable.keySpan.end, variable.valueSpan.end), offset);
  return { ...base, path: found?.path ?? [], part: typed || inside ? "value" : "outside", ...typed };
}

export function generationOf({ model }: FeatureContext): Generation {
  return model.kubespray?.release.generation ?? "classic";
}

function withTemplate(
  at: Span,
  map: ScalarSourceMap,
  offset: number,
  generation: Generation,
): { readonly scalar: ScalarAt; readonly jinja?: JinjaAt } {
  const jinja = jinjaAt(map, offset, generation);
  return { scalar: { span: at, map }, ...(jinja && { jinja }) };
}

function halfTyped(text: string, offset: number, generation: Generation) {
  const map = halfTypedMap(text, offset);
  return map && withTemplate(map.spanToSource(span(0, map.value.length)), map, offset, generation);
}

function isComment(text: string, offset: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset));
}

function entryAt(index: DocumentIndex, offset: number): Located["entry"] {
  for (const entry of index.inventory?.entries ?? []) {
    if (entry.kind !== "variable" && contains(entry.span, offset)) return entry;
  }
  return undefined;
}

/** Down the value to the scalar at the offset. Undefined where the value does not hold it. */
function descend(
  root: YamlNode,
  offset: number,
): { readonly path: readonly PathStep[]; readonly inNestedKey: boolean; readonly scalar?: ScalarNode } | undefined {
  if (!contains(root.span, offset)) return undefined;
  const path: PathStep[] = [];
  let node: YamlNode | undefined = root;
  let inNestedKey = false;
  while (node && node.kind !== "scalar" && node.kind !== "alias") {
    const below: YamlNode | undefined = node.kind === "sequence" ? stepToItem(node.items, offset, path) : undefined;
    if (node.kind === "sequence") {
      node = below;
      continue;
    }
    const pair = node.pairs.find(({ key, value }) => contains(span(key.span.start, Math.max(key.span.end, value.span.end)), offset));
    if (!pair) return { path, inNestedKey: false };
    const { key, value } = pair;
    const step = key.kind === "scalar" ? key.value : "";
    path.push({ step, keySpan: key.span, span: span(key.span.start, Math.max(key.span.end, value.span.end)) });
    inNestedKey = contains(key.span, offset);
    node = inNestedKey ? key : contains(value.span, offset) ? value : undefined;
  }
  return { path, inNestedKey, ...(node?.kind === "scalar" && { scalar: node }) };
}

function stepToItem(items: readonly YamlNode[], offset: number, path: PathStep[]): YamlNode | undefined {
  const at = items.findIndex((item) => contains(item.span, offset));
  const item = items[at];
  if (item) path.push({ step: at, keySpan: span(item.span.start, item.span.start), span: item.span });
  return item;
}
