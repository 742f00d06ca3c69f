import { span } from "../../text/span";
import type { Expression } from "../ast";
import type { Cursor } from "./cursor";
import { parseExpressionAt, startsExpression } from "./expressions";
import { describe } from "./token";

/** Tuples, lists and dicts, after parse_tuple, parse_list and parse_dict of jinja2/parser.py. */

export interface TupleOptions {
  /** The cursor is at `(`: an empty tuple may stand here, and `)` closes it. */
  readonly parentheses?: boolean;
  /** False: no conditional expression (the heads of `if` and `for`). */
  readonly conditional?: boolean;
  /** How an item is read; an expression unless told. */
  readonly item?: (c: Cursor) => Expression;
}

/** One expression, or a tuple where a comma follows it. */
export function parseTuple(c: Cursor, options: TupleOptions = {}): Expression {
  const parentheses = options.parentheses === true;
  const start = c.current.start;
  if (parentheses) c.next();
  const item = options.item ?? ((at: Cursor) => parseExpressionAt(at, options.conditional ?? true));
  const items: Expression[] = [];
  let isTuple = false;
  let height = 0;
  while (!isTupleEnd(c)) {
    items.push(item(c));
    height = Math.max(height, c.height);
    if (c.skip(",")) isTuple = true;
    else if (!parentheses || !recover(c, ")")) break;
    else isTuple = true;
  }
  if (!isTuple && items.length === 0 && !parentheses) {
    c.problem(`Expected an expression, got '${describe(c.current)}'`);
    return c.missing();
  }
  if (parentheses) c.expect(")");
  c.height = height;
  const only = items[0];
  if (!isTuple && only) return only;
  c.height = height + 1;
  return { kind: "tuple", items, span: span(Math.min(start, only?.span.start ?? start), c.lastEnd) };
}

/** is_tuple_end. The rules for `in` and `recursive` that it is given are never met in Jinja2, so `for i, in x` is refused. */
function isTupleEnd(c: Cursor): boolean {
  return c.is("variable_end") || c.is("block_end") || c.is(")") || c.is("eof");
}

export function parseList(c: Cursor): Expression {
  const start = c.next().start;
  const items: Expression[] = [];
  let height = 0;
  while (!c.is("]") && !atTagEnd(c)) {
    items.push(parseExpressionAt(c));
    height = Math.max(height, c.height);
    if (!c.skip(",") && !recover(c, "]")) break;
    if (atTagEnd(c)) items.push(c.missing());
  }
  c.expect("]");
  c.height = height + 1;
  return { kind: "list", items, span: span(start, c.lastEnd) };
}

export function parseDict(c: Cursor): Expression {
  const start = c.next().start;
  const entries: { key: Expression; value: Expression }[] = [];
  let height = 0;
  while (!c.is("}") && !atTagEnd(c)) {
    const key = parseExpressionAt(c);
    height = Math.max(height, c.height);
    const value = c.expect(":") ? parseExpressionAt(c) : c.missing();
    height = Math.max(height, c.height);
    entries.push({ key, value });
    if (!c.skip(",") && !recover(c, "}")) break;
    if (atTagEnd(c)) entries.push({ key: c.missing(), value: c.missing() });
  }
  c.expect("}");
  c.height = height + 1;
  return { kind: "dict", entries, span: span(start, c.lastEnd) };
}

export function atTagEnd(c: Cursor): boolean {
  return c.is("variable_end") || c.is("block_end") || c.is("eof");
}

/** After an item without a comma: true, and a problem, if another item follows nevertheless. */
function recover(c: Cursor, close: ")" | "]" | "}"): boolean {
  if (c.is(close) || atTagEnd(c) || !startsExpression(c.current)) return false;
  c.expected(close === ")" ? ")" : ",");
  return true;
}
