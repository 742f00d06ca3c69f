import type { VariableAt } from "../documentIndex";
import { hostsFor } from "../hostSets";
import { ofModel } from "../ofModel";
import type { CheckContext, CheckedFile } from "./check";
import { templateSettings } from "./templateSettings";

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
export function* namesUsed(context: CheckContext): Generator<undefined, ReadonlySet<string>> {
  const templates = yield* templateSettings(context);
  return ofModel(context, "names-used", () => new Set(templates.flatMap(({ template }) => template.names.map(({ name }) => name))));
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
