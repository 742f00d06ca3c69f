import { type Span, span } from "../../text/span";
import type { Expression, Statement, Target } from "../ast";
import { childrenOf, type Node } from "./children";
import { hiddenNames } from "./hiddenNames";

/**
 * Which variables a template asks Ansible for: the names that nothing in the template binds. Scopes are Jinja2's (jinja2/idtracking.py):
 * `for`, `macro`, `with` and blocks have their own, `if` has none, and `set` binds from there on.
 */

/**
 * `name`: written as a name. The others are texts that name a variable: `lookup('vars', 'x')`, `hostvars[h].x`, `vars['x']`.
 */
export type NameUseKind = "name" | "lookup" | "hostvars" | "vars";

export interface NameUse {
  readonly name: string;
  readonly kind: NameUseKind;
  /** Of the name; of a text, what stands between its quotes. */
  readonly span: Span;
}

/** Every use of a free name, in the order of the text. Functions such as `lookup` and `range` are names like any other. */
export function freeNames(root: Node): readonly NameUse[] {
  const uses: NameUse[] = [];
  const scope = new Scope();
  if (root.kind === "template") walkBody(root.body, scope, uses);
  else walk(root, scope, uses);
  return uses.sort((a, b) => a.span.start - b.span.start);
}

class Scope {
  readonly #bound = new Set<string>();

  constructor(private readonly outer?: Scope) {}

  has(name: string): boolean {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) if (scope.#bound.has(name)) return true;
    return false;
  }

  bind(names: Iterable<string>): void {
    for (const name of names) this.#bound.add(name);
  }

  inner(names: Iterable<string> = []): Scope {
    const scope = new Scope(this);
    scope.bind(names);
    return scope;
  }

  /** After an `if`: what all its branches bind is bound. */
  merge(branches: readonly Scope[]): void {
    const [first, ...rest] = branches;
    if (!first) return;
    for (const name of first.#bound) if (rest.every((branch) => branch.#bound.has(name))) this.#bound.add(name);
  }
}

function walkBody(body: readonly Statement[], scope: Scope, uses: NameUse[]): void {
  for (const statement of body) walk(statement, scope, uses);
}

function walk(node: Node, scope: Scope, uses: NameUse[]): void {
  const each = (nodes: readonly Node[]) => {
    for (const child of nodes) walk(child, scope, uses);
  };
  switch (node.kind) {
    case "name":
      if (node.name !== "" && !scope.has(node.name)) uses.push({ name: node.name, kind: "name", span: node.span });
      return;
    case "namespaceTarget":
      if (!scope.has(node.name))
        uses.push({ name: node.name, kind: "name", span: span(node.span.start, node.span.start + node.name.length) });
      return;
    case "if": {
      const branches = node.branches.map((branch) => {
        walk(branch.test, scope, uses);
        const inner = scope.inner();
        walkBody(branch.body, inner, uses);
        return inner;
      });
      const otherwise = scope.inner();
      walkBody(node.otherwise, otherwise, uses);
      scope.merge([...branches, otherwise]);
      return;
    }
    case "for": {
      walk(node.iterable, scope, uses);
      const names = assign(node.target, scope, uses);
      if (node.filter) walk(node.filter, scope.inner(names), uses);
      walkBody(node.body, scope.inner([...names, "loop"]), uses);
      walkBody(node.otherwise, scope.inner(), uses);
      return;
    }
    case "set":
      walk(node.value, scope, uses);
      scope.bind(assign(node.target, scope, uses));
      return;
    case "setBlock":
      if (node.filter) walk(node.filter, scope, uses);
      walkBody(node.body, scope.inner(), uses);
      scope.bind(assign(node.target, scope, uses));
      return;
    case "macro":
    case "callBlock": {
      if (node.kind === "macro") scope.bind([node.name]);
      else walk(node.call, scope, uses);
      const inner = scope.inner([...node.parameters.map((parameter) => parameter.name), "caller", "varargs", "kwargs"]);
      for (const { defaultValue } of node.parameters) if (defaultValue) walk(defaultValue, inner, uses);
      walkBody(node.body, inner, uses);
      return;
    }
    case "with": {
      const inner = scope.inner();
      for (const binding of node.bindings) {
        walk(binding.value, scope, uses);
        inner.bind(assign(binding.target, scope, uses));
      }
      walkBody(node.body, inner, uses);
      return;
    }
    case "filterBlock":
      walk(node.filter, scope, uses);
      walkBody(node.body, scope.inner(), uses);
      return;
    case "outside":
      each(node.expressions);
      walkBody(node.body, scope.inner(), uses);
      scope.bind(node.binds ?? []);
      return;
    default:
      for (const use of hiddenNames(node as Expression, (name) => !scope.has(name))) uses.push(use);
      each(childrenOf(node));
  }
}

/** The names that a target binds; the namespaces that it writes to are used. */
function assign(target: Target, scope: Scope, uses: NameUse[]): readonly string[] {
  if (target.kind === "name") return target.name === "" ? [] : [target.name];
  if (target.kind === "tuple") return target.items.flatMap((item) => assign(item, scope, uses));
  walk(target, scope, uses);
  return [];
}
