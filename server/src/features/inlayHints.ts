import type { Span } from "../text/span";
import type { YamlNode } from "../yaml/yamlNode";
import { documentIndex, type VariableAt } from "./documentIndex";
import type { Document, FeatureContext } from "./feature";
import { hostsFor, valueKey } from "./hostSets";
import { isSecretName, restsOnSecret, templateNamesSecret } from "./secrets";
import { hasTemplate, iniMap } from "./templates";
import { inlineText } from "./valueText";

export interface InlayHint {
  /** Behind the value; of a block behind its first line. */
  readonly offset: number;
  /** ` = value` */
  readonly label: string;
  /** More of a long value. */
  readonly tooltip?: string;
}

/** What a templated value comes to, where all hosts that see it agree. Secrets and what is not known have no hint. */
export function inlayHints(context: FeatureContext, document: Document, visible: Span): readonly InlayHint[] {
  const index = documentIndex(context, document);
  const hints: InlayHint[] = [];
  let asked = 0;
  for (const variable of index.variables) {
    const { start, end } = variable.valueSpan;
    if (end < visible.start || variable.keySpan.start > visible.end) continue;
    if (end - start > LONGEST || !hasTemplate(document.text.slice(start, end)) || isSecretName(variable.name)) continue;
    const hosts = hostsFor(context, index, variable);
    for (const scalar of scalarsOf(variable, index.valueNode(variable), document.text)) {
      if (asked > MOST_QUESTIONS) return hints;
      if (scalar.offset < visible.start || scalar.offset > visible.end) continue;
      const hint = hintFor(context, hosts, scalar);
      asked += hosts.length;
      if (hint) hints.push(hint);
    }
  }
  return hints;
}

/** Values on hosts that are worked out for one answer: a screen of an inventory with some hundreds of hosts. */
const MOST_QUESTIONS = 5000;
/** Tables of templates, such as kubespray's own list of downloads, are passed over. */
const LONGEST = 6000;
const SHOWN = 60;

interface TemplatedScalar {
  readonly template: string;
  readonly offset: number;
}

function scalarsOf(variable: VariableAt, node: YamlNode | undefined, text: string): readonly TemplatedScalar[] {
  if (variable.syntax === "ini") return [{ template: iniMap(text, variable).value, offset: variable.valueSpan.end }];
  const found: TemplatedScalar[] = [];
  if (node) collect(node, text, found);
  return found.filter(({ template }) => hasTemplate(template));
}

function collect(node: YamlNode, text: string, found: TemplatedScalar[]): void {
  if (node.kind === "scalar") {
    const isBlock = node.style === "literal" || node.style === "folded";
    const offset = isBlock ? lineEnd(text, node.contentSpan.start) : node.contentSpan.end;
    if (hasTemplate(node.value)) found.push({ template: node.value, offset });
  } else if (node.kind === "sequence") for (const item of node.items) collect(item, text, found);
  else if (node.kind === "mapping") {
    for (const { key, value } of node.pairs) if (key.kind !== "scalar" || !isSecretName(key.value)) collect(value, text, found);
  }
}

function hintFor(context: FeatureContext, hosts: readonly string[], { template, offset }: TemplatedScalar): InlayHint | undefined {
  const first = hosts[0];
  if (first === undefined) return undefined;
  const { model } = context;
  const resolved = model.evaluate(first, template);
  if (resolved.state !== "known" || templateNamesSecret(context, first, template) || restsOnSecret(context, first, resolved))
    return undefined;
  const { value } = resolved;
  for (const host of hosts.slice(1)) {
    const other = model.evaluate(host, template);
    if (other.state !== "known" || valueKey(other.value) !== valueKey(value)) return undefined;
  }
  const label = inlineText(value, { maximum: SHOWN });
  const tooltip = inlineText(value, { maximum: 1000 });
  return { offset, label: ` = ${label}`, ...(tooltip !== label && { tooltip }) };
}

function lineEnd(text: string, from: number): number {
  const found = /[\r\n]/.exec(text.slice(from, from + 1000));
  return found ? from + found.index : text.length;
}
