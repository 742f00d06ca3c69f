import type { Expression } from "../../jinja/ast";
import { unparse } from "../../jinja/parse/unparse";
import { str } from "../../python/text";
import type { FeatureContext } from "../feature";
import { fitting } from "./madeVersions";
import { nodesMentioning, nodesOf } from "./namedTemplates";
import { keysOf, type Version } from "./tableKeys";
import type { TreeIndex } from "./treeIndex";
import { defaultValue } from "./valueSnippet";

const MOST_ALIASES = 3;

/**
 * The values for which the release has an entry in every table that its defaults look the variable up in (`TABLE[image_arch][NAME]`), newest
 * first: the versions that it knows checksums of, without those that have no entry where what is made of them is looked up. Where it is
 * looked up in none, the table that its own default is taken from.
 */
export function versionsOf(context: FeatureContext, tree: TreeIndex, host: string, name: string): readonly Version[] {
  const tables = tablesOf(tree, name, 0).flatMap((expression) => keysOf(context, host, expression) ?? []);
  const [first, ...rest] = tables;
  // A table of something else (`{'coredns': ...}[dns_mode]`) may not have all that is allowed.
  if (first === undefined || ![...first.keys()].every((key) => /\d/.test(key))) return [];
  const common = [...first.values()].filter((key) => rest.every((table) => table.has(str(key))));
  return [...fitting(context, tree, host, name, common)].sort(newestFirst);
}

/** The expressions of those tables. */
function tablesOf(tree: TreeIndex, name: string, depth: number): readonly string[] {
  return tree.once(`tables ${name}`, () => {
    const found = new Set<string>();
    for (const node of nodesMentioning(tree, name)) {
      if (node.kind === "item" && node.index.kind === "name" && node.index.name === name) add(found, node.object);
    }
    if (found.size > 0) return [...found];
    const variable = tree.variables.get(name);
    const template = variable && defaultValue(variable);
    if (typeof template !== "string") return [];
    for (const node of nodesOf(template)) {
      if (node.kind === "filter" && node.name === "dict2items" && node.input) add(found, node.input);
      if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "keys") add(found, node.callee.object);
    }
    const alias = /^\s*\{\{\s*(\w+)\s*\}\}\s*$/.exec(template)?.[1];
    if (found.size === 0 && alias !== undefined && alias !== name && depth < MOST_ALIASES) return tablesOf(tree, alias, depth + 1);
    return [...found];
  });
}

function add(found: Set<string>, table: Expression): void {
  const text = unparse(table, { ansibleEscapes: true });
  if (text !== undefined) found.add(text);
}

/** As distutils' LooseVersion would order them, letters after numbers; a pre-release comes before its release. */
function newestFirst(a: Version, b: Version): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    if (x === undefined) return typeof y === "string" ? -1 : 1;
    if (y === undefined) return typeof x === "string" ? 1 : -1;
    if (typeof x === "number" && typeof y === "number") return y - x;
    if (typeof x === "string" && typeof y === "string") return x < y ? 1 : -1;
    return typeof x === "number" ? -1 : 1;
  }
  return 0;
}

function parts(version: Version): readonly (string | number)[] {
  return (str(version).match(/\d+|[a-z]+/gi) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part)).filter((part) => part !== "v");
}
