import { contains, type Span } from "../text/span";
import type { Document, FeatureContext } from "./feature";
import { type Located, locate } from "./locate";
import { documentSpan, nameAt } from "./templates";

/** What can be gone to, looked for and renamed at an offset: a variable, a host or a group. */
export type Target = { readonly name: string /** In the document. */; readonly span: Span; readonly located: Located } & (
  | { readonly kind: "variable" }
  | { readonly kind: "group" | "host" }
);

export function targetAt(context: FeatureContext, document: Document, offset: number): Target | undefined {
  const located = locate(context, document, offset);
  const { entry, jinja, variable, part } = located;
  if (entry) {
    if (entry.kind === "group") return { kind: "group", name: entry.name, span: entry.span, located };
    if (entry.kind === "child") return { kind: "group", name: entry.child, span: entry.span, located };
    const [host, ...more] = entry.hosts;
    return host === undefined || more.length > 0 ? undefined : { kind: "host", name: host, span: entry.span, located };
  }
  if (variable && part === "key" && isName(variable.name))
    return { kind: "variable", name: variable.name, span: variable.keySpan, located };
  if (!jinja || jinja.nodes.length === 0) return undefined;
  const use = nameAt(jinja);
  if (use && isName(use.name)) return { kind: "variable", name: use.name, span: documentSpan(jinja, use.span), located };
  return namedByText(context, located);
}

/** A key that is none can be set but never be used. */
function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}

/** `groups['kube_node']`, `groups.kube_node`, `hostvars['node1']`, `'etcd' in group_names`: texts that name a group or a host. */
function namedByText({ model }: FeatureContext, located: Located): Target | undefined {
  const { jinja } = located;
  const node = jinja?.expression;
  if (!jinja || !node) return undefined;
  if (node.kind === "attribute" && node.object.kind === "name" && contains(node.nameSpan, jinja.offset)) {
    const kind = node.object.name === "groups" ? "group" : node.object.name === "hostvars" ? "host" : undefined;
    return kind && { kind, name: node.name, span: documentSpan(jinja, node.nameSpan), located };
  }
  if (node.kind !== "constant" || typeof node.value !== "string") return undefined;
  const inside = { start: node.span.start + 1, end: Math.max(node.span.start + 1, node.span.end - 1) };
  const kind = model.groups.includes(node.value) ? "group" : model.hosts.includes(node.value) ? "host" : undefined;
  return kind && { kind, name: node.value, span: documentSpan(jinja, inside), located };
}
