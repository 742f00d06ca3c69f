import type { Expression, Template } from "../jinja/ast";
import type { Generation } from "../jinja/context";
import type { Node } from "../jinja/parse/children";
import { freeNames, type NameUse } from "../jinja/parse/names";
import { nodesAt } from "../jinja/parse/nodeAt";
import { parseTemplate } from "../jinja/parse/parseTemplate";
import type { Problem } from "../text/problem";
import { contains, type Span } from "../text/span";
import { plainSourceMap, type ScalarSourceMap, scalarSourceMap } from "../yaml/scalarSourceMap";
import type { YamlNode } from "../yaml/yamlNode";
import type { DocumentIndex, VariableAt } from "./documentIndex";

/** Templates inside the scalars of a document, with the way back to the document's offsets; also where the text is half typed. */

export interface TemplateAt {
  /** Between the template's own text and the document. */
  readonly map: ScalarSourceMap;
  readonly template: Template;
  /** Why Jinja2 refuses it, with spans in the template's text; none where it does not. */
  readonly problems: readonly Problem[];
  /** The variables that it asks Ansible for, with spans in the template's text. */
  readonly names: readonly NameUse[];
}

/** A template at an offset, whole or as much of it as is typed. */
export interface JinjaAt extends TemplateAt {
  /** In the template's text. */
  readonly offset: number;
  /** Outermost first, down to the innermost at the offset. Empty in the text around `{{ }}` and `{% %}`. */
  readonly nodes: readonly Node[];
  /** The expression that the cursor stands for: the whole filter where it is on the filter's name, the attribute on its name, ... */
  readonly expression?: Expression;
}

export function hasTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

export function templateAt(map: ScalarSourceMap, generation: Generation): TemplateAt {
  const { template, problems } = parseTemplate(map.value, { ansibleEscapes: true, generation });
  return { map, template, problems, names: freeNames(template) };
}

/** Undefined where the scalar holds no template. */
export function jinjaAt(map: ScalarSourceMap, sourceOffset: number, generation: Generation): JinjaAt | undefined {
  if (!hasTemplate(map.value)) return undefined;
  const parsed = templateAt(map, generation);
  const offset = map.toValue(sourceOffset);
  const nodes = nodesAt(parsed.template, offset);
  const innermost = nodes.at(-1);
  const outside = innermost === undefined || innermost.kind === "text" || innermost.kind === "template";
  const expression = outside ? undefined : [...nodes].reverse().find(isExpression);
  return { ...parsed, offset, nodes: outside ? [] : nodes, ...(expression && { expression }) };
}

/** Every template of a variable's value, for features that look at whole files. */
export function templatesOf(index: DocumentIndex, variable: VariableAt, text: string, generation: Generation): readonly TemplateAt[] {
  const { start, end } = variable.valueSpan;
  if (!hasTemplate(text.slice(start, end))) return [];
  if (variable.syntax === "ini") return [templateAt(iniMap(text, variable), generation)];
  // Without quotes it is a mapping within a mapping to YAML, and a template to its author.
  if (text.startsWith("{{", start)) return [templateAt(plainSourceMap(text.slice(start, end), start), generation)];
  const node = index.valueNode(variable);
  return [...(node ? scalarMaps(node, text) : [])].filter((map) => hasTemplate(map.value)).map((map) => templateAt(map, generation));
}

/** An INI value stands in its line as it is, or in quotes. */
export function iniMap(text: string, { valueSpan, value }: VariableAt): ScalarSourceMap {
  const written = text.slice(valueSpan.start, valueSpan.end);
  let known: unknown;
  try {
    known = value();
  } catch {
    known = undefined;
  }
  const at = typeof known === "string" && known !== "" ? written.indexOf(known) : -1;
  return at >= 0 ? plainSourceMap(known as string, valueSpan.start + at) : plainSourceMap(written, valueSpan.start);
}

/**
 * The template around the offset on its line alone, for text that YAML or Jinja2 cannot read yet: from the last opening brace before the
 * offset to the closing one, or to the end of the line.
 */
export function halfTypedMap(text: string, offset: number): ScalarSourceMap | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const lineEnd = lineStart + (/^[^\r\n]*/.exec(text.slice(lineStart))?.[0].length ?? 0);
  const before = text.slice(lineStart, offset);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0) return undefined;
  const start = lineStart + open;
  const closing = text[start + 1] === "%" ? "%}" : "}}";
  const close = text.indexOf(closing, start + 2);
  if (close >= 0 && close + 2 <= lineEnd) {
    return offset <= close + 2 ? plainSourceMap(text.slice(start, close + 2), start) : undefined;
  }
  return plainSourceMap(text.slice(start, withoutClosingQuote(text, start, lineEnd)), start);
}

/** The quote that closes the YAML scalar is no part of its template: one more of it than Jinja2 would pair. */
function withoutClosingQuote(text: string, start: number, end: number): number {
  const rest = text.slice(start, end).trimEnd();
  const quote = rest.at(-1);
  if (quote !== '"' && quote !== "'") return end;
  return (rest.split(quote).length - 1) % 2 === 1 ? start + rest.length - 1 : end;
}

const NEVER_TEMPLATED = /^!(?:unsafe|vault|vault-encrypted)$/;

const STATEMENTS: ReadonlySet<string> = new Set([
  ...["template", "text", "output", "if", "for", "set", "setBlock", "macro", "callBlock", "filterBlock", "with", "outside"],
  "namespaceTarget",
]);

export function isExpression(node: Node): node is Expression {
  return !STATEMENTS.has(node.kind);
}

/** The name of a variable at the offset: written as a name, or as text in lookup('vars', ..), hostvars and the like. */
export function nameAt(jinja: JinjaAt): NameUse | undefined {
  return jinja.names.find((use) => contains(use.span, jinja.offset));
}

/** In the document. */
export function documentSpan(template: TemplateAt, inTemplate: Span): Span {
  return template.map.spanToSource(inTemplate);
}

function* scalarMaps(node: YamlNode, text: string): Iterable<ScalarSourceMap> {
  // Ansible never templates these.
  if (node.kind !== "alias" && NEVER_TEMPLATED.test(node.tag)) return;
  if (node.kind === "scalar") {
    if (text.slice(node.contentSpan.start, node.contentSpan.end).includes("{")) yield scalarSourceMap(text, node);
  } else if (node.kind === "sequence") for (const item of node.items) yield* scalarMaps(item, text);
  else if (node.kind === "mapping")
    for (const { key, value } of node.pairs) {
      yield* scalarMaps(key, text);
      yield* scalarMaps(value, text);
    }
}
