import type { Span } from "../text/span";

/**
 * The syntax tree of a Jinja2 template, after jinja2/nodes.py. Every node has a span in the template's own text. The parser never
 * throws: what it cannot read becomes a `missing` expression and a problem, and the rest of the text is still parsed.
 */

export interface Template {
  readonly kind: "template";
  readonly body: readonly Statement[];
  readonly span: Span;
}

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keyword: readonly KeywordArgument[];
  /** `*expression` */
  readonly star?: Expression;
  /** `**expression` */
  readonly starStar?: Expression;
}

export interface KeywordArgument {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
}

export type Expression =
  | ConstantNode
  | NameNode
  | ListNode
  | TupleNode
  | DictNode
  | AttributeNode
  | ItemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode
  | UnaryNode
  | BinaryNode
  | CompareNode
  | ConcatNode
  | ConditionalNode
  | MissingNode;

/** A literal; adjacent string literals are one constant, as in Jinja2. bigint = int, number = float. */
export interface ConstantNode {
  readonly kind: "constant";
  readonly value: string | bigint | number | boolean | null;
  readonly span: Span;
}
export interface NameNode {
  readonly kind: "name";
  readonly name: string;
  readonly span: Span;
}
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Expression[];
  readonly span: Span;
}
export interface TupleNode {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
  readonly span: Span;
}
export interface DictNode {
  readonly kind: "dict";
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
  readonly span: Span;
}
/** `object.name` (and `object.0`, which Jinja2 reads as an item with an integer: see ItemNode). */
export interface AttributeNode {
  readonly kind: "attribute";
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}
export interface ItemNode {
  readonly kind: "item";
  readonly object: Expression;
  readonly index: Expression;
  readonly span: Span;
}
/** Only as the index of an item, or among a tuple there. */
export interface SliceNode {
  readonly kind: "slice";
  readonly start?: Expression;
  readonly stop?: Expression;
  readonly step?: Expression;
  readonly span: Span;
}
export interface CallNode {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: Arguments;
  readonly span: Span;
}
/** `input | name(args)`. `input` is absent for the filter of a `{% filter %}` or `{% set x | f %}` block. `name` may be dotted. */
export interface FilterNode {
  readonly kind: "filter";
  readonly input?: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: Arguments;
  readonly span: Span;
}
/** `input is name(args)`, or `is not`. */
export interface TestNode {
  readonly kind: "test";
  readonly input: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly negated: boolean;
  readonly args: Arguments;
  readonly span: Span;
}
export interface UnaryNode {
  readonly kind: "unary";
  readonly operator: "not" | "-" | "+";
  readonly operand: Expression;
  readonly span: Span;
}
export interface BinaryNode {
  readonly kind: "binary";
  readonly operator: "and" | "or" | "+" | "-" | "*" | "/" | "//" | "%" | "**";
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
/** `first op a op b ...`: chained as in Python. */
export interface CompareNode {
  readonly kind: "compare";
  readonly first: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expression }[];
  readonly span: Span;
}
/** `a ~ b ~ c` */
export interface ConcatNode {
  readonly kind: "concat";
  readonly items: readonly Expression[];
  readonly span: Span;
}
/** `then if test else otherwise` */
export interface ConditionalNode {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise?: Expression;
  readonly span: Span;
}
/** Where an expression should stand and none can be read. */
export interface MissingNode {
  readonly kind: "missing";
  readonly span: Span;
}

/** What can stand left of `=` in set and for: names, tuples of them, or `namespace.attribute`. */
export type Target = NameNode | { readonly kind: "tuple"; readonly items: readonly Target[]; readonly span: Span } | NamespaceTarget;
export interface NamespaceTarget {
  readonly kind: "namespaceTarget";
  readonly name: string;
  readonly attribute: string;
  readonly span: Span;
}

export type Statement =
  | TextNode
  | OutputNode
  | IfNode
  | ForNode
  | SetNode
  | SetBlockNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | OutsideNode;

/** Literal text after whitespace control (trim_blocks, `-`, `+`). `text` may be shorter than its span. */
export interface TextNode {
  readonly kind: "text";
  readonly text: string;
  readonly span: Span;
}
/** `{{ expression }}`; the span includes the braces. */
export interface OutputNode {
  readonly kind: "output";
  readonly expression: Expression;
  readonly span: Span;
}
export interface IfNode {
  readonly kind: "if";
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
  readonly span: Span;
}
export interface ForNode {
  readonly kind: "for";
  readonly target: Target;
  readonly iterable: Expression;
  /** `for x in y if filter` */
  readonly filter?: Expression;
  readonly recursive: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly span: Span;
}
export interface SetNode {
  readonly kind: "set";
  readonly target: Target;
  readonly value: Expression;
  readonly span: Span;
}
export interface SetBlockNode {
  readonly kind: "setBlock";
  readonly target: Target;
  readonly filter?: FilterNode;
  readonly body: readonly Statement[];
  readonly span: Span;
}
export interface Parameter {
  readonly name: string;
  readonly span: Span;
  readonly defaultValue?: Expression;
}
export interface MacroNode {
  readonly kind: "macro";
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly span: Span;
}
/** `{% call(params) callee(args) %}` */
export interface CallBlockNode {
  readonly kind: "callBlock";
  readonly call: CallNode;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly span: Span;
}
export interface FilterBlockNode {
  readonly kind: "filterBlock";
  readonly filter: FilterNode;
  readonly body: readonly Statement[];
  readonly span: Span;
}
export interface WithNode {
  readonly kind: "with";
  readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: readonly Statement[];
  readonly span: Span;
}
/** include, import, from, extends, block, autoescape: valid syntax that reaches outside the text; evaluation says unknown. */
export interface OutsideNode {
  readonly kind: "outside";
  readonly tag: string;
  readonly body: readonly Statement[];
  readonly expressions: readonly Expression[];
  /** Names that import and from bind. */
  readonly binds?: readonly string[];
  readonly span: Span;
}
