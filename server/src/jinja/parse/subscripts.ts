import { span } from "../../text/span";
import type { Expression } from "../ast";
import type { Cursor } from "./cursor";
import { atTagEnd } from "./displays";
import { parseExpressionAt } from "./expressions";

/** `.name`, `.0` and `[...]`, after parse_subscript and parse_subscribed of jinja2/parser.py. */

/** The cursor is at `.` or `[`. */
export function parseSubscript(c: Cursor, object: Expression, start: number): Expression {
  return c.is(".") ? parseDot(c, object, start) : parseBrackets(c, object, start);
}

function parseDot(c: Cursor, object: Expression, start: number): Expression {
  c.next();
  const token = c.current;
  c.height = 0;
  if (token.type === "name") {
    c.next();
    return { kind: "attribute", object, name: token.text, nameSpan: span(token.start, token.end), span: span(start, c.lastEnd) };
  }
  if (token.type === "integer") {
    c.next();
    const index: Expression = { kind: "constant", value: token.number as bigint, span: span(token.start, token.end) };
    return { kind: "item", object, index, span: span(start, c.lastEnd) };
  }
  c.problem("expected name or number");
  const nameSpan = c.hole();
  return { kind: "attribute", object, name: "", nameSpan, span: span(start, c.lastEnd) };
}

function parseBrackets(c: Cursor, object: Expression, start: number): Expression {
  const open = c.next().start;
  const parts: Expression[] = [];
  let height = 0;
  while (!c.is("]") && !atTagEnd(c)) {
    if (parts.length > 0 && !c.expect(",")) break;
    parts.push(parseSubscribed(c));
    height = Math.max(height, c.height);
  }
  if (parts.length === 0 && atTagEnd(c)) parts.push(c.missing());
  c.expect("]");
  // Python refuses the tuple that Jinja2 writes for `x[a, 1:2]`.
  const slice = parts.length > 1 ? parts.find((part) => part.kind === "slice") : undefined;
  if (slice) c.report("a slice cannot stand beside other items", slice.span, "jinja-compile");
  c.height = height;
  const only = parts[0];
  const index: Expression = parts.length === 1 && only ? only : { kind: "tuple", items: parts, span: span(open, c.lastEnd) };
  return { kind: "item", object, index, span: span(start, c.lastEnd) };
}

function parseSubscribed(c: Cursor): Expression {
  const from = c.current.start;
  let height = 0;
  const part = (): Expression => {
    const value = parseExpressionAt(c);
    height = Math.max(height, c.height);
    return value;
  };
  const start = c.is(":") ? undefined : part();
  if (start && !c.is(":")) return start;
  c.next();
  const stop = c.is(":") || endsSlice(c) ? undefined : part();
  const step = c.skip(":") && !endsSlice(c) ? part() : undefined;
  c.height = height + 1;
  return {
    kind: "slice",
    ...(start && { start }),
    ...(stop && { stop }),
    ...(step && { step }),
    span: span(Math.min(from, start?.span.start ?? from), c.lastEnd),
  };
}

function endsSlice(c: Cursor): boolean {
  return c.is("]") || c.is(",") || atTagEnd(c);
}
