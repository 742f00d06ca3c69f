import type { Arguments, ConstantNode, Expression } from "../ast";
import { isSpace } from "./characters";

/**
 * An expression as text again: one spelling for every tree, with no more brackets than it needs, which parses to the same tree. What the
 * author's text looked like (quotes, blanks, redundant brackets) is not kept.
 */

export interface UnparseOptions {
  /** For a YAML value, where backslashes inside `{{ }}` stand for themselves. Default false: Python's escapes. */
  readonly ansibleEscapes?: boolean;
}

/** Undefined where the tree has a hole, or a text that cannot be written without escapes. */
export function unparse(expression: Expression, options: UnparseOptions = {}): string | undefined {
  const writer = new Writer(options.ansibleEscapes ?? false);
  const text = writer.write(expression, CONDITIONAL);
  return writer.impossible ? undefined : text;
}

/** How tightly a node binds, after the levels of jinja2/parser.py: a node stands in brackets where something tighter is asked for. */
const CONDITIONAL = -1;
const OR = 0;
const AND = 1;
const NOT = 2;
const COMPARE = 3;
const SUM = 4;
const CONCAT = 5;
const PRODUCT = 6;
const POWER = 7;
const FILTER = 8;
const UNARY = 9;
const POSTFIX = 10;

const BINARY = { or: OR, and: AND, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "**": POWER } as const;

function levelOf(node: Expression): number {
  switch (node.kind) {
    case "conditional":
      return CONDITIONAL;
    case "binary":
      return BINARY[node.operator];
    case "unary":
      return node.operator === "not" ? NOT : UNARY;
    case "compare":
      return COMPARE;
    case "concat":
      return CONCAT;
    case "filter":
    case "test":
      return FILTER;
    default:
      return POSTFIX;
  }
}

class Writer {
  impossible = false;

  constructor(private readonly literal: boolean) {}

  /** `node` where something of at least `level` is asked for. */
  write(node: Expression, level: number): string {
    const text = this.#bare(node);
    return levelOf(node) < level ? `(${text})` : text;
  }

  /** As `write`, before a word (`if`, `in`, `not in`, `is`) that a test without arguments would take for its argument. */
  #beforeWord(node: Expression, level: number): string {
    return levelOf(node) >= level && endsWithBareTest(node) ? `(${this.#bare(node)})` : this.write(node, level);
  }

  #bare(node: Expression): string {
    switch (node.kind) {
      case "name":
        return node.name;
      case "constant":
        return this.#constant(node);
      case "missing":
        this.impossible = true;
        return "";
      case "list":
        return `[${this.#all(node.items)}]`;
      case "tuple":
        return `(${this.#all(node.items)}${node.items.length === 1 ? "," : ""})`;
      case "dict":
        return `{${node.entries.map((entry) => `${this.write(entry.key, CONDITIONAL)}: ${this.write(entry.value, CONDITIONAL)}`).join(", ")}}`;
      case "attribute":
        return `${this.write(node.object, POSTFIX)}.${node.name}`;
      case "item":
        return `${this.write(node.object, POSTFIX)}[${this.write(node.index, CONDITIONAL)}]`;
      case "slice": {
        const [start, stop, step] = [node.start, node.stop, node.step].map((part) => (part ? this.write(part, CONDITIONAL) : ""));
        return `${start}:${stop}${step === "" ? "" : `:${step}`}`;
      }
      case "call":
        return `${this.write(node.callee, POSTFIX)}(${this.#arguments(node.args)})`;
      case "filter":
        return `${node.input ? `${this.write(node.input, FILTER)} | ` : ""}${node.name}${this.#optionalArguments(node.args)}`;
      case "test":
        return `${this.#beforeWord(node.input, FILTER)} is ${node.negated ? "not " : ""}${node.name}${this.#optionalArguments(node.args)}`;
      case "unary":
        return node.operator === "not" ? `not ${this.write(node.operand, NOT)}` : node.operator + this.write(node.operand, UNARY);
      case "binary": {
        const level = BINARY[node.operator];
        return `${this.write(node.left, level)} ${node.operator} ${this.write(node.right, level + 1)}`;
      }
      case "compare":
        return [node.first, ...node.rest.map((operand) => operand.value)]
          .map((value, i) => `${i === 0 ? "" : `${node.rest[i - 1]?.operator} `}${this.#beforeWord(value, SUM)}`)
          .join(" ");
      case "concat":
        return node.items.map((item) => this.write(item, PRODUCT)).join(" ~ ");
      case "conditional": {
        const head = `${this.#beforeWord(node.then, OR)} if ${this.write(node.test, OR)}`;
        return node.otherwise ? `${head} else ${this.write(node.otherwise, CONDITIONAL)}` : head;
      }
    }
  }

  #all(items: readonly Expression[]): string {
    return items.map((item) => this.write(item, CONDITIONAL)).join(", ");
  }

  #arguments(args: Arguments): string {
    return [
      ...args.positional.map((value) => this.write(value, CONDITIONAL)),
      ...args.keyword.map((argument) => `${argument.name}=${this.write(argument.value, CONDITIONAL)}`),
      ...(args.star ? [`*${this.write(args.star, CONDITIONAL)}`] : []),
      ...(args.starStar ? [`**${this.write(args.starStar, CONDITIONAL)}`] : []),
    ].join(", ");
  }

  #optionalArguments(args: Arguments): string {
    const text = this.#arguments(args);
    return text === "" ? "" : `(${text})`;
  }

  #constant({ value }: ConstantNode): string {
    if (typeof value === "string") return this.literal ? this.#literalText(value) : escapedText(value);
    if (typeof value !== "number") return value === null ? "none" : String(value);
    if (!Number.isFinite(value)) return "1e999";
    const text = String(value);
    return /[.e]/.test(text) ? text : `${text}.0`;
  }

  /** Without escapes a text needs a kind of quote that it does not hold, and no backslash before the end. */
  #literalText(text: string): string {
    const quote = text.includes("'") ? '"' : "'";
    const backslashes = text.length - text.replace(/\\+$/, "").length;
    if (text.includes(quote) || backslashes % 2 === 1 || text.includes("\r")) this.impossible = true;
    return quote + text + quote;
  }
}

function endsWithBareTest(node: Expression): boolean {
  switch (node.kind) {
    case "test":
      return node.args.positional.length === 0 && node.args.keyword.length === 0 && !node.args.star && !node.args.starStar;
    case "unary":
      return endsWithBareTest(node.operand);
    case "binary":
      return endsWithBareTest(node.right);
    case "compare":
      return endsWithBareTest(node.rest.at(-1)?.value ?? node.first);
    case "concat":
      return node.items.length > 0 && endsWithBareTest(node.items.at(-1) as Expression);
    default:
      return false;
  }
}

function escapedText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (character === quote || character === "\\") out += `\\${character}`;
    else if (character === "\n") out += "\\n";
    else if (character === "\t") out += "\\t";
    else if (code < 32 || code === 127 || (code > 127 && isSpace(code) && code < 256)) out += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code > 255 && isSpace(code)) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else out += character;
  }
  return out + quote;
}
