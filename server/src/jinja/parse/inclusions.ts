import { span } from "../../text/span";
import type { Expression, OutsideNode, Statement } from "../ast";
import type { Cursor } from "./cursor";
import { parseExpressionAt } from "./expressions";
import { closeTag, type StatementContext, scoped, since } from "./statementContext";
import { parseBody } from "./statements";
import { parseNameOnly } from "./targets";

/** The statements that reach outside the text: valid syntax that we do not follow. After jinja2/parser.py. */

export function parseInclude(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const template = parseExpressionAt(c);
  if (c.isName("ignore") && isName(c, "missing")) {
    c.next();
    c.next();
  }
  skipImportContext(c);
  return finish(context, "include", start, [template]);
}

export function parseImport(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const template = parseExpressionAt(c);
  c.expect("name", "as");
  const { name } = parseNameOnly(c);
  skipImportContext(c);
  return { ...finish(context, "import", start, [template]), binds: [name] };
}

export function parseFrom(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const template = parseExpressionAt(c);
  const binds: string[] = [];
  if (c.expect("name", "import")) {
    for (;;) {
      if (c.is("name") && skipImportContext(c)) break;
      const { name, span: at } = parseNameOnly(c);
      if (name.startsWith("_")) c.problem("names starting with an underline can not be imported", at);
      if (name === "") break;
      binds.push(c.skipName("as") ? parseNameOnly(c).name : name);
      if (skipImportContext(c) || !c.skip(",")) break;
    }
  }
  return { ...finish(context, "from", start, [template]), binds };
}

/** `with context` and `without context`. */
function skipImportContext(c: Cursor): boolean {
  if (!(c.isName("with") || c.isName("without")) || !isName(c, "context")) return false;
  c.next();
  c.next();
  return true;
}

function isName(c: Cursor, name: string): boolean {
  const token = c.look();
  return token.type === "name" && token.text === name;
}

export function parseExtends(context: StatementContext, start: number): Statement {
  const { c } = context;
  const tag = c.next();
  if (context.scopes > 0) c.problem("cannot use extend from a non top-level scope", span(tag.start, tag.end));
  return finish(context, "extends", start, [parseExpressionAt(c)]);
}

export function parseBlock(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const token = c.expect("name");
  const name = token?.text ?? "";
  if (token && context.blockNames.has(name)) c.problem(`block '${name}' defined twice`, span(token.start, token.end));
  context.blockNames.add(name);
  c.skipName("scoped");
  const required = c.skipName("required");
  if (c.is("-")) {
    c.problem("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.");
    c.skipToTagEnd();
  }
  const body = scoped(context, () => parseBody(context, ["endblock"]));
  if (required && !body.statements.every((statement) => statement.kind === "text" && statement.text.trim() === "")) {
    c.problem("Required blocks can only contain comments or whitespace");
  }
  if (body.end !== undefined) {
    c.skipName(name);
    closeTag(c);
  }
  return { kind: "outside", tag: "block", body: body.statements, expressions: [], span: since(c, start) };
}

export function parseAutoescape(context: StatementContext, start: number): Statement {
  const { c } = context;
  c.next();
  const value = parseExpressionAt(c);
  const body = scoped(context, () => parseBody(context, ["endautoescape"]));
  if (body.end !== undefined) closeTag(c);
  return { kind: "outside", tag: "autoescape", body: body.statements, expressions: [value], span: since(c, start) };
}

function finish(context: StatementContext, tag: string, start: number, expressions: readonly Expression[]): OutsideNode {
  closeTag(context.c);
  return { kind: "outside", tag, body: [], expressions, span: since(context.c, start) };
}
