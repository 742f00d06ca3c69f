import { architectureOf } from "../architectures";
import type { FeatureContext } from "../feature";
import { type Agreement, hostWords, messageOf } from "../hostSets";
import { code, codeBlock, escapeMarkdown } from "../places";
import { isSecretName, redacted } from "../secrets";
import { blockText, elided, inlineText } from "../valueText";
import { translated } from "../wording/translated";
import { wordsFor } from "../words";

const MOST_VALUES = 6;
const LONGEST = 240;

/** `**name** = value` where all agree, else a line for each set of hosts that do. `title` is markdown. */
export function valueLines(
  context: FeatureContext,
  title: string,
  found: readonly Agreement[],
  isHidden: (agreement: Agreement) => boolean,
): string {
  const words = wordsFor(context.locale);
  const [only, ...more] = found;
  if (!only) return title;
  if (more.length === 0) {
    const { resolved } = only;
    const hidden = isHidden(only);
    const block = resolved.state === "known" && !hidden ? blockText(resolved.value) : undefined;
    if (block !== undefined) return `${title}\n${codeBlock(block, "yaml")}`;
    return `${title} ${resolved.state === "known" && !hidden ? "= " : "— "}${answer(context, only, hidden)}`;
  }
  const lines = found.slice(0, MOST_VALUES).map((agreement) => {
    const hidden = isHidden(agreement);
    const { resolved, hosts } = agreement;
    const value = resolved.state === "known" && typeof resolved.value === "string" && !hidden ? resolved.value : undefined;
    const architecture = value === undefined ? undefined : architectureOf(context, hosts[0] as string);
    const about = architecture !== undefined && value?.includes(architecture) ? `${architecture}, ` : "";
    return `- ${about}${escapeMarkdown(hostWords(context, hosts, words.allHosts, words.more))}: ${answer(context, agreement, hidden)}`;
  });
  if (found.length > MOST_VALUES) lines.push(`- ${words.otherValues(found.length - MOST_VALUES)}`);
  return `${title}\n${lines.join("\n")}`;
}

function answer({ locale }: FeatureContext, { resolved }: Agreement, hidden: boolean): string {
  const words = wordsFor(locale);
  if (resolved.state === "known") return hidden ? words.hidden : code(inlineText(resolved.value, { maximum: LONGEST }));
  if (hidden && resolved.state === "failed") return words.failed;
  const message = escapeMarkdown(elided(withoutSecrets(translated(messageOf(resolved), locale)), LONGEST));
  return `${words[resolved.state]}: ${message}`;
}

/** Ansible's complaints quote what they complain about. */
function withoutSecrets(message: string): string {
  return redacted(message).replace(/(\b\w+): ('[^']*'|"[^"]*")/g, (whole, name: string) => (isSecretName(name) ? `${name}: …` : whole));
}
