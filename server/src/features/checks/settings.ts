import type { VariableAt } from "../documentIndex";
import { hostsFor } from "../hostSets";
import { generationOf } from "../locate";
import { ofModel } from "../ofModel";
import { templatesOf } from "../templates";
import type { CheckContext, CheckedFile } from "./check";

/** One variable that the user gives a value: what most checks go through. */
export interface Setting {
  readonly file: CheckedFile;
  readonly variable: VariableAt;
}

/** In the order of the files and of their text. */
export function settingsOf(context: CheckContext): readonly Setting[] {
  return ofModel(context, "settings", () => context.files.flatMap((file) => file.index.variables.map((variable) => ({ file, variable }))));
}

/** The hosts that the setting may apply to. */
export function hostsOfSetting(context: CheckContext, { file, variable }: Setting): readonly string[] {
  return hostsFor(context, file.index, variable);
}

/** Names that templates of the user's own variables ask for, anywhere in the inventory. */
export function namesUsed(context: CheckContext): ReadonlySet<string> {
  return ofModel(context, "names-used", () => {
    const names = new Set<string>();
    for (const file of context.files) for (const name of namesUsedIn(context, file)) names.add(name);
    return names;
  });
}

function namesUsedIn(context: CheckContext, { document, index }: CheckedFile): ReadonlySet<string> {
  const { path, text } = document;
  const generation = generationOf(context);
  return context.memo.of(`names-used ${generation}`, path, text, () => {
    const names = new Set<string>();
    for (const variable of index.variables)
      for (const template of templatesOf(index, variable, text, generation)) for (const { name } of template.names) names.add(name);
    return names;
  });
}

/** A value that changes nothing by being left over: `false`, empty, nothing. */
export function isLeftover({ variable }: Setting): boolean {
  let value: unknown;
  try {
    value = variable.value();
  } catch {
    return false;
  }
  return value === false || value === null || value === "" || (Array.isArray(value) && value.length === 0) || isEmptyMap(value);
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && "size" in value && value.size === 0;
}
