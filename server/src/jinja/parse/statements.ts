import { span } from "../../text/span";
import type { Expression, OutputNode, Statement } from "../ast";
import { parseFilterBlock, parseFor, parseIf, parseSet, parseWith } from "./blocks";
import type { Cursor } from "./cursor";
import { parseTuple } from "./displays";
import { parseExpressionAt, startsExpression } from "./expressions";
import { parseAutoescape, parseBlock, parseExtends, parseFrom, parseImport, parseInclude } from "./inclusions";
import { parseCallBlock, parseMacro } from "./macros";
import { type Body, closeTag, type StatementContext, since, unexpectedTag } from "./statementContext";
import { shorten } from "./token";

/**
 * Statements, after subparse and parse_statement of jinja2/parser.py. A block whose end tag is missing ends where the end tag of an outer
 * block stands, or with the text.
 */

/** The statements of a whole template. */
export function parseStatements(c: Cursor, native: boolean): readonly Statement[] {
  const context = { c, native, ends: [], tags: [], blockNames: new Set<string>(), loops: 0, scopes: 0, endReported: false };
  return readBody(context, []).statements;
}

/** parse_statements: the rest of a tag, then a body up to one of the end tags. */
export function parseBody(context: StatementContext, ends: readonly string[]): Body {
  const { c } = context;
  c.skip(":");
  const tag = c.tagSpan;
  // One problem is enough for a tag that is still being typed at the end of the text.
  if (c.current.absent && c.look().type === "eof") context.endReported = true;
  closeTag(c);
  if (context.ends.length >= MAX_BLOCKS) {
    c.report("nested too deeply", tag, "jinja-depth");
    context.endReported = true;
    c.giveUp();
    return { statements: [], end: undefined };
  }
  context.ends.push(ends);
  const body = readBody(context, ends);
  if (body.end === undefined && c.is("eof") && !context.endReported) {
    context.endReported = true;
    c.report(unexpectedTag(context), tag);
  }
  context.ends.pop();
  return body;
}

/** Python allows 100 levels of indentation; Jinja2's program needs two of them itself. */
const MAX_BLOCKS = 98;

function readBody(context: StatementContext, ends: readonly string[]): Body {
  const { c } = context;
  const statements: Statement[] = [];
  while (!c.is("eof")) {
    const token = c.current;
    if (token.type === "data") {
      c.next();
      statements.push({ kind: "text", text: token.text, span: span(token.start, token.end) });
    } else if (token.type === "variable_begin") statements.push(parseOutput(c));
    else if (token.type !== "block_begin") c.next();
    else {
      const tag = c.look();
      const name = tag.type === "name" ? tag.text : "";
      if (ends.includes(name)) {
        c.next();
        c.next();
        return { statements, end: name };
      }
      if (context.ends.some((outer) => outer.includes(name))) {
        c.report(unexpectedTag(context, name), span(tag.start, tag.end));
        return { statements, end: undefined };
      }
      for (const statement of parseStatement(context)) statements.push(statement);
    }
  }
  return { statements, end: undefined };
}

function parseOutput(c: Cursor): OutputNode {
  const { start } = c.next();
  const expression = parseTuple(c);
  closeTag(c, "variable_end");
  return { kind: "output", expression, span: since(c, start) };
}

function parseStatement(context: StatementContext): readonly Statement[] {
  const { c } = context;
  const { start } = c.next();
  const tag = c.current;
  if (tag.type !== "name") {
    c.problem("tag name expected");
    c.hole();
    closeTag(c);
    return [{ kind: "outside", tag: "", body: [], expressions: [], span: since(c, start) }];
  }
  if (tag.text === "print") return parsePrint(c, start);
  context.tags.push(shorten(tag.text));
  const read = STATEMENTS.get(tag.text);
  const statement = read ? read(context, start) : parseUnknown(context, start);
  context.tags.pop();
  return [statement];
}

/** Each reads from the tag's name to the end of the statement. */
const STATEMENTS: ReadonlyMap<string, (context: StatementContext, start: number) => Statement> = new Map([
  ["if", parseIf],
  ["for", parseFor],
  ["set", parseSet],
  ["with", parseWith],
  ["filter", parseFilterBlock],
  ["macro", parseMacro],
  ["call", parseCallBlock],
  ["block", parseBlock],
  ["extends", parseExtends],
  ["include", parseInclude],
  ["import", parseImport],
  ["from", parseFrom],
  ["autoescape", parseAutoescape],
] as [string, (context: StatementContext, start: number) => Statement][]);

/** A tag that Jinja2 does not have (Ansible loads no extension): a problem. What it holds is read for those who look into it. */
function parseUnknown(context: StatementContext, start: number): Statement {
  const { c } = context;
  const tag = c.current.text;
  context.tags.pop();
  c.problem(unexpectedTag(context, shorten(tag)));
  context.tags.push(tag);
  c.next();
  const expressions: Expression[] = [];
  while (startsExpression(c.current)) expressions.push(parseExpressionAt(c));
  closeTag(c);
  return { kind: "outside", tag, body: [], expressions, span: since(c, start) };
}

/** `{% print a, b %}`: an output for each expression. */
function parsePrint(c: Cursor, start: number): readonly Statement[] {
  c.next();
  const expressions: Expression[] = [];
  while (!c.is("block_end") && !c.is("eof")) {
    if (expressions.length > 0 && !c.expect(",")) break;
    expressions.push(parseExpressionAt(c));
  }
  closeTag(c);
  const end = since(c, start).end;
  return expressions.map((expression, i) => {
    const from = i === 0 ? start : (expressions[i - 1] as Expression).span.end;
    return { kind: "output", expression, span: span(from, i === expressions.length - 1 ? end : expression.span.end) };
  });
}
