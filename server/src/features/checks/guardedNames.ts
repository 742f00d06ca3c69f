import type { Template } from "../../jinja/ast";
import type { Node } from "../../jinja/parse/children";
import { templateNodes } from "./templateNodes";

/**
 * Names that a template expects to be missing: given to `default` or `mandatory`, asked about with `is defined` or with `'x' in vars`. Such a
 * name is left alone everywhere in the template, for the question may guard another branch.
 */
export function guardedNames(template: Template): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of templateNodes(template)) {
    if (node.kind === "filter" && node.input && DEFAULTS.test(node.name)) addNames(node.input, names);
    else if (node.kind === "test" && ASKING.test(node.name)) addNames(node.input, names);
    else if (node.kind === "compare" && node.first.kind === "constant" && typeof node.first.value === "string") names.add(node.first.value);
  }
  return names;
}

const DEFAULTS = /^(?:ansible\.builtin\.)?(?:default|d|mandatory|type_debug|ternary)$/;
const ASKING = /^(?:ansible\.builtin\.)?(?:defined|undefined|none|vault_encrypted)$/;

/** Of `a.b[c].d` all: `default` takes whatever of them is missing. */
function addNames(node: Node, names: Set<string>): void {
  if (node.kind === "name") names.add(node.name);
  else if (node.kind === "attribute") addNames(node.object, names);
  else if (node.kind === "item") {
    addNames(node.object, names);
    addNames(node.index, names);
  } else if (node.kind === "filter" && node.input) addNames(node.input, names);
  else if (node.kind === "binary") {
    addNames(node.left, names);
    addNames(node.right, names);
  }
}
