import { contains } from "../../text/span";
import type { Template } from "../ast";
import { childrenOf, type Node } from "./children";

/**
 * The way down to the node at an offset, for features that start from a cursor.
 */

/**
 * The nodes that hold `offset`, outermost first; the last is the innermost. A node holds an offset that touches its end, as a cursor
 * does; where two neighbours touch, the one that starts there is taken if `offset` is inside it, else the one that ends there.
 */
export function nodesAt(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = contains(root.span, offset) ? root : undefined;
  while (node) {
    path.push(node);
    node = childAt(node, offset);
  }
  return path;
}

/** The innermost node at `offset` and its ancestors, nearest first. */
export function nodeAt(root: Template | Node, offset: number): { readonly node: Node; readonly ancestors: readonly Node[] } | undefined {
  const path = nodesAt(root, offset);
  const node = path.at(-1);
  return node && { node, ancestors: path.slice(0, -1).reverse() };
}

function childAt(node: Node, offset: number): Node | undefined {
  let touching: Node | undefined;
  for (const child of childrenOf(node)) {
    if (child.span.start <= offset && offset < child.span.end) return child;
    // At its end only, or without width. A word is of more use than the text or tag beside it.
    if (contains(child.span, offset) && (!touching || !isWord(touching))) touching = child;
  }
  return touching;
}

function isWord(node: Node): boolean {
  return node.kind !== "text" && node.kind !== "output" && node.kind !== "constant";
}
