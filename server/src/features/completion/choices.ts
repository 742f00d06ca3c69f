import type { FilePath } from "../../files/fileSystem";
import { extensionOf } from "../../files/paths";
import type { Expression } from "../../jinja/ast";
import { parseExpression } from "../../jinja/parse/parseTemplate";
import { moduleOf } from "../../kubespray/preflight/taskFile";
import { PyDict, type Value } from "../../python/values";
import { loadText } from "../../yaml/loadText";
import type { FeatureContext } from "../feature";
import { nodesMentioning } from "./namedTemplates";
import type { TreeIndex } from "./treeIndex";

/** The texts that a variable can be set to, as kubespray itself says. */
export interface Choices {
  readonly values: readonly string[];
  /** `asserted`: kubespray stops at any other. `compared`: its defaults ask for these, and others may do as well. */
  readonly source: "asserted" | "listed" | "compared";
}

/**
 * Taken from the assertions of the release's tasks (`that: NAME in [...]`), else from a list in the comment above the default, else from
 * what its defaults compare the variable with. Undefined where there is none.
 */
export function choicesOf(context: FeatureContext, tree: TreeIndex, name: string): Choices | undefined {
  const asserted = assertedChoices(context, tree).get(name);
  if (asserted !== undefined) return { values: asserted, source: "asserted" };
  const listed = listedChoices(tree, name);
  if (listed.length > 0) return { values: listed, source: "listed" };
  const compared = comparedTexts(tree, name);
  return compared.length > 0 ? { values: compared, source: "compared" } : undefined;
}

/** Every `NAME in [texts]` that a task of the tree asserts, by name. Read once for each tree. */
export function assertedChoices(context: FeatureContext, tree: TreeIndex): ReadonlyMap<string, readonly string[]> {
  return tree.once("asserted", () => {
    const found = new Map<string, readonly string[]>();
    for (const path of taskFiles(context)) {
      const read = context.fs.read(path);
      if (!read.ok || !read.text.includes("that:") || !/\bin\s*\[/.test(read.text)) continue;
      const loaded = loadText(read.text, { json: false });
      if (!loaded.ok) continue;
      for (const condition of assertions(loaded.value, 0)) {
        const choices = choiceCondition(parseExpression(condition).expression);
        if (choices && !found.has(choices.name)) found.set(choices.name, choices.values);
      }
    }
    return found;
  });
}

/** All tasks of the tree's roles; none in a tree that is trimmed to its defaults. */
export function taskFiles(context: FeatureContext): Iterable<FilePath> {
  const root = context.model.kubespray?.root;
  return root === undefined ? [] : filesBelow(context, `${root}/roles`, 0);
}

function* filesBelow(context: FeatureContext, folder: FilePath, depth: number): Iterable<FilePath> {
  for (const { name, kind } of depth > 7 ? [] : (context.fs.list(folder) ?? [])) {
    const path = `${folder}/${name}` as FilePath;
    if (kind === "directory") {
      if (!NO_TASKS.includes(name)) yield* filesBelow(context, path, depth + 1);
    } else if (/\/tasks(?:\/|$)/.test(folder) && [".yml", ".yaml"].includes(extensionOf(name))) yield path;
  }
}

const NO_TASKS = ["defaults", "vars", "templates", "files", "handlers", "meta", "library", "molecule", "module_utils", "filter_plugins"];

/** The items of `that:` in all tasks, those in blocks included. */
function* assertions(value: Value, depth: number): Iterable<string> {
  if (!Array.isArray(value) || depth > 20) return;
  for (const task of value) {
    if (!(task instanceof PyDict)) continue;
    for (const key of ["block", "rescue", "always"]) yield* assertions(task.get(key) ?? null, depth + 1);
    const body = moduleOf(task, "assert");
    const that = body instanceof PyDict ? body.get("that") : undefined;
    for (const item of Array.isArray(that) ? that : [that]) if (typeof item === "string") yield item;
  }
}

function choiceCondition(node: Expression): { readonly name: string; readonly values: readonly string[] } | undefined {
  if (node.kind !== "compare" || node.first.kind !== "name" || node.rest.length !== 1) return undefined;
  const [{ operator, value }] = node.rest as [(typeof node.rest)[number]];
  if (operator !== "in" || (value.kind !== "list" && value.kind !== "tuple")) return undefined;
  const values = value.items.flatMap((item) => (item.kind === "constant" && typeof item.value === "string" ? [item.value] : []));
  return values.length === value.items.length && values.length > 0 ? { name: node.first.name, values } : undefined;
}

/** `One of ['ipvs', 'iptables']` in the comment above the default. */
function listedChoices(tree: TreeIndex, name: string): readonly string[] {
  const comment = tree.variables.get(name)?.entry.documentation;
  const list = /\b(?:one of|can be|valid (?:values|options)(?: are)?|choices):?\s*(\[['"][^\][]{1,500}['"]\])/i.exec(comment ?? "")?.[1];
  const parsed = list === undefined ? undefined : parseExpression(list).expression;
  if (parsed?.kind !== "list") return [];
  return parsed.items.flatMap((item) => (item.kind === "constant" && typeof item.value === "string" ? [item.value] : []));
}

function comparedTexts(tree: TreeIndex, name: string): readonly string[] {
  return tree.once(`compared ${name}`, () => {
    const found = new Set<string>();
    const add = (node: Expression) => {
      if (node.kind === "constant" && typeof node.value === "string" && node.value !== "") found.add(node.value);
    };
    for (const node of nodesMentioning(tree, name)) {
      if (node.kind !== "compare" || node.first.kind !== "name" || node.first.name !== name) continue;
      for (const { operator, value } of node.rest) {
        if (operator === "==" || operator === "!=") add(value);
        else if ((operator === "in" || operator === "not in") && (value.kind === "list" || value.kind === "tuple"))
          value.items.forEach(add);
      }
    }
    return [...found].sort();
  });
}
