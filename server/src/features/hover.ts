import type { Span } from "../text/span";
import type { Document, FeatureContext } from "./feature";
import { hostsFor } from "./hostSets";
import { expressionHover } from "./hover/expressionHover";
import { hostsHover } from "./hover/hostsHover";
import { variableHover } from "./hover/variableHover";
import { locate } from "./locate";
import { documentSpan } from "./templates";

export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/**
 * What the model knows of the thing under the cursor: a variable (its key, or its name in a template), an expression, a filter or test, a
 * host or group of a hosts file. Secrets are never shown; what cannot be known says why.
 */
export function hover(context: FeatureContext, document: Document, offset: number): Hover | undefined {
  const located = locate(context, document, offset);
  const { variable, jinja, entry, role } = located;
  if (entry) return { markdown: hostsHover(context, entry), span: entry.span };
  if (role.kind === "other" && !jinja) return undefined;
  const hosts = hostsFor(context, located.index, variable);
  if (variable && located.part === "key") {
    const markdown = variableHover(context, variable.name, hosts);
    return markdown === undefined ? undefined : { markdown, span: variable.keySpan };
  }
  if (!jinja || jinja.nodes.length === 0) return undefined;
  const found = expressionHover(context, jinja, hosts);
  return found && { markdown: found.markdown, span: documentSpan(jinja, found.span) };
}
