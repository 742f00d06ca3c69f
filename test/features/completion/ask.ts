/** Completion in a fixture: what is offered at `$0`, and the text after an item was taken. */
import { completion } from "../../../server/src/features/completion/completion";
import type { CompletionItem, CompletionList } from "../../../server/src/features/completion/completionItem";
import { resolveCompletion } from "../../../server/src/features/completion/resolveCompletion";
import { type Fixture, fixture } from "../../support/fixture";

export interface Asked extends CompletionList {
  readonly fixture: Fixture;
  readonly labels: readonly string[];
  item(label: string): CompletionItem;
  resolved(label: string): CompletionItem;
  /** The line of the cursor with the item in place of what was typed; snippets as they are. */
  taken(label: string): string;
}

export function ask(text: string, options: Parameters<typeof fixture>[1] = {}): Asked {
  const made = fixture(text, options);
  const list = completion(made.context, made.document, made.offset);
  const item = (label: string) => {
    const found = list.items.find((one) => one.label === label);
    if (!found) throw new Error(`${label} is not among ${list.items.length}: ${list.items.map((one) => one.label).slice(0, 20)}`);
    return found;
  };
  return {
    ...list,
    fixture: made,
    labels: [...list.items].sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0)).map(({ label }) => label),
    item,
    resolved: (label) => resolveCompletion(made.context, item(label)),
    taken(label) {
      const { edit } = item(label);
      const after = made.document.text.slice(0, edit.span.start) + edit.text + made.document.text.slice(edit.span.end);
      const start = after.lastIndexOf("\n", edit.span.start - 1) + 1;
      const end = after.indexOf("\n", edit.span.start + edit.text.length);
      return after.slice(start, end < 0 ? after.length : end);
    },
  };
}
