import type { Span } from "../text/span";
import { span } from "../text/span";
import type { YamlNode } from "../yaml/yamlNode";
import { documentIndex, type VariableAt } from "./documentIndex";
import type { Document, FeatureContext } from "./feature";

export interface DocumentSymbol {
  readonly name: string;
  /** The group of a child, the owner of variables. */
  readonly detail?: string;
  readonly kind: "variable" | "dictionary" | "list" | "group" | "host" | "variables" | "children";
  readonly span: Span;
  /** The name, inside `span`. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The outline: variables with the keys inside them; of a hosts file its groups with hosts and variables. Values are not shown. */
export function documentSymbols(context: FeatureContext, document: Document): readonly DocumentSymbol[] {
  const index = documentIndex(context, document);
  if (index.inventory) return inventorySymbols(index.inventory.entries, document.text);
  const deep = document.text.length <= LARGE;
  return index.variables.map((variable) => variableSymbol(variable, deep ? index.valueNode(variable) : undefined));
}

/** Values of larger files are not parsed for an outline. */
const LARGE = 60_000;
const MAXIMUM_DEPTH = 3;
const MOST_CHILDREN = 200;

function variableSymbol(variable: VariableAt, node: YamlNode | undefined): DocumentSymbol {
  const { name, keySpan, valueSpan } = variable;
  const whole = span(keySpan.start, Math.max(keySpan.end, valueSpan.end));
  return { name, kind: kindOf(node), span: whole, selection: keySpan, children: node ? nested(node, 1) : [] };
}

function nested(node: YamlNode, depth: number): readonly DocumentSymbol[] {
  if (node.kind !== "mapping" || depth > MAXIMUM_DEPTH) return [];
  return node.pairs.slice(0, MOST_CHILDREN).flatMap(({ key, value }) => {
    if (key.kind !== "scalar" || key.value === "") return [];
    const whole = span(key.span.start, Math.max(key.span.end, value.span.end));
    return [{ name: key.value, kind: kindOf(value), span: whole, selection: key.span, children: nested(value, depth + 1) }];
  });
}

function kindOf(node: YamlNode | undefined): DocumentSymbol["kind"] {
  return node?.kind === "mapping" ? "dictionary" : node?.kind === "sequence" ? "list" : "variable";
}

type Entries = NonNullable<ReturnType<typeof documentIndex>["inventory"]>["entries"];

/** Each section with what stands in it. In YAML a group's entries follow the group as well. */
function inventorySymbols(entries: Entries, text: string): readonly DocumentSymbol[] {
  const sections: { name: string; section: string; selection: Span; end: number; children: DocumentSymbol[] }[] = [];
  const sectionOf = (group: string) => sections.findLast((one) => one.name === group) ?? sections.at(-1);
  const outside: DocumentSymbol[] = [];
  const add = (group: string, symbol: DocumentSymbol) => {
    const section = sectionOf(group);
    if (!section) outside.push(symbol);
    else {
      section.children.push(symbol);
      section.end = Math.max(section.end, symbol.span.end);
    }
  };
  for (const entry of [...entries].sort((a, b) => startOf(a) - startOf(b))) {
    if (entry.kind === "group") {
      sections.push({ name: entry.name, section: entry.section, selection: entry.span, end: entry.span.end, children: [] });
    } else if (entry.kind === "host") {
      const end = Math.max(entry.span.end, ...entry.variables.map(({ valueSpan }) => valueSpan.end));
      const name = entry.pattern === "" ? text.slice(entry.span.start, entry.span.end) : entry.pattern;
      add(entry.group, { name, kind: "host", span: span(entry.span.start, end), selection: entry.span, children: [] });
    } else if (entry.kind === "child") {
      if (!sections.some((one) => one.selection.start === entry.span.start)) {
        add(entry.group, { name: entry.child, kind: "children", span: entry.span, selection: entry.span, children: [] });
      }
    } else if (entry.name !== "") {
      const whole = span(entry.keySpan.start, Math.max(entry.keySpan.end, entry.valueSpan.end));
      add(entry.group, { name: entry.name, kind: "variable", span: whole, selection: entry.keySpan, children: [] });
    }
  }
  const groups = sections
    .filter(({ name }) => name !== "")
    .map(({ name, section, selection, end, children }): DocumentSymbol => {
      const kind = section === "vars" ? "variables" : section === "children" ? "children" : "group";
      // Nested groups of YAML are listed one after the other.
      return {
        name,
        ...(section !== "hosts" && { detail: section }),
        kind,
        span: span(selection.start, end),
        selection,
        children: children.filter((child) => child.span.start >= selection.start),
      };
    });
  return [...outside.filter(({ name }) => name !== ""), ...groups];
}

function startOf(entry: Entries[number]): number {
  return entry.kind === "variable" ? entry.keySpan.start : entry.span.start;
}
