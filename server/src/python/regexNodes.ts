/** The syntax tree of a Python regular expression, as regexParser.ts makes it. */

export type RegexNode =
  | { readonly kind: "character"; readonly code: number; readonly ignoreCase: boolean }
  | SetNode
  | { readonly kind: "any"; readonly newline: boolean }
  /** `text-start` \A, `line-start` ^ in multiline, `end` plain $, `line-end` $ in multiline, `text-end` \Z. */
  | { readonly kind: "anchor"; readonly at: "text-start" | "line-start" | "end" | "line-end" | "text-end" }
  | { readonly kind: "boundary"; readonly negated: boolean; readonly ascii: boolean }
  | { readonly kind: "group"; readonly number: number | undefined; readonly body: RegexNode }
  | { readonly kind: "atomic"; readonly body: RegexNode }
  | LookNode
  | { readonly kind: "backreference"; readonly group: number; readonly ignoreCase: boolean }
  | { readonly kind: "conditional"; readonly group: number; readonly whenMatched: RegexNode; readonly otherwise: RegexNode }
  | RepeatNode
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "branch"; readonly options: readonly RegexNode[] };

export interface SetNode {
  readonly kind: "set";
  readonly items: readonly SetItem[];
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  /** \d, \w and \s mean ASCII alone. */
  readonly ascii: boolean;
}

export type SetItem =
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "class"; readonly letter: "d" | "D" | "s" | "S" | "w" | "W" };

export interface LookNode {
  readonly kind: "look";
  readonly ahead: boolean;
  readonly negated: boolean;
  /** Of a look behind: how many characters. */
  readonly width: number;
  readonly body: RegexNode;
}

export interface RepeatNode {
  readonly kind: "repeat";
  readonly body: RegexNode;
  readonly least: number;
  readonly most: number;
  readonly mode: "greedy" | "lazy" | "possessive";
}

export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** It has a `$` that, outside multiline, also matches before a final newline. */
  readonly endsAtNewline: boolean;
}

/** How many characters a node can match. */
export function widthOf(node: RegexNode): readonly [least: number, most: number] {
  switch (node.kind) {
    case "character":
    case "set":
    case "any":
      return [1, 1];
    case "anchor":
    case "boundary":
    case "look":
      return [0, 0];
    case "group":
    case "atomic":
      return widthOf(node.body);
    case "backreference":
      return [0, Number.POSITIVE_INFINITY];
    case "conditional":
      return either([widthOf(node.whenMatched), widthOf(node.otherwise)]);
    case "branch":
      return either(node.options.map(widthOf));
    case "repeat": {
      const [least, most] = widthOf(node.body);
      return [least * node.least, most === 0 || node.most === 0 ? 0 : most * node.most];
    }
    case "sequence":
      return node.items.map(widthOf).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  }
}

function either(widths: readonly (readonly [number, number])[]): readonly [number, number] {
  return [Math.min(...widths.map(([least]) => least)), Math.max(...widths.map(([, most]) => most))];
}
