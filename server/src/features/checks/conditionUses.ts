import type { TreeLine } from "./treeLines";

/** A place of kubespray's own that takes a variable for a condition, as it is. */
export interface ConditionUse {
  /** `roles/x/tasks/main.yml:12` */
  readonly place: string;
  /** The condition is the name alone, so that its type is the condition's. */
  readonly isWhole: boolean;
}

/** Where kubespray's tasks, templates and defaults take the name for a condition without `| bool`. `lines` are those that name it. */
export function conditionUses(lines: readonly TreeLine[], name: string): readonly ConditionUse[] {
  // What follows a comparison, a filter or an attribute is no condition of its own.
  const end = String.raw`(?=["']?\s*(?:#.*)?$|\s*\)|\s+(?:and|or|else)\b|\s*-?%\}|\s*-?\}\})`;
  const whole = new RegExp(
    String.raw`^\s*(?:-\s+)?(?:when:\s*|(?<=-\s+)|enabled:\s*["']\{\{\s*)["']?${name}["']?\s*(?:\}\}["']?\s*)?(?:#.*)?$`,
  );
  const part = new RegExp(String.raw`(?:\b(?:and|or|not|if|elif|when:)\s+["']?|^\s*-\s+["']?|\()${name}${end}`);
  return lines.flatMap(({ name: of, place, text }) => {
    if (of !== name) return [];
    const isWhole = whole.test(text);
    return isWhole || (part.test(text) && /when:|^\s*-\s|\{%|\{\{/.test(text)) ? [{ place, isWhole }] : [];
  });
}
