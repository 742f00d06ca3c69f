import { baseName } from "../../files/paths";
import type { CompletionItem, CompletionList } from "./completionItem";
import type { VariableNamePlace } from "./completionPlace";
import { HOST_VARIABLES } from "./hostVariables";
import { type CompletionRequest, listOf, rank } from "./request";
import type { TreeIndex } from "./treeIndex";
import { isBooleanSource, sourceOf, valueSnippet } from "./valueSnippet";

/**
 * Names of variables where one can be set: kubespray's defaults, what its sample names, and the user's own. What the file sets already is
 * left out. Role vars are no candidates: they beat the inventory.
 */
export function variableNames(request: CompletionRequest, place: VariableNamePlace): CompletionList {
  const { tree, own, document } = request;
  const taken = new Set(place.taken);
  const written = request.role.kind === "hosts-file" ? undefined : document.path;
  const candidates = [
    ...HOST_VARIABLES.filter(({ name }) => place.ofHost || name.startsWith("ansible_")).map(({ name }, i) => {
      return { name, sort: place.ofHost ? `0${rank(i)}` : `6${name}` };
    }),
    ...[...own.values()]
      .filter(({ name, file }) => !tree.variables.has(name) && !tree.sample.has(name) && file !== written)
      .map(({ name }) => candidate(name, "3")),
    ...preferred(tree, baseName(document.path)),
  ].filter(({ name }) => !taken.has(name));
  const unique = [...new Map(candidates.toReversed().map((one) => [one.name, one])).values()];
  unique.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
  return listOf(
    request,
    place.word,
    unique,
    ({ name }) => name,
    ({ name, sort }) => nameItem(request, place, name, sort),
  );
}

interface Candidate {
  readonly name: string;
  readonly sort: string;
}

function candidate(name: string, group: string): Candidate {
  return { name, sort: `${group}${name}` };
}

/** In the order for files of this name: once for each tree. */
function preferred(tree: TreeIndex, fileName: string): readonly Candidate[] {
  const usual = fileName.replace(/\.yaml$/, ".yml");
  return tree.once(`names ${usual}`, () => {
    const names = new Set([...tree.variables.keys(), ...tree.sample.keys()]);
    return [...names].map((name) => candidate(name, groupOf(tree, name, usual)));
  });
}

function groupOf(tree: TreeIndex, name: string, fileName: string): string {
  if (fileName === "addons.yml" && name.endsWith("_enabled")) return isSwitch(tree, name) ? "0" : "1";
  if (tree.sample.get(name)?.fileName === fileName) return "2";
  return tree.variables.get(name)?.role.startsWith("kubespray") ? "4" : "5";
}

/** On or off as it stands, and not worked out. */
function isSwitch(tree: TreeIndex, name: string): boolean {
  const variable = tree.variables.get(name);
  return isBooleanSource(variable ? sourceOf(variable) : (tree.sample.get(name)?.value ?? ""));
}

function nameItem(request: CompletionRequest, place: VariableNamePlace, name: string, sort: string): CompletionItem {
  const { tree, own, host } = request;
  const variable = tree.variables.get(name);
  const sample = tree.sample.get(name);
  const ofHost = HOST_VARIABLES.some((known) => known.name === name);
  const value = variable ? shortSource(sourceOf(variable)) : undefined;
  const from = variable?.role ?? (sample ? "sample" : own.has(name) ? baseName(own.get(name)?.file ?? "") : ofHost ? "host" : undefined);
  return {
    label: name,
    kind: "variable",
    ...(value !== undefined && value !== "" && { labelDetail: ` = ${value}` }),
    ...(from !== undefined && { labelDescription: from }),
    sortText: sort,
    ...insertion(tree, place, name),
    data: { about: "variable", name, ...(host !== undefined && { host }) },
  };
}

function insertion(tree: TreeIndex, place: VariableNamePlace, name: string): Pick<CompletionItem, "edit" | "isSnippet" | "suggestAgain"> {
  const span = place.word;
  if (place.bare) return { edit: { span, text: name }, isSnippet: false };
  if (place.notation === "ini") return { edit: { span, text: `${name}=` }, isSnippet: false, suggestAgain: true };
  const { text, choose } = valueSnippet(tree, name);
  return { edit: { span, text: `${name}:${text}` }, isSnippet: true, ...(choose && { suggestAgain: true }) };
}

const LONGEST = 48;

/** One line for a list. */
export function shortSource(source: string): string {
  const text = /^[|>][-+0-9]*\s*/.test(source) ? source.replace(/^[|>][-+0-9]*\s*/, "") : source;
  const line = text.replace(/\s+/g, " ").slice(0, LONGEST + 1);
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
