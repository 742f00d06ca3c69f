import type { Span } from "../text/span";

/**
 * A YAML document as a tree with positions, before any value is made of it. Aliases are resolved, tags are in full, and the style of every
 * scalar is kept, so that a feature can tell an unquoted `{{ x }}` (a mapping inside a mapping) or an unquoted `1.10` (a float) from text.
 */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";
export type CollectionStyle = "block" | "flow";

interface NodeBase {
  /** From its first property (`&anchor`, `!tag`) to its end; comments and blank lines after it do not belong to it. */
  readonly span: Span;
  /** In full, after implicit resolution: `tag:yaml.org,2002:int`, `!vault`. */
  readonly tag: string;
  /** The tag as it is written, where one is. */
  readonly writtenTag?: { readonly text: string; readonly span: Span };
  readonly anchor?: { readonly name: string; readonly span: Span };
}

export interface ScalarNode extends NodeBase {
  readonly kind: "scalar";
  /** Escapes and line folding done. */
  readonly value: string;
  readonly style: ScalarStyle;
  /** The scalar without its properties. Empty for a value left out. */
  readonly contentSpan: Span;
}

export interface SequenceNode extends NodeBase {
  readonly kind: "sequence";
  readonly style: CollectionStyle;
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends NodeBase {
  readonly kind: "mapping";
  readonly style: CollectionStyle;
  readonly pairs: readonly MappingPair[];
}

export interface MappingPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface AliasNode {
  readonly kind: "alias";
  readonly span: Span;
  readonly name: string;
  /** What the alias stands for; a node that contains the alias where `recursive`. */
  readonly target: ContentNode;
  readonly recursive: boolean;
}

export type ContentNode = ScalarNode | SequenceNode | MappingNode;

/** The node itself, or what an alias stands for. */
export function contentOf(node: YamlNode): ContentNode {
  return node.kind === "alias" ? node.target : node;
}
