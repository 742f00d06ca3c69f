import { parseIniInventory } from "../ansible/inventory/iniInventory";
import type { EntryVariable, InventoryDocument } from "../ansible/inventory/inventoryDocument";
import { parseYamlInventory } from "../ansible/inventory/yamlInventory";
import { openedVarsFile } from "../ansible/vars/openedVarsFile";
import type { Memo } from "../files/memo";
import { extensionOf } from "../files/paths";
import type { Generation } from "../jinja/context";
import type { Value } from "../python/values";
import { type Span, span } from "../text/span";
import { type ParsedYaml, parseYaml } from "../yaml/parseYaml";
import { scanTopLevel } from "../yaml/scanTopLevel";
import type { VarsFile } from "../yaml/varsFile";
import { contentOf, type YamlNode } from "../yaml/yamlNode";
import type { Document, FeatureContext, FileRole } from "./feature";
import { fileRole } from "./fileRole";

/**
 * One document as all features see it: its variables with their places, whatever its syntax, and the nodes of a value, parsed when asked
 * for. Made once for a text (FeatureContext.memo), and tolerant: a file with an error keeps the variables around it.
 */
export interface DocumentIndex {
  readonly role: FileRole;
  /** In the order of the text; equal names each have their place. */
  readonly variables: readonly VariableAt[];
  /** Of a hosts file. */
  readonly inventory: InventoryDocument | undefined;
  /** The variable whose key or value, or the room between and behind them, holds the offset. */
  variableAt(offset: number): VariableAt | undefined;
  /** The value's node, undefined where it cannot be parsed or the syntax is none of YAML's. */
  valueNode(variable: VariableAt): YamlNode | undefined;
}

export interface VariableAt {
  readonly name: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** All that belongs to it: from the key to what stands before the next one. */
  readonly region: Span;
  /** 1-based. */
  readonly line: number;
  readonly documentation?: string;
  /** The hosts file's variables belong to a group or to hosts, all others to what the file belongs to. */
  readonly owner: { readonly kind: "file" } | { readonly kind: "group"; readonly group: string } | HostsOwner;
  readonly syntax: "yaml" | "ini";
  /** Throws a Failure where the value is broken or cannot be known. */
  value(): Value;
}

export interface HostsOwner {
  readonly kind: "hosts";
  readonly hosts: readonly string[];
}

export function documentIndex(context: FeatureContext, document: Document): DocumentIndex {
  const role = fileRole(context.model, document.path);
  const generation = context.model.kubespray?.release.generation ?? "classic";
  const kind = `index ${role.kind} ${generation}`;
  return context.memo.of(kind, document.path, document.text, () => new TextIndex(document, role, generation, context.memo));
}

class TextIndex implements DocumentIndex {
  readonly variables: readonly VariableAt[];
  readonly inventory: InventoryDocument | undefined;
  readonly #text: string;
  /** Whether each region can be parsed on its own. */
  #separate = false;
  #whole: ParsedYaml | undefined;
  readonly #nodes = new Map<number, YamlNode | undefined>();

  constructor(
    document: Document,
    readonly role: FileRole,
    generation: Generation,
    memo: Memo,
  ) {
    this.#text = document.text;
    if (role.kind === "hosts-file") {
      this.inventory = hostsDocument(document, generation);
      this.variables = inventoryVariables(this.inventory);
    } else this.variables = this.#fileVariables(openedVarsFile(memo, document.path, document.text, generation));
  }

  variableAt(offset: number): VariableAt | undefined {
    let low = 0;
    let high = this.variables.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.variables[middle] as VariableAt).keySpan.start <= offset) low = middle + 1;
      else high = middle;
    }
    const found = this.variables[low - 1];
    return found && offset <= found.region.end ? found : undefined;
  }

  valueNode(variable: VariableAt): YamlNode | undefined {
    if (variable.syntax === "ini") return undefined;
    const at = variable.keySpan.start;
    if (!this.#nodes.has(at)) this.#nodes.set(at, this.#parse(variable));
    return this.#nodes.get(at);
  }

  #parse(variable: VariableAt): YamlNode | undefined {
    if (this.#separate) {
      const root = parseYaml(this.#text, variable.region).documents[0];
      return root && pairValue(root, variable.keySpan.start, 1);
    }
    this.#whole ??= parseYaml(this.#text);
    for (const root of this.#whole.documents) {
      const found = pairValue(root, variable.keySpan.start, 200);
      if (found) return found;
    }
    // Behind an error of the file, the value alone may be sound.
    const root = this.role.kind === "hosts-file" ? undefined : parseYaml(this.#text, lineRegion(this.#text, variable.region)).documents[0];
    return root && pairValue(root, variable.keySpan.start, 1);
  }

  #fileVariables(file: VarsFile): readonly VariableAt[] {
    const text = this.#text;
    const owner = { kind: "file" } as const;
    const keys = scanTopLevel(text);
    if (keys) {
      this.#separate = true;
      return keys.map((key) => ({
        name: key.source,
        keySpan: key.keySpan,
        valueSpan: key.valueSpan,
        region: key.region,
        line: key.line,
        ...(key.documentation !== undefined && { documentation: key.documentation }),
        owner,
        syntax: "yaml",
        value: () => file.entries.get(key.source)?.value() ?? null,
      }));
    }
    const entries = [...file.entries.values()].sort((a, b) => a.keySpan.start - b.keySpan.start);
    return entries.map((entry, i) => ({
      name: entry.name,
      keySpan: entry.keySpan,
      valueSpan: entry.valueSpan,
      region: span(entry.keySpan.start, Math.max(entry.valueSpan.end, (entries[i + 1]?.keySpan.start ?? text.length + 1) - 1)),
      line: entry.line,
      ...(entry.documentation !== undefined && { documentation: entry.documentation }),
      owner,
      syntax: "yaml",
      value: () => entry.value(),
    }));
  }
}

/** The plugins yaml and ini, as readInventory.ts chooses between them. */
function hostsDocument({ path, text }: Document, generation: Generation): InventoryDocument {
  const extension = extensionOf(path);
  if (["", ".yaml", ".yml", ".json"].includes(extension)) {
    const yaml = parseYamlInventory(text, { generation });
    if (extension !== "" || (yaml.isMapping && yaml.document.rejected === undefined)) return yaml.document;
  }
  return parseIniInventory(text, { generation });
}

function inventoryVariables(document: InventoryDocument): readonly VariableAt[] {
  const found: VariableAt[] = [];
  const add = (variable: EntryVariable, owner: VariableAt["owner"]) => {
    const { name, keySpan, valueSpan, line, value } = variable;
    const region = span(keySpan.start, Math.max(keySpan.end, valueSpan.end));
    found.push({ name, keySpan, valueSpan, region, line, owner, syntax: document.syntax, value: () => value });
  };
  for (const entry of document.entries) {
    if (entry.kind === "variable") add(entry, { kind: "group", group: entry.group });
    else if (entry.kind === "host") for (const variable of entry.variables) add(variable, { kind: "hosts", hosts: entry.hosts });
  }
  return found.sort((a, b) => a.keySpan.start - b.keySpan.start);
}

/** The value of the pair whose key starts at `at`, looked for `depth` mappings deep. */
function pairValue(node: YamlNode, at: number, depth: number): YamlNode | undefined {
  const content = node.kind === "alias" ? undefined : contentOf(node);
  if (content?.kind !== "mapping" || depth === 0) return undefined;
  for (const { key, value } of content.pairs) {
    if (key.span.start === at) return value;
    if (value.span.start <= at && at <= value.span.end) return pairValue(value, at, depth - 1);
  }
  return undefined;
}

function lineRegion(text: string, region: Span): Span {
  return span(text.lastIndexOf("\n", region.start - 1) + 1, Math.min(text.length, region.end));
}
