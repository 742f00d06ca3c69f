import { span } from "../../text/span";
import type { Expression, NameNode, NamespaceTarget, Parameter, Target } from "../ast";
import type { Cursor } from "./cursor";
import { parseTuple } from "./displays";
import { parseExpressionAt, parsePrimary } from "./expressions";

/** What is assigned to, after parse_assign_target and parse_signature of jinja2/parser.py. */

/** A target of `for` or `with`: names and tuples of them. */
export function parseTarget(c: Cursor): Target {
  return toTarget(c, parseTuple(c, { item: parsePrimary }));
}

/** The target of `set`. With 3.1.6 each of several names may have an attribute. */
export function parseSetTarget(c: Cursor, native: boolean): Target {
  if (!native) return c.look().type === "." ? parseNamespaceTarget(c) : parseTarget(c);
  const first = c.current.start;
  const parsed: Target[] = [];
  let tuple = false;
  for (;;) {
    if (c.is("name") && c.look().type === ".") parsed.push(parseNamespaceTarget(c));
    else parsed.push(toTarget(c, parsePrimary(c)));
    if (!c.skip(",")) break;
    tuple = true;
    if (c.is("block_end") || c.is("variable_end") || c.is(")") || c.is("eof")) break;
  }
  const only = parsed[0];
  if (!tuple && only) return only;
  return { kind: "tuple", items: parsed, span: span(Math.min(first, only?.span.start ?? first), c.lastEnd) };
}

function parseNamespaceTarget(c: Cursor): NamespaceTarget {
  const start = c.current.start;
  const name = c.expect("name")?.text ?? "";
  if (name === "") c.next();
  c.skip(".");
  const attribute = c.expect("name")?.text ?? "";
  if (attribute === "") c.hole();
  return { kind: "namespaceTarget", name, attribute, span: span(start, c.lastEnd) };
}

/** can_assign of jinja2/nodes.py: names, and tuples of what can be assigned to. Anything else is a problem and a name without text. */
function toTarget(c: Cursor, expression: Expression): Target {
  if (expression.kind === "name") return expression;
  if (expression.kind === "tuple") {
    return { kind: "tuple", items: expression.items.map((item) => toTarget(c, item)), span: expression.span };
  }
  if (expression.kind !== "missing") c.problem(`can't assign to '${JINJA_NAMES[expression.kind] ?? expression.kind}'`, expression.span);
  return { kind: "name", name: "", span: expression.span };
}

/** Jinja2's own words for our kinds of nodes, where they differ. */
const JINJA_NAMES: Readonly<Record<string, string>> = {
  constant: "const",
  attribute: "getattr",
  item: "getitem",
  conditional: "condexpr",
};

/** A lone name; without text where there is none. */
export function parseNameOnly(c: Cursor): NameNode {
  const token = c.expect("name");
  if (!token) return { kind: "name", name: "", span: c.hole() };
  if (CONSTANT_WORDS.has(token.text)) c.problem("can't assign to 'name'", span(token.start, token.end));
  return { kind: "name", name: token.text, span: span(token.start, token.end) };
}

const CONSTANT_WORDS: ReadonlySet<string> = new Set(["true", "false", "none", "True", "False", "None"]);

/** `(a, b=1)` of a macro or a call block. */
export function parseSignature(c: Cursor): Parameter[] {
  const parameters: Parameter[] = [];
  if (!c.expect("(")) return parameters;
  let defaults = false;
  const seen = new Set<string>();
  while (!c.is(")") && !c.is("block_end") && !c.is("eof")) {
    if (parameters.length > 0 && !c.expect(",")) break;
    const { name, span: nameSpan } = parseNameOnly(c);
    if (seen.has(name)) c.report(`duplicate argument '${name}' in function definition`, nameSpan, "jinja-compile");
    seen.add(name);
    const defaultValue = c.skip("=") ? parseExpressionAt(c) : undefined;
    if (defaultValue) defaults = true;
    else if (defaults) c.problem("non-default argument follows default argument", nameSpan);
    parameters.push({ name, span: nameSpan, ...(defaultValue && { defaultValue }) });
    if (name === "" && !defaultValue) break;
  }
  c.expect(")");
  return parameters;
}
