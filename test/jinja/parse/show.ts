import type { Arguments, Expression, Statement, Target, Template } from "../../../server/src/jinja/ast";

/** Trees on one line, for tests. */

export function show(node: Expression | Target): string {
  switch (node.kind) {
    case "name":
      return node.name;
    case "namespaceTarget":
      return `${node.name}.${node.attribute}`;
    case "constant":
      if (typeof node.value === "string") return `'${node.value}'`;
      return typeof node.value === "number" ? `${node.value}f` : String(node.value);
    case "missing":
      return "?";
    case "list":
    case "tuple":
      return brackets(node.kind, ...(node.items as readonly (Expression | Target)[]).map(show));
    case "dict":
      return brackets("dict", ...node.entries.map((entry) => `${show(entry.key)}:${show(entry.value)}`));
    case "attribute":
      return brackets(".", show(node.object), node.name);
    case "item":
      return brackets("[]", show(node.object), show(node.index));
    case "slice":
      return brackets(":", ...[node.start, node.stop, node.step].map((part) => (part ? show(part) : "_")));
    case "call":
      return brackets("call", show(node.callee), ...showArguments(node.args));
    case "filter":
      return brackets("|", node.name, node.input ? show(node.input) : "_", ...showArguments(node.args));
    case "test":
      return brackets(node.negated ? "is not" : "is", node.name, show(node.input), ...showArguments(node.args));
    case "unary":
      return brackets(node.operator, show(node.operand));
    case "binary":
      return brackets(node.operator, show(node.left), show(node.right));
    case "compare":
      return brackets("cmp", show(node.first), ...node.rest.map((operand) => `${operand.operator} ${show(operand.value)}`));
    case "concat":
      return brackets("~", ...node.items.map(show));
    case "conditional":
      return brackets("if", show(node.test), show(node.then), ...(node.otherwise ? [show(node.otherwise)] : []));
  }
}

export function showTemplate(template: Template): string {
  return template.body.map(showStatement).join("");
}

function showStatement(node: Statement): string {
  const body = (statements: readonly Statement[]) => `[${statements.map(showStatement).join("")}]`;
  const otherwise = (statements: readonly Statement[]) => (statements.length > 0 ? ["else", body(statements)] : []);
  switch (node.kind) {
    case "text":
      return node.text;
    case "output":
      return `{${show(node.expression)}}`;
    case "if":
      return brackets("if", ...node.branches.flatMap((branch) => [show(branch.test), body(branch.body)]), ...otherwise(node.otherwise));
    case "for": {
      const head = [show(node.target), show(node.iterable), ...(node.filter ? ["if", show(node.filter)] : [])];
      return brackets("for", ...head, ...(node.recursive ? ["recursive"] : []), body(node.body), ...otherwise(node.otherwise));
    }
    case "set":
      return brackets("set", show(node.target), show(node.value));
    case "setBlock":
      return brackets("set", show(node.target), ...(node.filter ? [show(node.filter)] : []), body(node.body));
    case "macro":
    case "callBlock": {
      const parameters = node.parameters.map((one) => one.name + (one.defaultValue ? `=${show(one.defaultValue)}` : ""));
      if (node.kind === "macro") return brackets("macro", node.name, ...parameters, body(node.body));
      return brackets("call", ...parameters, show(node.call), body(node.body));
    }
    case "filterBlock":
      return brackets("filter", show(node.filter), body(node.body));
    case "with":
      return brackets("with", ...node.bindings.map((one) => `${show(one.target)}=${show(one.value)}`), body(node.body));
    case "outside":
      return brackets(node.tag, ...node.expressions.map(show), ...(node.body.length > 0 ? [body(node.body)] : []));
  }
}

function showArguments(args: Arguments): string[] {
  return [
    ...args.positional.map(show),
    ...args.keyword.map((argument) => `${argument.name}=${show(argument.value)}`),
    ...(args.star ? [`*${show(args.star)}`] : []),
    ...(args.starStar ? [`**${show(args.starStar)}`] : []),
  ];
}

function brackets(...parts: readonly string[]): string {
  return `(${parts.join(" ")})`;
}
