import { generationOf } from "../locate";
import type { Check, CheckContext, Finding } from "./check";
import { type ConditionUse, conditionUses } from "./conditionUses";
import { type KnownNames, knowingNames } from "./knownNames";
import { hostsOfSetting, type Setting, settingsOf } from "./settings";
import { treeLines } from "./treeLines";

/**
 * Text where kubespray reads a boolean: `"false"`, or `false` in an INI file, is a text that is not empty, and so true. From ansible-core 2.19 on
 * a text is no condition at all.
 */
export const booleanText: Check = {
  code: "boolean-text",
  severity: "error",
  title: { en: "Text where a boolean is read", zh: "应为布尔值却写成文本" },
  summary: {
    en: "A switch that is set to the text false, no or 0: as a condition any text is true, so that it is switched on.",
    zh: "开关被设为文本 false、no 或 0：作为条件时任何文本都为真，于是反而被打开。",
  },
  run,
};

const AT_ONCE = 100;

const OFF = /^(?:false|no|off|n|f|0)$/i;
const ON = /^(?:true|yes|on|y|t|1)$/i;

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const names = yield* knowingNames(context);
  const isNative = generationOf(context) === "native";
  const candidates: { readonly setting: Setting; readonly text: string }[] = [];
  for (const [i, setting] of settingsOf(context).entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    const text = textOf(setting);
    if (text === undefined || !(OFF.test(text) || (isNative && ON.test(text))) || !hasBooleanDefault(names, setting)) continue;
    candidates.push({ setting, text });
  }
  const lines = yield* treeLines(
    context,
    candidates.map(({ setting }) => setting.variable.name),
  );
  for (const { setting, text } of candidates) {
    yield undefined;
    if (!isTrueCondition(context, setting)) continue;
    const uses = conditionUses(lines, setting.variable.name);
    const whole = uses.find((use) => use.isWhole);
    if (isNative && whole) yield finding(setting, text, whole, "refused");
    else if (OFF.test(text) && uses[0]) yield finding(setting, text, uses[0], "inverted");
  }
}

function textOf({ variable }: Setting): string | undefined {
  // Short as these words are, the rest need not be read.
  if (variable.valueSpan.end - variable.valueSpan.start > 9) return undefined;
  try {
    const value = variable.value();
    return typeof value === "string" ? value.trim() : undefined;
  } catch {
    return undefined;
  }
}

function hasBooleanDefault({ inRoles }: KnownNames, { variable }: Setting): boolean {
  const defaults = inRoles(variable.name);
  return defaults.length > 0 && defaults.every((one) => typeof one.raw() === "boolean");
}

/** Where it counts, a condition that is this name alone holds. */
function isTrueCondition(context: CheckContext, setting: Setting): boolean {
  const { model } = context;
  const { name, keySpan } = setting.variable;
  const [host] = hostsOfSetting(context, setting);
  if (host === undefined) return false;
  const winner = model.definitions(host, name)[0];
  if (winner?.file !== setting.file.document.path || winner.keySpan?.start !== keySpan.start) return false;
  const answer = model.evaluate(host, `{% if ${name} %}holds{% endif %}`);
  return answer.state === "known" && answer.value === "holds";
}

function finding({ file, variable }: Setting, text: string, use: ConditionUse, how: "inverted" | "refused"): Finding {
  const { name, syntax, valueSpan } = variable;
  const right = OFF.test(text) ? "false" : "true";
  const written = syntax === "ini" ? right[0]?.toUpperCase() + right.slice(1) : right;
  const ini =
    syntax === "ini"
      ? {
          en: " In an INI file only True and False, with a capital, are booleans.",
          zh: "INI 文件中只有首字母大写的 True、False 才是布尔值。",
        }
      : { en: "", zh: "" };
  return {
    file: file.document.path,
    span: valueSpan,
    subject: name,
    message:
      how === "inverted"
        ? {
            en: `This is the text "${text}", and kubespray reads ${name} as a condition (${use.place}), where any text is true: it is switched on.${ini.en}`,
            zh: `此处是文本“${text}”，而 kubespray 把 ${name} 用作条件（${use.place}），任何文本都为真：该开关会被打开。${ini.zh}`,
          }
        : {
            en: `This is the text "${text}", and ansible-core 2.19, which this release needs, refuses text as a condition: kubespray stops at ${use.place}.${ini.en}`,
            zh: `此处是文本“${text}”，而此版本所需的 ansible-core 2.19 不接受文本作为条件：kubespray 会在 ${use.place} 处中止。${ini.zh}`,
          },
    fixes: [
      {
        title: { en: `Write ${written}`, zh: `改为 ${written}` },
        edits: [{ file: file.document.path, span: valueSpan, text: written }],
        preferred: true,
      },
    ],
  };
}
