import { builtinPlugins } from "../../jinja/plugins/builtinPlugins";
import { choicesOf } from "./choices";
import type { CompletionItem, CompletionKind, CompletionList } from "./completionItem";
import type { ExpressionPlace } from "./completionPlace";
import { memberItems } from "./expressionMembers";
import { type CompletionRequest, listOf, rank } from "./request";

/** Inside `{{ }}` and `{% %}`: variables, what they hold, filters, tests, lookups. */
export function expressions(request: CompletionRequest, place: ExpressionPlace): CompletionList {
  const { jinja } = place;
  switch (jinja.kind) {
    case "name":
      return names(request, place);
    case "operator":
      return words(request, place, OPERATORS, "keyword");
    case "tag":
      return words(request, place, [...jinja.scope.tags.toReversed(), ...TAGS], "keyword");
    case "filter":
      return words(request, place, plugins(request, "filters", jinja.map), "filter");
    case "test":
      return words(request, place, plugins(request, "tests", jinja.map), "test");
    case "lookup":
      return words(request, place, plugins(request, "lookups", true), "lookup");
    case "variable-text":
      return variables(request, place, false);
    case "member":
      return memberItems(request, place, jinja);
    case "compared":
      return words(request, place, choicesOf(request.context, request.tree, jinja.name)?.values ?? [], "choice");
    case "text":
      return groupText(request, place);
    case "nothing":
      return { items: [], isIncomplete: false };
  }
}

const OPERATORS = ["if", "else", "and", "or", "is", "is not", "in", "not in"];
const TAGS = ["if", "elif", "else", "endif", "for", "endfor", "set", "raw", "macro", "filter", "with"];
const LITERALS = ["true", "false", "none", "not"];

function words(request: CompletionRequest, place: ExpressionPlace, all: readonly string[], kind: CompletionKind): CompletionList {
  const { word } = place.jinja;
  const unique = [...new Set(all)];
  return listOf(
    request,
    word,
    unique.map((text, i) => ({ text, i })),
    ({ text }) => text,
    ({ text, i }) => {
      const item: CompletionItem = { label: text, kind, sortText: rank(i), edit: { span: word, text }, isSnippet: false };
      return isPlugin(kind) ? { ...item, data: { about: "plugin", plugin: kind, name: text } } : item;
    },
  );
}

function isPlugin(kind: CompletionKind): kind is "filter" | "test" | "lookup" | "function" {
  return kind === "filter" || kind === "test" || kind === "lookup" || kind === "function";
}

/**
 * By the short names that everybody writes; what has only a full one by that. Since ansible-core 2.19 the filters of ansible.utils are found
 * by their full names alone. The names of operators (`==`) are of use between quotes only.
 */
function plugins({ context }: CompletionRequest, table: "filters" | "tests" | "lookups", inText: boolean): readonly string[] {
  const names = builtinPlugins[table];
  const native = context.model.kubespray?.release.generation === "native";
  return [...names.keys()]
    .filter((name) => {
      if (/^ansible\.(?:builtin|legacy|netcommon)\./.test(name)) return false;
      if (!/^[\w.]+$/.test(name)) return inText;
      return !(native && names.has(`ansible.utils.${name}`));
    })
    .sort((a, b) => Number(a.includes(".")) - Number(b.includes(".")) || (a < b ? -1 : 1));
}

function names(request: CompletionRequest, place: ExpressionPlace): CompletionList {
  return variables(request, place, true);
}

interface Name {
  readonly name: string;
  readonly kind: CompletionKind;
  readonly sort: string;
}

/** `functions`: what is no variable as well: functions, literals, the names that the template binds. */
function variables(request: CompletionRequest, place: ExpressionPlace, functions: boolean): CompletionList {
  const { context, host, tree, own } = request;
  const { word, scope } = place.jinja;
  const found = new Map<string, Name>();
  const add = (name: string, kind: CompletionKind, group: string) => {
    if (!found.has(name)) found.set(name, { name, kind, sort: `${group}${name}` });
  };
  if (functions) {
    for (const name of scope.bound.keys()) add(name, "variable", "0");
    if (scope.inLoop) add("loop", "variable", "0");
  }
  for (const name of own.keys()) add(name, "variable", "1");
  for (const name of host === undefined ? [] : context.model.variables(host)) {
    add(name, "variable", name.startsWith("ansible_") ? "4" : tree.variables.has(name) ? "2" : "3");
  }
  for (const name of ["hostvars", "vars", "ansible_facts"]) add(name, "variable", "3");
  if (functions) {
    for (const name of builtinPlugins.globals.keys()) add(name, "function", "3");
    for (const name of LITERALS) add(name, "keyword", "3");
  }
  const all = [...found.values()].sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0));
  return listOf(
    request,
    word,
    all,
    ({ name }) => name,
    ({ name, kind, sort }): CompletionItem => {
      const role = tree.variables.get(name)?.role;
      const boundTo = scope.bound.get(name);
      const data = isPlugin(kind)
        ? ({ about: "plugin", plugin: kind, name } as const)
        : kind === "variable" && host !== undefined
          ? dataOf(name, host, scope.bound.has(name), boundTo)
          : undefined;
      return {
        label: name,
        kind,
        ...(role !== undefined && { labelDescription: role }),
        sortText: sort,
        edit: { span: word, text: name },
        isSnippet: false,
        ...(data && { data }),
      };
    },
  );
}

function dataOf(name: string, host: string, isBound: boolean, boundTo: string | undefined): CompletionItem["data"] {
  if (!isBound) return { about: "variable", name, host };
  return boundTo === undefined ? undefined : { about: "expression", expression: boundTo, host };
}

/** `'kube_node' in group_names`: a text on its own is most often the name of a group. */
function groupText(request: CompletionRequest, place: ExpressionPlace): CompletionList {
  const { document, context } = request;
  const behind = document.text.slice(place.jinja.word.end, place.jinja.word.end + 40);
  return /^['"]\s*(?:not\s+)?in\s+group_names\b/.test(behind)
    ? words(request, place, context.model.groups, "group")
    : { items: [], isIncomplete: false };
}
