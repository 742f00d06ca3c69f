import type { Expression } from "../../jinja/ast";
import { childrenOf, type Node } from "../../jinja/parse/children";
import { parseTemplate } from "../../jinja/parse/parseTemplate";
import { PyDict, type Value } from "../../python/values";
import type { TreeIndex } from "./treeIndex";
import { defaultValue } from "./valueSnippet";

/** The expressions of kubespray's defaults that use a variable: what they do with it tells which values it may have. */

const MOST_DEPTH = 12;
const MOST_NODES = 20_000;

/** All nodes of the templates that mention the name, once for each tree. */
export function nodesMentioning(tree: TreeIndex, name: string): readonly Expression[] {
  return tree.once(`nodes ${name}`, () => {
    if (!/^\w+$/.test(name)) return [];
    const word = new RegExp(`\\b${name}\\b`);
    const out: Expression[] = [];
    for (const { role, path, text, vars } of tree.files) {
      if (!word.test(text)) continue;
      for (const entry of vars.entries.values()) {
        if (!word.test(text.slice(entry.valueSpan.start, entry.valueSpan.end))) continue;
        const value = defaultValue({ name: entry.name, role, file: path, text, entry });
        for (const template of value === undefined ? [] : texts(value, 0)) if (word.test(template)) collect(template, out);
      }
    }
    return out;
  });
}

/** All nodes of one template. */
export function nodesOf(template: string): readonly Expression[] {
  const out: Expression[] = [];
  collect(template, out);
  return out;
}

function collect(template: string, out: Expression[]): void {
  if (!/\{[{%]/.test(template)) return;
  const pending: Node[] = [parseTemplate(template, { ansibleEscapes: true }).template];
  for (let node = pending.pop(); node !== undefined && out.length < MOST_NODES; node = pending.pop()) {
    out.push(node as Expression);
    pending.push(...childrenOf(node).toReversed());
  }
}

function* texts(value: Value, depth: number): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (depth > MOST_DEPTH) return;
  else if (Array.isArray(value)) for (const item of value) yield* texts(item, depth + 1);
  else if (value instanceof PyDict) for (const item of value.values()) yield* texts(item, depth + 1);
}
