import { downloads } from "./downloads";
import { inventories } from "./inventories";
import { values } from "./values";
import { yaml } from "./yaml";

/** English sentences of the engine, `{0}`, `{1}`, ... where values stand, and the same in Chinese. */
export type Sentences = Readonly<Record<string, string>>;

/**
 * A text of the engine in the user's language. The engine speaks English, for its sentences are compared with Ansible's; what it says of its
 * own is looked up here, at the edge. What Ansible says stays as it is, also inside a sentence of ours.
 */
export function translated(text: string, locale: string): string {
  return locale.toLowerCase().startsWith("zh") ? (chinese(text, { left: MOST_TRIES }) ?? text) : text;
}

/** All of them, as the test sees them. */
export const sentences: Sentences = { ...values, ...yaml, ...inventories, ...downloads };

interface Pattern {
  /** What stands between the values, the first at the start and the last at the end of the text. */
  readonly parts: readonly string[];
  readonly chinese: string;
}

/** Those that say most first, so that `{0} cannot be read.` does not take what has a sentence of its own. */
const patterns: readonly Pattern[] = Object.entries(sentences)
  .map(([english, inChinese]): Pattern => ({ parts: english.split(/\{\d\}/), chinese: inChinese }))
  .sort((a, b) => length(b) - length(a));

const LONGEST = 5000;
const MOST_TRIES = 100;

function chinese(text: string, tries: { left: number }): string | undefined {
  if (tries.left-- <= 0 || text.length > LONGEST) return undefined;
  // One sentence after the other, before a value is taken to hold the rest of the text.
  for (let at = text.indexOf(". "); at >= 0; at = text.indexOf(". ", at + 1)) {
    const head = chinese(text.slice(0, at + 1), tries);
    const tail = head === undefined ? undefined : chinese(text.slice(at + 2), tries);
    if (tail !== undefined) return head + tail;
  }
  for (const { parts, chinese: inChinese } of patterns) {
    const found = matched(text, parts);
    if (!found) continue;
    // A sentence within another one has left its stop to that one.
    const values = found.map((value) => chinese(value, tries) ?? chinese(`${value}.`, tries)?.replace(/。$/, "") ?? value);
    return inChinese.replace(/\{(\d)\}/g, (_, i) => values[Number(i)] as string);
  }
  // `url: ...`: what it is about stays, what is said of it has its own sentence.
  const [, about, said = ""] = /^(\w+: )(.+)$/s.exec(text) ?? [];
  const inside = about === undefined ? undefined : chinese(said, tries);
  return inside === undefined ? undefined : about + inside;
}

/** The values between the parts, each as short as can be but the last; in linear time, for a text may be an inventory's. */
function matched(text: string, parts: readonly string[]): readonly string[] | undefined {
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (!text.startsWith(first)) return undefined;
  if (parts.length === 1) return text === first ? [] : undefined;
  if (!text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const found: string[] = [];
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at);
    if (next < 0 || next > end) return undefined;
    found.push(text.slice(at, next));
    at = next + part.length;
  }
  if (at > end) return undefined;
  found.push(text.slice(at, end));
  return found;
}

function length({ parts }: Pattern): number {
  return parts.join("").length;
}
