import { type Span, span } from "../../text/span";
import type { ConstantNode, Expression } from "../ast";
import type { Node } from "./children";
import type { NameUse, NameUseKind } from "./names";

/** Names of variables that stand in a template as text or as an attribute: `lookup('vars', 'x')`, `hostvars[h].x`, `vars['x']`. */

/** Those that `node` itself holds, not what is below it. `isFree` tells whether a name is Ansible's rather than the template's. */
export function hiddenNames(node: Node, isFree: (name: string) => boolean): readonly NameUse[] {
  switch (node.kind) {
    case "attribute": {
      const kind = containerOf(node.object, isFree);
      // `.get` and the like are methods: see the call.
      return kind && !METHODS.has(node.name) && node.name !== "" ? [{ name: node.name, kind, span: node.nameSpan }] : [];
    }
    case "item": {
      const kind = containerOf(node.object, isFree);
      return kind ? texts([node.index], kind) : [];
    }
    case "call": {
      const { callee, args } = node;
      if (callee.kind === "attribute" && callee.name === "get") {
        const kind = containerOf(callee.object, isFree);
        return kind ? texts(args.positional.slice(0, 1), kind) : [];
      }
      if (callee.kind !== "name" || !LOOKUPS.has(callee.name) || !isFree(callee.name)) return [];
      const [plugin, ...terms] = args.positional;
      return isText(plugin) && VARS_LOOKUPS.has(plugin.value) ? texts(terms, "lookup") : [];
    }
    case "filter": {
      // `h | extract(hostvars, 'x')` and `hosts | map('extract', hostvars, 'x')`
      const args = node.name === "map" && isText(node.args.positional[0]) ? node.args.positional.slice(1) : node.args.positional;
      const name = node.name === "map" && isText(node.args.positional[0]) ? node.args.positional[0].value : node.name;
      if (!EXTRACT.has(name) || !isFreeName(args[0], "hostvars", isFree) || !args[1]) return [];
      return texts(args[1].kind === "list" ? args[1].items.slice(0, 1) : [args[1]], "hostvars");
    }
    case "compare": {
      const [only, more] = node.rest;
      if (!only || more || (only.operator !== "in" && only.operator !== "not in")) return [];
      const kind = containerOf(only.value, isFree);
      return kind ? texts([node.first], kind) : [];
    }
    default:
      return [];
  }
}

const LOOKUPS: ReadonlySet<string> = new Set(["lookup", "query", "q"]);
const VARS_LOOKUPS: ReadonlySet<string> = new Set(["vars", "ansible.builtin.vars", "ansible.legacy.vars"]);
const EXTRACT: ReadonlySet<string> = new Set(["extract", "ansible.builtin.extract"]);
const METHODS: ReadonlySet<string> = new Set(["get", "keys", "values", "items", "update", "copy", "pop", "setdefault"]);

/** What `node`'s keys are: a host's variables (`hostvars[h]`, `hostvars.h`), the variables (`vars`), or nothing of the kind. */
function containerOf(node: Expression, isFree: (name: string) => boolean): NameUseKind | undefined {
  if (isFreeName(node, "vars", isFree)) return "vars";
  if (node.kind === "item") return isFreeName(node.object, "hostvars", isFree) ? "hostvars" : undefined;
  return node.kind === "attribute" && !METHODS.has(node.name) && isFreeName(node.object, "hostvars", isFree) ? "hostvars" : undefined;
}

function isFreeName(node: Expression | undefined, name: string, isFree: (name: string) => boolean): boolean {
  return node?.kind === "name" && node.name === name && isFree(name);
}

function isText(node: Expression | undefined): node is ConstantNode & { readonly value: string } {
  return node?.kind === "constant" && typeof node.value === "string";
}

function texts(nodes: readonly Expression[], kind: NameUseKind): NameUse[] {
  return nodes.filter(isText).map((node) => ({ name: node.value, kind, span: insideQuotes(node.span) }));
}

function insideQuotes(at: Span): Span {
  return span(at.start + 1, Math.max(at.start + 1, at.end - 1));
}
