import { generationOf } from "../locate";
import { ofModel } from "../ofModel";
import { type TemplateAt, templatesOf } from "../templates";
import type { CheckContext, CheckedFile } from "./check";
import type { Setting } from "./settings";

/** A template in a value that the user sets. A value may hold several. */
export interface SettingTemplate {
  /** One and the same object for all templates of a variable. */
  readonly setting: Setting;
  readonly template: TemplateAt;
}

/**
 * Every template of the user's own variables, in the order of the files and of their text. A text is parsed once, however often the model
 * changes around it; yields after some variables, and goes on from there when it is asked again.
 */
export function* templateSettings(context: CheckContext): Generator<undefined, readonly SettingTemplate[]> {
  for (const file of context.files) yield* reading(context, file);
  return ofModel(context, "template-settings", () =>
    context.files.flatMap((file) => {
      const settings = new Map<number, Setting>();
      return progressOf(context, file).found.map(({ at, template }) => {
        const setting = settings.get(at) ?? settingAt(file, at);
        settings.set(at, setting);
        return { setting, template };
      });
    }),
  );
}

/** How many variables are looked at before somebody else may go on. */
const AT_ONCE = 25;

interface Progress {
  /** The index of the variable that comes next. */
  next: number;
  readonly found: { readonly at: number; readonly template: TemplateAt }[];
}

function progressOf(context: CheckContext, { document, index }: CheckedFile): Progress {
  const kind = `checked-templates ${index.role.kind} ${generationOf(context)}`;
  return context.memo.of(kind, document.path, document.text, () => ({ next: 0, found: [] }));
}

function* reading(context: CheckContext, file: CheckedFile): Generator<undefined> {
  const { document, index } = file;
  const progress = progressOf(context, file);
  const generation = generationOf(context);
  while (progress.next < index.variables.length) {
    const at = progress.next++;
    for (const template of templatesOf(index, index.variables[at] as Setting["variable"], document.text, generation))
      progress.found.push({ at, template });
    if (progress.next % AT_ONCE === 0) yield undefined;
  }
}

function settingAt(file: CheckedFile, at: number): Setting {
  return { file, variable: file.index.variables[at] as Setting["variable"] };
}
