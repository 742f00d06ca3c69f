import { str } from "../../python/text";
import { valueStyle } from "../../yaml/valueStyle";
import type { Version } from "../completion/tableKeys";
import { leadsAnywhere, leadsTo } from "../leadsTo";
import type { Check, CheckContext, Finding } from "./check";
import { hostsOfSetting, type Setting, settingsOf } from "./settings";
import { type MissingVersion, missingVersions } from "./versionLookups";
import { consequence, placeOf, releaseWords, replacing, toggled, writtenNumber } from "./versionText";

/** `1.10` without quotes is the number 1.1 to YAML, and 1.1 is what is downloaded. */
export const versionNumber: Check = {
  code: "version-number",
  severity: "warning",
  title: { en: "A version that YAML reads as a number", zh: "被 YAML 读作数字的版本号" },
  summary: {
    en: "A version without quotes that YAML reads as another number (1.10 becomes 1.1), or whose kind is not that of the release's table.",
    zh: "未加引号的版本号被 YAML 读作另一个数字（1.10 变成 1.1），或与此 kubespray 版本表中的类型不同。",
  },
  run,
};

/** Of what is looked up as a text where the table has a number, or the other way round: the key that was meant. */
export function mistypedKey(context: CheckContext, missing: MissingVersion): Version | undefined {
  const { value, known } = missing;
  const text = writtenNumber(context, missing) ?? str(value);
  return known.find((version) => str(version) === text || (typeof version !== typeof value && str(version) === str(value)));
}

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const told = new Set<string>();
  for (const missing of yield* missingVersions(context)) {
    const right = mistypedKey(context, missing);
    const place = placeOf(missing);
    if (place) told.add(`${place.file} ${place.span.start}`);
    if (right === undefined || place === undefined || str(right) === toggled(str(missing.value))) continue;
    const fixes = replacing(context, missing, right, true);
    const { name } = missing.definition;
    const release = releaseWords(context);
    const result = consequence(context, missing);
    yield {
      ...place,
      severity: "error",
      message:
        typeof right === "string"
          ? {
              en: `Without quotes ${name} is the number ${str(missing.value)}; ${release.en} has the text "${right}".${result.en}`,
              zh: `未加引号的 ${name} 是数字 ${str(missing.value)}；${release.zh} 中是文本“${right}”。${result.zh}`,
            }
          : {
              en: `${name} is a text here; ${release.en} has the number ${str(right)}, without quotes.${result.en}`,
              zh: `此处的 ${name} 是文本；${release.zh} 中是不带引号的数字 ${str(right)}。${result.zh}`,
            },
      fixes,
    };
  }
  for (const setting of settingsOf(context)) {
    const { file, variable } = setting;
    const style = valueStyle(file.document.text, variable.valueSpan);
    if (style.unquotedNumber === undefined || !style.unquotedNumber.includes(".")) continue;
    if (told.has(`${file.document.path} ${variable.valueSpan.start}`)) continue;
    const value = numberOf(setting);
    if (value === undefined || str(value) === style.unquotedNumber) continue;
    const finding = lossy(context, setting, str(value), style.unquotedNumber);
    if (finding) yield finding;
    yield undefined;
  }
}

function numberOf({ variable }: Setting): number | undefined {
  try {
    const value = variable.value();
    return typeof value === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Only where the shortened text is part of an address or an image. */
function lossy(context: CheckContext, setting: Setting, read: string, written: string): Finding | undefined {
  const { file, variable } = setting;
  const [host] = hostsOfSetting(context, setting);
  if (host === undefined || context.model.definitions(host, variable.name)[0]?.file !== file.document.path) return undefined;
  if (!leadsAnywhere(context, variable.name, "text", host)) return undefined;
  const { entries } = leadsTo(context, variable.name, { by: "text", hosts: [host], most: 20 });
  const shown = entries.filter(({ text }) => text.includes(read));
  const [first] = [...shown].sort((a, b) => Number(b.enabled === true) - Number(a.enabled === true));
  if (first === undefined) return undefined;
  const isYaml = variable.syntax === "yaml";
  return {
    file: file.document.path,
    span: variable.valueSpan,
    subject: variable.name,
    severity: shown.some(({ enabled }) => enabled !== false) ? "warning" : "info",
    message: {
      en: `YAML reads ${written} as the number ${read}, and that is what is asked for: ${first.text}. Put it in quotes.`,
      zh: `YAML 将 ${written} 读作数字 ${read}，实际请求的是：${first.text}。请加上引号。`,
    },
    fixes: isYaml
      ? [
          {
            title: { en: `Put it in quotes: "${written}"`, zh: `加上引号："${written}"` },
            edits: [{ file: file.document.path, span: variable.valueSpan, text: `"${written}"` }],
            preferred: true,
          },
        ]
      : [],
  };
}
