import type { Expression, Statement, Target } from "../ast";
import type { Cursor } from "./cursor";
import { parseTuple } from "./displays";
import { parseExpressionAt, parseFilter } from "./expressions";
import { closeTag, type StatementContext, scoped, since } from "./statementContext";
import { parseBody } from "./statements";
import { parseSetTarget, parseTarget } from "./targets";

/** `if`, `for`, `set`, `with` and `filter`, after the parse_* functions of jinja2/parser.py. */

export function parseIf(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const branches: { test: Expression; body: readonly Statement[] }[] = [];
  let otherwise: readonly Statement[] = [];
  let end: string | undefined = "elif";
  while (end === "elif") {
    const test = parseTuple(c, { conditional: false });
    const body = parseBody(context, ["elif", "else", "endif"]);
    branches.push({ test, body: body.statements });
    end = body.end;
  }
  if (end === "else") {
    const body = parseBody(context, ["endif"]);
    otherwise = body.statements;
    end = body.end;
  }
  if (end !== undefined) closeTag(c);
  return { kind: "if", branches, otherwise, span: since(c, start) };
}

export function parseFor(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const target = parseTarget(c);
  c.expect("name", "in");
  const iterable = parseTuple(c, { conditional: false });
  const filter = c.skipName("if") ? parseExpressionAt(c) : undefined;
  const recursive = c.skipName("recursive");
  context.loops++;
  refuseLoop(context, target);
  const [body, otherwise] = scoped(context, () => {
    const first = parseBody(context, ["endfor", "else"]);
    const second = first.end === "else" ? parseBody(context, ["endfor"]) : undefined;
    if ((second ?? first).end !== undefined) closeTag(c);
    return [first.statements, second?.statements ?? []];
  });
  context.loops--;
  return { kind: "for", target, iterable, ...(filter && { filter }), recursive, body, otherwise, span: since(c, start) };
}

export function parseSet(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const target = parseSetTarget(c, context.native);
  refuseLoop(context, target);
  if (c.skip("=")) {
    const value = parseTuple(c);
    closeTag(c);
    return { kind: "set", target, value, span: since(c, start) };
  }
  const filter = c.is("|") ? parseFilterChain(c) : undefined;
  if (!filter && !c.is("block_end") && !c.is(":")) {
    // Not a block: one mistake should not make the rest of the text its body.
    closeTag(c);
    return { kind: "setBlock", target, body: [], span: since(c, start) };
  }
  const body = scoped(context, () => parseBody(context, ["endset"]));
  if (body.end !== undefined) closeTag(c);
  return { kind: "setBlock", target, ...(filter && { filter }), body: body.statements, span: since(c, start) };
}

/** jinja2/compiler.py, visit_For: a loop and all that it holds may not assign `loop`. */
function refuseLoop(context: StatementContext, target: Target): void {
  if (target.kind === "tuple") for (const item of target.items) refuseLoop(context, item);
  else if (context.loops > 0 && target.kind === "name" && target.name === "loop") {
    context.c.problem("Can't assign to special loop variable in for-loop target", target.span);
  }
}

export function parseWith(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const bindings: { target: Target; value: Expression }[] = [];
  while (!c.is("block_end") && !c.is("eof")) {
    if (bindings.length > 0 && !c.expect(",")) break;
    const target = parseTarget(c);
    const assigned = c.expect("=") !== undefined;
    bindings.push({ target, value: assigned ? parseExpressionAt(c) : c.missing() });
    if (!assigned) break;
  }
  const body = scoped(context, () => parseBody(context, ["endwith"]));
  if (body.end !== undefined) closeTag(c);
  return { kind: "with", bindings, body: body.statements, span: since(c, start) };
}

export function parseFilterBlock(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const filter = parseFilterChain(c, true);
  const body = scoped(context, () => parseBody(context, ["endfilter"]));
  if (body.end !== undefined) closeTag(c);
  return { kind: "filterBlock", filter, body: body.statements, span: since(c, start) };
}

/** parse_filter without input: `| a | b(1)`, or from a name on where `inline`. */
function parseFilterChain(c: Cursor, inline = false) {
  const { start } = c.current;
  if (!inline) c.next();
  let filter = parseFilter(c, undefined, start);
  let height = c.height + 1;
  while (c.skip("|") && c.fits(++height)) filter = parseFilter(c, filter, start);
  return filter;
}
