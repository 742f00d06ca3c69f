import { childrenOf, type Node } from "../jinja/parse/children";
import { parseTemplate } from "../jinja/parse/parseTemplate";
import { PyDict, type Value } from "../python/values";

/** The names that the templates in a raw value mention, for showing where a value comes from. */

const MOST_NAMES = 200;

/** In the order of the text, each once. `lookup('vars', 'x')` and `query(..)` count as x, `hostvars` as itself. */
export function templateNames(raw: Value): readonly string[] {
  const names = new Set<string>();
  collectValue(raw, names, 0);
  return [...names];
}

/**
 * Calls `visit` for each text in the value, and in the values of the variables that it says the text names, directly or not. `rawOf` gives
 * a variable's raw value.
 */
export function visitTexts(raw: Value, rawOf: (name: string) => Value | undefined, visit: (text: string) => readonly string[]): void {
  const seen = new Set<string>();
  const visitValue = (value: Value, depth: number): void => {
    if (depth > 20) return;
    if (Array.isArray(value)) for (const item of value) visitValue(item, depth + 1);
    else if (value instanceof PyDict) for (const item of value.values()) visitValue(item, depth + 1);
    else if (typeof value === "string") {
      for (const name of visit(value)) {
        if (seen.has(name) || seen.size > MOST_NAMES) continue;
        seen.add(name);
        const next = rawOf(name);
        if (next !== undefined) visitValue(next, 0);
      }
    }
  };
  visitValue(raw, 0);
}

function collectValue(raw: Value, names: Set<string>, depth: number): void {
  if (names.size > MOST_NAMES || depth > 20) return;
  if (typeof raw === "string") {
    if (raw.includes("{{") || raw.includes("{%")) collectNode(parseTemplate(raw).template, names, 0);
  } else if (Array.isArray(raw)) for (const item of raw) collectValue(item, names, depth + 1);
  else if (raw instanceof PyDict) for (const item of raw.values()) collectValue(item, names, depth + 1);
}

function collectNode(node: Node, names: Set<string>, depth: number): void {
  if (depth > 200) return;
  if (node.kind === "name") names.add(node.name);
  if (node.kind === "call" && node.callee.kind === "name" && ["lookup", "query", "q"].includes(node.callee.name)) {
    const [plugin, ...terms] = node.args.positional;
    if (plugin?.kind === "constant" && /^(ansible\.builtin\.)?vars$/.test(String(plugin.value))) {
      for (const term of terms) if (term.kind === "constant" && typeof term.value === "string") names.add(term.value);
    }
  }
  for (const child of childrenOf(node)) collectNode(child, names, depth + 1);
}
