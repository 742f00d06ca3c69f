import type { Arguments, Expression, Parameter, Statement, Target, Template } from "../ast";

/** The nodes directly under a node, in the order of the text wherever that is the order of the grammar. */

export type Node = Template | Statement | Expression | Target;

export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "template":
      return node.body;
    case "text":
    case "constant":
    case "name":
    case "missing":
    case "namespaceTarget":
      return [];
    case "output":
      return [node.expression];
    case "if":
      return [...node.branches.flatMap((branch): Node[] => [branch.test, ...branch.body]), ...node.otherwise];
    case "for":
      return [node.target, node.iterable, ...optional(node.filter), ...node.body, ...node.otherwise];
    case "set":
      return [node.target, node.value];
    case "setBlock":
      return [node.target, ...optional(node.filter), ...node.body];
    case "macro":
      return [...defaultsOf(node.parameters), ...node.body];
    case "callBlock":
      return [...defaultsOf(node.parameters), node.call, ...node.body];
    case "filterBlock":
      return [node.filter, ...node.body];
    case "with":
      return [...node.bindings.flatMap((binding): Node[] => [binding.target, binding.value]), ...node.body];
    case "outside":
      return [...node.expressions, ...node.body];
    case "list":
    case "tuple":
    case "concat":
      return node.items;
    case "dict":
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case "attribute":
      return [node.object];
    case "item":
      return [node.object, node.index];
    case "slice":
      return [...optional(node.start), ...optional(node.stop), ...optional(node.step)];
    case "call":
      return [node.callee, ...argumentsOf(node.args)];
    case "filter":
      return [...optional(node.input), ...argumentsOf(node.args)];
    case "test":
      return [node.input, ...argumentsOf(node.args)];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "compare":
      return [node.first, ...node.rest.map((operand) => operand.value)];
    case "conditional":
      return [node.then, node.test, ...optional(node.otherwise)];
  }
}

function optional(node: Expression | undefined): Expression[] {
  return node ? [node] : [];
}

function defaultsOf(parameters: readonly Parameter[]): Expression[] {
  return parameters.flatMap((parameter) => optional(parameter.defaultValue));
}

function argumentsOf(args: Arguments): Expression[] {
  return [...args.positional, ...args.keyword.map((argument) => argument.value), ...optional(args.star), ...optional(args.starStar)];
}
