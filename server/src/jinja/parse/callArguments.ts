import { span } from "../../text/span";
import type { Arguments, Expression, KeywordArgument } from "../ast";
import type { Cursor } from "./cursor";
import { atTagEnd } from "./displays";
import { parseExpressionAt, startsExpression } from "./expressions";

/** What stands in the parentheses of a call, filter or test, after parse_call_args of jinja2/parser.py. */

/** The cursor is at `(`. */
export function parseArguments(c: Cursor): Arguments {
  const open = c.next();
  const positional: Expression[] = [];
  const keyword: KeywordArgument[] = [];
  let star: Expression | undefined;
  let starStar: Expression | undefined;
  let height = 0;
  const ensure = (allowed: boolean) => {
    if (!allowed) c.problem("invalid syntax for function call expression", span(open.start, c.current.end));
  };
  const value = (): Expression => {
    const result = parseExpressionAt(c);
    height = Math.max(height, c.height);
    return result;
  };
  while (!c.is(")") && !atTagEnd(c)) {
    if (c.is("*")) {
      ensure(star === undefined && starStar === undefined);
      c.next();
      star = value();
    } else if (c.is("**")) {
      ensure(starStar === undefined);
      c.next();
      starStar = value();
    } else if (c.is("name") && c.look().type === "=") {
      ensure(starStar === undefined);
      const name = c.next();
      c.next();
      keyword.push({ name: name.text, nameSpan: span(name.start, name.end), value: value() });
    } else {
      ensure(star === undefined && starStar === undefined && keyword.length === 0);
      positional.push(value());
    }
    if (c.skip(",")) {
      if (atTagEnd(c)) positional.push(c.missing());
      continue;
    }
    if (c.is(")") || atTagEnd(c)) break;
    c.expected(",");
    if (!startsExpression(c.current)) break;
  }
  c.expect(")");
  checkRepeated(c, keyword);
  c.height = height;
  return { positional, keyword, ...(star && { star }), ...(starStar && { starStar }) };
}

/**
 * Python refuses `f(a=1, a=2)` when it compiles what Jinja2 wrote; not if one of the names is a word of Python's, since Jinja2 then
 * writes a dict (jinja2/compiler.py, CodeGenerator.signature).
 */
function checkRepeated(c: Cursor, keyword: readonly KeywordArgument[]): void {
  if (keyword.length < 2 || keyword.some((argument) => PYTHON_WORDS.has(argument.name))) return;
  const seen = new Set<string>();
  for (const { name, nameSpan } of keyword) {
    if (seen.has(name)) c.report(`keyword argument repeated: ${name}`, nameSpan, "jinja-compile");
    seen.add(name);
  }
}

const PYTHON_WORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
