import type { CheckContext } from "./check";
import { treeLines } from "./treeLines";

/** A place of kubespray's own that takes a variable for a condition, as it is. */
export interface ConditionUse {
  /** `roles/x/tasks/main.yml:12` */
  readonly place: string;
  /** The condition is the name alone, so that its type is the condition's. */
  readonly isWhole: boolean;
}

/** Where kubespray's tasks, templates and defaults take the name for a condition without `| bool`. */
export function* conditionUses(context: CheckContext, name: string): Generator<undefined, readonly ConditionUse[]> {
  const lines = yield* treeLines(context, name);
  // What follows a comparison, a filter or an attribute is no condition of its own.
  const end = String.raw`(?=["']?\s*(?:#.*)?$|\s*\)|\s+(?:and|or|else)\b|\s*-?%\}|\s*-?\}\})`;
  const whole = new RegExp(
    String.raw`^\s*(?:-\s+)?(?:when:\s*|(?<=-\s+)|enabled:\s*["']\{\{\s*)["']?${name}["']?\s*(?:\}\}["']?\s*)?(?:#.*)?$`,
  );
  const part = new RegExp(String.raw`(?:\b(?:and|or|not|if|elif|when:)\s+["']?|^\s*-\s+["']?|\()${name}${end}`);
  return lines.flatMap(({ place, text }) => {
    const isWhole = whole.test(text);
    return isWhole || (part.test(text) && /when:|^\s*-\s|\{%|\{\{/.test(text)) ? [{ place, isWhole }] : [];
  });
}
