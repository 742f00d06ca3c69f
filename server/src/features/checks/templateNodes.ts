import type { Template } from "../../jinja/ast";
import { childrenOf, type Node } from "../../jinja/parse/children";

const MOST_NODES = 20_000;

/** Every node of a template, outer ones before inner ones; those of a template without end not all. */
export function* templateNodes(template: Template): Generator<Node> {
  const open: Node[] = [template];
  for (let seen = 0; open.length > 0 && seen < MOST_NODES; seen++) {
    const node = open.pop() as Node;
    yield node;
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i] as Node);
  }
}
