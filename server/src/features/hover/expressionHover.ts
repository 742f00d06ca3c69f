import type { Expression, Statement, Target } from "../../jinja/ast";
import { childrenOf, type Node } from "../../jinja/parse/children";
import { contains, type Span } from "../../text/span";
import type { FeatureContext } from "../feature";
import { agreements } from "../hostSets";
import { code } from "../places";
import { type PluginKind, pluginWords } from "../pluginWords";
import { redacted, restsOnSecret, templateNamesSecret } from "../secrets";
import { type JinjaAt, nameAt } from "../templates";
import { elided } from "../valueText";
import { wordsFor } from "../words";
import { valueLines } from "./valueLines";
import { variableHover } from "./variableHover";

export interface ExpressionHover {
  readonly markdown: string;
  /** In the template's text. */
  readonly span: Span;
}

/** What stands under the cursor within `{{ }}` or `{% %}`: a variable, a filter or test, or the value of the sub-expression. */
export function expressionHover(context: FeatureContext, jinja: JinjaAt, hosts: readonly string[]): ExpressionHover | undefined {
  const { offset, nodes } = jinja;
  const variable = nameAt(jinja);
  if (variable) {
    const called = variable.kind === "name" ? pluginWords("function", variable.name, context.locale) : undefined;
    if (called) return { markdown: pluginLine(context, "function", variable.name), span: variable.span };
    const markdown = variableHover(context, variable.name, hosts);
    return markdown === undefined ? undefined : { markdown, span: variable.span };
  }
  const { expression } = jinja;
  if (!expression) return wholeOutput(context, jinja, hosts);
  const bound = boundHover(context, jinja, expression);
  if (bound) return bound;
  if ((expression.kind === "filter" || expression.kind === "test") && contains(expression.nameSpan, offset)) {
    const about = pluginLine(context, expression.kind, expression.name);
    const value = sourceValue(context, jinja, expression, hosts);
    return { markdown: value === undefined ? about : `${about}\n\n${value}`, span: expression.nameSpan };
  }
  if (expression.kind === "constant") return lookupHover(context, nodes, expression);
  const value = sourceValue(context, jinja, expression, hosts);
  return value === undefined ? undefined : { markdown: value, span: expression.span };
}

/** On the braces: what comes out of them. */
function wholeOutput(context: FeatureContext, jinja: JinjaAt, hosts: readonly string[]): ExpressionHover | undefined {
  const output = jinja.nodes.find((node) => node.kind === "output");
  if (output?.kind !== "output") return undefined;
  const value = sourceValue(context, jinja, output.expression, hosts);
  return value === undefined ? undefined : { markdown: value, span: output.span };
}

/** `lookup('env', ...)`: the plugin is named by a text. */
function lookupHover(context: FeatureContext, nodes: readonly Node[], constant: Expression): ExpressionHover | undefined {
  const call = nodes.find((node) => node.kind === "call" && node.args.positional[0] === constant);
  if (constant.kind !== "constant" || typeof constant.value !== "string" || call?.kind !== "call") return undefined;
  if (call.callee.kind !== "name" || !["lookup", "query", "q"].includes(call.callee.name)) return undefined;
  return { markdown: pluginLine(context, "lookup", constant.value), span: constant.span };
}

function pluginLine({ locale }: FeatureContext, kind: PluginKind, name: string): string {
  const words = wordsFor(locale);
  const about = pluginWords(kind, name, locale);
  return about ? `${words[kind]} ${code(about.usage)}\n\n${about.text}` : `${words[kind]} ${code(name)}`;
}

/** Undefined where the template itself gives it its meaning, or part of it is missing. */
function sourceValue(context: FeatureContext, jinja: JinjaAt, expression: Expression, hosts: readonly string[]): string | undefined {
  const source = jinja.map.value.slice(expression.span.start, expression.span.end);
  if (source.trim() === "" || !isWhole(expression, jinja)) return undefined;
  const found = agreements(hosts, (host) => context.model.evaluate(host, `{{ ${source} }}`));
  return valueLines(
    context,
    code(elided(redacted(source.replace(/\s+/g, " ")), 100)),
    found,
    ({ hosts: [first = ""], resolved }) => templateNamesSecret(context, first, source) || restsOnSecret(context, first, resolved),
  );
}

/** Every name in it is Ansible's, and nothing is missing. */
function isWhole(expression: Expression, jinja: JinjaAt): boolean {
  const free = new Set(jinja.names.filter((use) => use.kind === "name").map((use) => use.span.start));
  const whole = (node: Node): boolean =>
    node.kind !== "missing" &&
    (node.kind !== "name" || free.has(node.span.start)) &&
    (node.kind !== "attribute" || node.name !== "") &&
    ((node.kind !== "filter" && node.kind !== "test") || node.name !== "") &&
    childrenOf(node).every(whole);
  return whole(expression);
}

/** A name that the template binds: what it stands for. */
function boundHover(context: FeatureContext, jinja: JinjaAt, expression: Expression): ExpressionHover | undefined {
  if (expression.kind !== "name" || expression.name === "") return undefined;
  const { name, span } = expression;
  const words = wordsFor(context.locale);
  for (const node of [...jinja.nodes].reverse()) {
    if (node.kind === "for") {
      if (name === "loop") return { markdown: words.loopObject, span };
      const source = jinja.map.value.slice(node.iterable.span.start, node.iterable.span.end);
      if (targetNames(node.target).includes(name)) return { markdown: words.loopVariable(code(name), code(elided(source, 100))), span };
    }
    if ((node.kind === "macro" || node.kind === "callBlock") && node.parameters.some((parameter) => parameter.name === name)) {
      return { markdown: words.parameter(code(name), code(node.kind === "macro" ? node.name : "call")), span };
    }
  }
  return bindsName(jinja.template.body, name) ? { markdown: words.setHere(code(name)), span } : undefined;
}

function bindsName(body: readonly Node[], name: string): boolean {
  return body.some((node) => {
    const statement = node as Statement;
    if ((statement.kind === "set" || statement.kind === "setBlock") && targetNames(statement.target).includes(name)) return true;
    if (statement.kind === "with" && statement.bindings.some((binding) => targetNames(binding.target).includes(name))) return true;
    if (statement.kind === "macro" && statement.name === name) return true;
    return bindsName(childrenOf(node), name);
  });
}

function targetNames(target: Target): readonly string[] {
  if (target.kind === "name") return [target.name];
  return target.kind === "tuple" ? target.items.flatMap(targetNames) : [];
}
