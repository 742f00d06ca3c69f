import type { Span } from "../text/span";
import type { ContentNode, MappingNode, MappingPair, SequenceNode, YamlNode } from "./yamlNode";

/** What the parser keeps of nodes that it has not read to their end. */

/** A node that may still grow. */
export type Open<N> = { -readonly [K in keyof N]: N[K] };
export type OpenCollection = Open<SequenceNode> | Open<MappingNode>;

export interface Properties {
  readonly start: number;
  readonly anchor?: { readonly name: string; readonly span: Span };
  readonly tag?: { readonly full: string; readonly text: string; readonly span: Span };
}

export interface Anchored {
  readonly node: ContentNode;
  /** Nodes in it, aliases written out; undefined while it is being read. */
  size: number | undefined;
}

/** A collection being read. */
export interface Frame {
  readonly node: OpenCollection;
  readonly items?: YamlNode[];
  readonly pairs?: MappingPair[];
  /** The key whose value is being read. */
  key?: YamlNode;
}
