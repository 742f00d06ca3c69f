import type { Expression } from "../../jinja/ast";
import { childrenOf, type Node } from "../../jinja/parse/children";
import { parseTemplate } from "../../jinja/parse/parseTemplate";
import { unparse } from "../../jinja/parse/unparse";
import { templateNames } from "../../kubespray/templateNames";
import { str } from "../../python/text";
import { PyDict, type Value } from "../../python/values";
import type { DefaultsFile, TreeIndex, TreeVariable } from "./treeIndex";
import { defaultValue, sourceOf } from "./valueSnippet";

/**
 * What the release's own defaults look up in tables by something that variables say: `TABLE[image_arch][INDEX]` in the default of a variable,
 * or in the table of downloads itself.
 */
export interface Lookup {
  /** The variable, or `downloads`. */
  readonly definer: string;
  /** In the table of downloads: where. */
  readonly field?: Field;
  readonly file: string;
  readonly table: string;
  /** The table's own name. */
  readonly name: string;
  readonly index: string;
  readonly names: readonly string[];
  /** Whoever works the template out looks it up, and fails where it is not there: no condition and no default stands around it. */
  readonly isCertain: boolean;
}

export interface Field {
  readonly key: string;
  readonly template: string;
}

/** Of all defaults, once for each tree. */
export function lookupsOf(tree: TreeIndex): readonly Lookup[] {
  return tree.once("lookups", () => tree.files.flatMap((file) => lookupsOfFile(tree, file)));
}

/** What the other functions here would have to wait for, in small steps. */
export function* prepareLookups(tree: TreeIndex): Generator<void> {
  for (const file of tree.files) {
    lookupsOfFile(tree, file);
    yield;
    // The largest there is.
    for (const variable of templated(file)) if (variable.name === "downloads") certainNames(tree, variable);
    yield;
  }
  mentions(tree);
  yield;
}

function lookupsOfFile(tree: TreeIndex, file: DefaultsFile): readonly Lookup[] {
  return tree.once(`lookups ${file.path}`, () =>
    templated(file).flatMap((variable) => {
      if (!sourceOf(variable).includes("[")) return [];
      const at = { definer: variable.name, file: file.path };
      const raw = defaultValue(variable);
      if (typeof raw === "string") return lookupsIn(raw, at);
      return fieldsIn(raw).flatMap((field) => (field.template.includes("[") ? lookupsIn(field.template, { ...at, field }) : []));
    }),
  );
}

/** Defaults that are templates, and the table of downloads, which is made of them. */
function templated({ role, path: file, text, vars }: DefaultsFile): readonly TreeVariable[] {
  return [...vars.entries.values()].flatMap((entry) => {
    const variable = { name: entry.name, role, file, text, entry };
    return (entry.isText || entry.name === "downloads") && sourceOf(variable).includes("{{") ? [variable] : [];
  });
}

/** A default that is worked out with another variable for certain. */
export interface User {
  readonly definer: string;
  readonly file: string;
}

/** The defaults, and the table of downloads, that cannot be worked out without the variable. */
export function usersOf(tree: TreeIndex, name: string): readonly User[] {
  const found = mentions(tree).get(name) ?? [];
  return found.filter((variable) => certainNames(tree, variable).has(name)).map(({ name: definer, file }) => ({ definer, file }));
}

/** By the words of their texts alone: what a template is made of shows when it is parsed. */
function mentions(tree: TreeIndex): ReadonlyMap<string, readonly TreeVariable[]> {
  return tree.once("mentions", () => {
    const found = new Map<string, TreeVariable[]>();
    for (const variable of tree.files.flatMap(templated)) {
      for (const word of new Set(sourceOf(variable).match(/[A-Za-z_]\w*/g))) {
        const list = found.get(word);
        if (list) list.push(variable);
        else found.set(word, [variable]);
      }
    }
    return found;
  });
}

function certainNames(tree: TreeIndex, variable: TreeVariable): ReadonlySet<string> {
  return tree.once(`certain names ${variable.file} ${variable.name}`, () => {
    const raw = defaultValue(variable);
    const templates = typeof raw === "string" ? [raw] : fieldsIn(raw).map(({ template }) => template);
    const nodes = templates.flatMap((template) => [...nodesIn(template)]);
    return new Set(nodes.flatMap(({ node, isCertain }) => (isCertain && node.kind === "name" ? [node.name] : [])));
  });
}

/** The templates in a table of downloads, with the keys that they stand under. */
export function fieldsIn(table: Value | undefined): readonly Field[] {
  if (!(table instanceof PyDict)) return [];
  return [...table.entries()].flatMap(([key, spec]) =>
    spec instanceof PyDict
      ? [...spec.values()].flatMap((field) =>
          typeof field === "string" && field.includes("{{") ? [{ key: str(key), template: field }] : [],
        )
      : [],
  );
}

type Place = Pick<Lookup, "definer" | "file" | "field">;

const MOST_NODES = 20_000;

function lookupsIn(template: string, at: Place): readonly Lookup[] {
  return [...nodesIn(template)].flatMap(({ node, isCertain }) => (node.kind === "item" ? lookupAt(at, node, isCertain) : []));
}

interface Placed {
  readonly node: Node;
  readonly isCertain: boolean;
}

function* nodesIn(template: string): Generator<Placed> {
  const pending: Placed[] = [{ node: parseTemplate(template, { ansibleEscapes: true }).template, isCertain: true }];
  for (let seen = 0; seen < MOST_NODES; seen++) {
    const next = pending.pop();
    if (next === undefined) return;
    yield next;
    const isCertain = next.isCertain && !isGuard(next.node);
    for (const node of childrenOf(next.node).toReversed()) pending.push({ node, isCertain });
  }
}

/** What is below may not be worked out, or may be absent. */
function isGuard(node: Node): boolean {
  if (node.kind === "filter") return node.name === "default" || node.name === "d";
  if (node.kind === "binary") return node.operator === "and" || node.operator === "or";
  return ["conditional", "test", "if", "for", "macro", "callBlock", "outside"].includes(node.kind);
}

function lookupAt(at: Place, node: Expression & { readonly kind: "item" }, isCertain: boolean): readonly Lookup[] {
  if (node.index.kind === "constant" || node.index.kind === "slice") return [];
  const table = unparse(node.object, { ansibleEscapes: true });
  const index = unparse(node.index, { ansibleEscapes: true });
  const name = rootName(node.object);
  if (table === undefined || index === undefined || name === undefined) return [];
  const names = templateNames(`{{ ${index} }}`);
  return names.length === 0 ? [] : [{ ...at, table, name, index, names, isCertain }];
}

function rootName(node: Expression): string | undefined {
  if (node.kind === "name") return node.name;
  return node.kind === "item" || node.kind === "attribute" ? rootName(node.object) : undefined;
}
