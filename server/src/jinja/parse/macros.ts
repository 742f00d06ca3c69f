import type { CallNode, Parameter, Statement } from "../ast";
import type { Node } from "./children";
import { childrenOf } from "./children";
import { parseExpressionAt } from "./expressions";
import { closeTag, type StatementContext, scoped, since } from "./statementContext";
import { parseBody } from "./statements";
import { parseNameOnly, parseSignature } from "./targets";

/** `macro` and `call`, after jinja2/parser.py, with the check on `caller` of jinja2/compiler.py (macro_body). */

export function parseMacro(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const { name, span: nameSpan } = parseNameOnly(c);
  const parameters = parseSignature(c);
  const body = scoped(context, () => parseBody(context, ["endmacro"]));
  checkCaller(context, parameters, body.statements);
  if (body.end !== undefined) closeTag(c);
  return { kind: "macro", name, nameSpan, parameters, body: body.statements, span: since(c, start) };
}

export function parseCallBlock(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const parameters = c.is("(") ? parseSignature(c) : [];
  const expression = parseExpressionAt(c);
  if (expression.kind !== "call") c.problem("expected call", expression.span);
  const call: CallNode =
    expression.kind === "call"
      ? expression
      : { kind: "call", callee: expression, args: { positional: [], keyword: [] }, span: expression.span };
  const repeated = call.args.keyword.find((argument) => argument.name === "caller");
  if (repeated) c.report("keyword argument repeated: caller", repeated.nameSpan, "jinja-compile");
  const body = scoped(context, () => parseBody(context, ["endcall"]));
  checkCaller(context, parameters, body.statements);
  if (body.end !== undefined) closeTag(c);
  return { kind: "callBlock", call, parameters, body: body.statements, span: since(c, start) };
}

function checkCaller(context: StatementContext, parameters: readonly Parameter[], body: readonly Statement[]): void {
  const caller = parameters.find((parameter) => parameter.name === "caller");
  if (!caller || caller.defaultValue || !usesCaller(body)) return;
  context.c.report('When defining macros or call blocks the special "caller" argument must be omitted or be given a default.', caller.span);
}

/** find_undeclared: whether `caller` is read before anything there binds it. */
function usesCaller(body: readonly Statement[]): boolean {
  const stack: Node[] = [...body].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.kind === "outside" && node.tag === "block") continue;
    if (node.kind === "name" && node.name === "caller") return true;
    if (bindsCaller(node)) return false;
    for (const child of [...childrenOf(node)].reverse()) stack.push(child);
  }
  return false;
}

function bindsCaller(node: Node): boolean {
  switch (node.kind) {
    case "set":
    case "setBlock":
    case "for":
      return targetNames(node.target).includes("caller");
    case "with":
      return node.bindings.some((binding) => targetNames(binding.target).includes("caller"));
    case "macro":
    case "callBlock":
      return node.parameters.some((parameter) => parameter.name === "caller");
    default:
      return false;
  }
}

function targetNames(target: Node): readonly string[] {
  if (target.kind === "name") return [target.name];
  return target.kind === "tuple" ? target.items.flatMap(targetNames) : [];
}
