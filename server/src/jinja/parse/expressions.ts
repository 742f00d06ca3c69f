import { type Span, span } from "../../text/span";
import type {
  Arguments,
  BinaryNode,
  CompareNode,
  CompareOperator,
  ConcatNode,
  ConstantNode,
  Expression,
  FilterNode,
  TestNode,
} from "../ast";
import { parseArguments } from "./callArguments";
import type { Cursor } from "./cursor";
import { parseDict, parseList, parseTuple } from "./displays";
import { parseSubscript } from "./subscripts";
import { describe, type Token, type TokenType } from "./token";

/**
 * Expressions, after jinja2/parser.py: the same grammar, with the levels of parse_or .. parse_pow told apart by a number. Words such as
 * `not`, `in` and `if` are names wherever the grammar does not ask for them.
 */

/** parse_expression. Without `conditional`, `x if y else z` ends before the `if`. */
export function parseExpressionAt(c: Cursor, conditional = true): Expression {
  if (!c.enter()) return c.missing();
  const result = conditional ? parseConditional(c) : parseBinary(c, OR);
  c.leave();
  return result;
}

function parseConditional(c: Cursor): Expression {
  let left = parseBinary(c, OR);
  const start = left.span.start;
  let height = c.height;
  while (c.skipName("if")) {
    const test = parseBinary(c, OR);
    height = Math.max(height, c.height);
    const otherwise = c.skipName("else") ? parseExpressionAt(c) : undefined;
    if (otherwise) height = Math.max(height, c.height);
    // biome-ignore lint/suspicious/noThenProperty: the contract's name; nodes are never awaited.
    left = { kind: "conditional", test, then: left, ...(otherwise && { otherwise }), span: span(start, c.lastEnd) };
    if (!c.fits(++height)) break;
  }
  c.height = height;
  return left;
}

const OR = 0;
const AND = 1;
const NOT = 2;
const COMPARE = 3;
const SUM = 4;
const CONCAT = 5;
const PRODUCT = 6;
const POWER = 7;

/** parse_or (level OR) down to parse_pow (level POWER). Every operator is left associative, `**` too. */
function parseBinary(c: Cursor, level: number): Expression {
  const start = c.current.start;
  let left = level <= NOT && c.isName("not") ? parseNot(c) : parseUnary(c, true);
  let height = c.height;
  for (;;) {
    const found = binaryLevel(c);
    if (found < level) break;
    const from = Math.min(start, left.span.start);
    if (found === COMPARE) left = parseCompare(c, left, from);
    else if (found === CONCAT) left = parseConcat(c, left, from);
    else {
      const operator = operatorOf(c.next());
      const right = parseBinary(c, found + 1);
      left = { kind: "binary", operator, left, right, span: span(from, c.lastEnd) };
    }
    height = Math.max(height, c.height) + 1;
    if (!c.fits(height)) break;
  }
  c.height = height;
  return left;
}

/** The level of the binary operator at the cursor; -1 where there is none. */
function binaryLevel(c: Cursor): number {
  const { type, text } = c.current;
  if (type !== "name") return BINARY_LEVELS.get(type) ?? -1;
  if (text === "or") return OR;
  if (text === "and") return AND;
  if (text === "in") return COMPARE;
  return text === "not" && isName(c.look(), "in") ? COMPARE : -1;
}

const BINARY_LEVELS: ReadonlyMap<TokenType, number> = new Map<TokenType, number>([
  ...(["==", "!=", "<", "<=", ">", ">="] as const).map((type) => [type, COMPARE] as const),
  ["+", SUM],
  ["-", SUM],
  ["~", CONCAT],
  ...(["*", "/", "//", "%"] as const).map((type) => [type, PRODUCT] as const),
  ["**", POWER],
]);

function operatorOf(token: Token): BinaryNode["operator"] {
  return (token.type === "name" ? token.text : token.type) as BinaryNode["operator"];
}

function isName(token: Token, name: string): boolean {
  return token.type === "name" && token.text === name;
}

function parseNot(c: Cursor): Expression {
  const start = c.next().start;
  if (!c.enter()) return c.missing();
  const operand = parseBinary(c, NOT);
  c.leave();
  c.fits(c.height + 1);
  return { kind: "unary", operator: "not", operand, span: span(start, c.lastEnd) };
}

function parseCompare(c: Cursor, first: Expression, start: number): CompareNode {
  const rest: { operator: CompareOperator; value: Expression }[] = [];
  let height = 0;
  while (binaryLevel(c) === COMPARE) {
    const token = c.next();
    let operator = token.type as CompareOperator;
    if (token.type === "name") {
      operator = token.text === "in" ? "in" : "not in";
      if (operator === "not in") c.next();
    }
    rest.push({ operator, value: parseBinary(c, SUM) });
    height = Math.max(height, c.height);
  }
  c.height = height;
  return { kind: "compare", first, rest, span: span(start, c.lastEnd) };
}

function parseConcat(c: Cursor, first: Expression, start: number): ConcatNode {
  const items = [first];
  let height = 0;
  while (c.skip("~")) {
    items.push(parseBinary(c, PRODUCT));
    height = Math.max(height, c.height);
  }
  c.height = height;
  return { kind: "concat", items, span: span(start, c.lastEnd) };
}

/** parse_unary: a sign applies to what follows without its filters, so `-x | abs` is `(-x) | abs`. */
function parseUnary(c: Cursor, withFilters: boolean): Expression {
  const start = c.current.start;
  let node: Expression;
  if (c.is("-") || c.is("+")) {
    const operator = c.next().type as "-" | "+";
    if (!c.enter()) return c.missing();
    const operand = parseUnary(c, false);
    c.leave();
    node = { kind: "unary", operator, operand, span: span(start, c.lastEnd) };
    if (!c.fits(c.height + 1)) return node;
  } else node = parsePrimary(c);
  node = parsePostfix(c, node, start);
  return withFilters ? parseFilters(c, node, start) : node;
}

/** parse_primary: a name, a literal, or something in brackets. */
export function parsePrimary(c: Cursor): Expression {
  const token = c.current;
  const at = span(token.start, token.end);
  c.height = 0;
  switch (token.type) {
    case "name":
      c.next();
      return WORDS.has(token.text)
        ? { kind: "constant", value: WORDS.get(token.text) as boolean | null, span: at }
        : { kind: "name", name: token.text, span: at };
    case "string":
      return parseStrings(c);
    case "integer":
    case "float":
      c.next();
      return { kind: "constant", value: token.number as bigint | number, span: at };
    case "(":
      return parseTuple(c, { parentheses: true });
    case "[":
      return parseList(c);
    case "{":
      return parseDict(c);
    default:
      c.problem(`unexpected '${describe(token)}'`);
      return c.missing();
  }
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** Adjacent string literals are one constant. */
function parseStrings(c: Cursor): ConstantNode {
  const start = c.current.start;
  const parts: string[] = [];
  while (c.is("string")) parts.push(c.next().text);
  return { kind: "constant", value: parts.join(""), span: span(start, c.lastEnd) };
}

/** parse_postfix: attributes, items and calls. */
export function parsePostfix(c: Cursor, node: Expression, start: number): Expression {
  let result = node;
  let height = c.height;
  for (;;) {
    const from = Math.min(start, result.span.start);
    if (c.is(".") || c.is("[")) result = parseSubscript(c, result, from);
    else if (c.is("(")) result = parseCall(c, result, from);
    else break;
    height = Math.max(height, c.height) + 1;
    if (!c.fits(height)) break;
  }
  c.height = height;
  return result;
}

/** parse_filter_expr: filters, tests, and calls of their results. */
function parseFilters(c: Cursor, node: Expression, start: number): Expression {
  let result = node;
  let height = c.height;
  for (;;) {
    const from = Math.min(start, result.span.start);
    if (c.is("|")) {
      c.next();
      result = parseFilter(c, result, from);
    } else if (c.isName("is")) result = parseTest(c, result, from);
    else if (c.is("(")) result = parseCall(c, result, from);
    else break;
    height = Math.max(height, c.height) + 1;
    if (!c.fits(height)) break;
  }
  c.height = height;
  return result;
}

function parseCall(c: Cursor, callee: Expression, start: number): Expression {
  const args = parseArguments(c);
  return { kind: "call", callee, args, span: span(start, c.lastEnd) };
}

/** The filter whose name stands at the cursor, applied to `input`. */
export function parseFilter(c: Cursor, input: Expression | undefined, start: number): FilterNode {
  const { name, nameSpan } = parseDottedName(c);
  const args = parseOptionalArguments(c);
  return { kind: "filter", ...(input && { input }), name, nameSpan, args, span: span(start, c.lastEnd) };
}

function parseTest(c: Cursor, input: Expression, start: number): TestNode {
  c.next();
  const negated = c.skipName("not");
  const { name, nameSpan } = parseDottedName(c);
  let args = parseOptionalArguments(c);
  if (args === NO_ARGUMENTS && startsTestArgument(c.current)) {
    if (c.isName("is")) c.problem("You cannot chain multiple tests with is");
    const argumentStart = c.current.start;
    args = { positional: [parsePostfix(c, parsePrimary(c), argumentStart)], keyword: [] };
  }
  return { kind: "test", input, name, nameSpan, negated, args, span: span(start, c.lastEnd) };
}

const NO_ARGUMENTS: Arguments = { positional: [], keyword: [] };

function parseOptionalArguments(c: Cursor): Arguments {
  c.height = 0;
  return c.is("(") ? parseArguments(c) : NO_ARGUMENTS;
}

function startsTestArgument(token: Token): boolean {
  switch (token.type) {
    case "name":
      return token.text !== "else" && token.text !== "or" && token.text !== "and";
    case "string":
    case "integer":
    case "float":
    case "[":
    case "{":
      return true;
    default:
      return false;
  }
}

/** `name` or `collection.of.names`; an empty name, and the hole as its span, where there is none. */
function parseDottedName(c: Cursor): { name: string; nameSpan: Span } {
  const first = c.expect("name");
  if (!first) return { name: "", nameSpan: c.hole() };
  const parts = [first.text];
  while (c.skip(".")) {
    const part = c.expect("name");
    if (!part) c.hole();
    parts.push(part?.text ?? "");
  }
  return { name: parts.join("."), nameSpan: span(first.start, c.lastEnd) };
}

/** Whether an expression can start with this token: what recovery inside brackets goes on with. */
export function startsExpression(token: Token): boolean {
  return startsTestArgument(token) || token.type === "(" || token.type === "-" || token.type === "+";
}
