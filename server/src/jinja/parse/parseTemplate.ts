import type { Problem } from "../../text/problem";
import { span } from "../../text/span";
import type { Expression, Template } from "../ast";
import { Cursor } from "./cursor";
import { parseTuple } from "./displays";
import { parseExpressionAt } from "./expressions";
import type { ExpressionOptions, ParseOptions } from "./options";
import { readOverrides } from "./overrides";
import { parseStatements } from "./statements";
import { describe } from "./token";
import { tokenizeExpression, tokenizeTemplate } from "./tokenize";

/**
 * Jinja2's syntax: text to tree, after jinja2's lexer.py, parser.py and the checks of compiler.py (3.1.2, and 3.1.6 for native
 * templating). Never throws. Problems are there if and only if Jinja2 refuses the text; the tree is then what could be read, with
 * `missing` where an expression should stand. All offsets are the source's own.
 */

export type { ExpressionOptions, ParseOptions } from "./options";
export type { ProblemCode } from "./token";

/** A template file, or a YAML value that Ansible templates (`ansibleEscapes: true`). */
export function parseTemplate(source: string, options: ParseOptions = {}): { template: Template; problems: Problem[] } {
  const header = readOverrides(source, options);
  const { tokens, problems } = tokenizeTemplate(source.slice(header.start), header.options, header.start);
  const c = new Cursor(tokens, problems);
  const body = parseStatements(c, options.generation === "native");
  c.finish();
  return { template: { kind: "template", body, span: span(0, source.length) }, problems: [...header.problems, ...c.problems] };
}

/** A bare expression: by default an item of `when:` or `that:`. */
export function parseExpression(source: string, options: ExpressionOptions = {}): { expression: Expression; problems: Problem[] } {
  const { tokens, problems } = tokenizeExpression(source, options);
  const c = new Cursor(tokens, problems);
  let expression: Expression;
  if (options.as === "output") expression = parseTuple(c);
  else if (options.generation === "native") expression = parseExpressionAt(c);
  else {
    expression = parseTuple(c, { conditional: false });
    c.skip(":"); // As parse_statements does before the end of the `if` tag.
  }
  if (c.current.type !== "eof" && !c.current.absent) c.problem(`chunk after expression: '${describe(c.current)}'`);
  c.finish();
  return { expression, problems: c.problems };
}
