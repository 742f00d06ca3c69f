import type { Definition } from "../ansible/model";
import type { Explanation } from "../kubespray/model";
import type { FeatureContext } from "./feature";
import { agreements, hostWords } from "./hostSets";
import { variableHover } from "./hover/variableHover";
import { code, definitionLink, escapeMarkdown, isGathered } from "./places";
import { isSecret, redacted } from "./secrets";
import { inlineText } from "./valueText";
import { wordsFor } from "./words";

const MOST_STEPS = 200;

/**
 * How a variable comes to its value, as a document in Markdown: the value on each host, then, for each different value, the definitions and
 * the variables that its template names, one below the other down to plain values. undefined where nobody knows the name.
 */
export function explanation(context: FeatureContext, name: string): string | undefined {
  const { model, locale } = context;
  const words = wordsFor(locale);
  const hover = variableHover(context, name, model.hosts);
  if (hover === undefined) return undefined;
  const parts = [hover];
  for (const { hosts } of agreements(model.hosts, (host) => model.resolve(host, name)).slice(0, 6)) {
    const host = hosts[0] as string;
    const steps: string[] = [];
    addStep(context, host, model.explain(host, name), 0, steps);
    if (steps.length > 1) parts.push(`### ${escapeMarkdown(hostWords(context, hosts, words.allHosts, words.more))}`, steps.join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

function addStep(context: FeatureContext, host: string, step: Explanation, depth: number, into: string[]): void {
  if (into.length >= MOST_STEPS) return;
  const { name, winner, uses } = step;
  const losers = step.losers.filter((definition) => !isGathered(definition));
  const words = wordsFor(context.locale);
  const place = winner ? ` — ${definitionLink(context, winner)}` : "";
  const over =
    losers.length > 0 ? ` (${words.overrides} ${losers.map((one: Definition) => definitionLink(context, one, "within")).join(", ")})` : "";
  into.push(`${"  ".repeat(depth)}- **${escapeMarkdown(name)}** ${valueWords(context, host, step)}${place}${over}`);
  const { template } = step;
  if (template !== undefined && !isSecret(context, host, name, step.resolved)) {
    into.push(`${"  ".repeat(depth + 1)}${code(redacted(template.length > 400 ? `${template.slice(0, 400)}…` : template))}`);
  }
  for (const used of uses) addStep(context, host, used, depth + 1, into);
}

function valueWords(context: FeatureContext, host: string, { name, resolved }: Explanation): string {
  const words = wordsFor(context.locale);
  if (resolved.state !== "known") return `— ${words[resolved.state]}`;
  return isSecret(context, host, name, resolved) ? `— ${words.hidden}` : `= ${code(inlineText(resolved.value, { maximum: 160 }))}`;
}
