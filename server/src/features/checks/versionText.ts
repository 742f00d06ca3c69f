import { str } from "../../python/text";
import type { Wording } from "../../text/wording";
import { valueStyle } from "../../yaml/valueStyle";
import { architectures } from "../architectures";
import { yamlText } from "../completion/snippetText";
import type { Version } from "../completion/tableKeys";
import { hostWords } from "../hostSets";
import { isSecretName } from "../secrets";
import { wordsFor } from "../words";
import type { CheckContext, Finding, Fix } from "./check";
import type { MissingVersion } from "./versionLookups";

/** What the findings about versions say and offer, in the same words. */

/** The other way to write it: with a leading v, or without. */
export function toggled(version: string): string {
  return version.startsWith("v") ? version.slice(1) : `v${version}`;
}

export function releaseWords({ model }: CheckContext): Wording {
  const name = model.kubespray?.release.name;
  return name === undefined ? { en: "This kubespray tree", zh: "此 kubespray" } : { en: `Kubespray ${name}`, zh: `kubespray ${name}` };
}

/** Where the tables have one for each architecture, and it matters which. */
export function architectureWords(context: CheckContext, { architectures: missing, isElsewhere }: MissingVersion): Wording {
  const isAll = !isElsewhere && missing.length >= architectures(context, context.model.hosts).size;
  return isAll || missing.length === 0 ? { en: "", zh: "" } : { en: ` for ${missing.join(", ")}`, zh: `（${missing.join("、")}）` };
}

/** A number as it is written without quotes: 3.10 and not 3.1. */
export function writtenNumber({ files }: CheckContext, { definition: { file, valueSpan } }: MissingVersion): string | undefined {
  const found = files.find(({ document }) => document.path === file);
  return found && valueSpan ? valueStyle(found.document.text, valueSpan).unquotedNumber : undefined;
}

/** What comes of it, and where. */
export function consequence(context: CheckContext, { hosts, stopsAll }: MissingVersion): Wording {
  const [en, zh] = ["en", "zh"].map((locale) => hostWords(context, hosts, "", (count) => wordsFor(locale).more(count)));
  const on = en === "" ? { en: "", zh: "" } : { en: ` on ${en}`, zh: `（${zh}）` };
  return stopsAll
    ? {
        en: ` The whole list of downloads fails${on.en}: nothing is fetched, and the run stops.`,
        zh: `整个下载表因此失败${on.zh}：什么都不会下载，部署会中止。`,
      }
    : { en: ` The download fails${on.en}.`, zh: `下载会失败${on.zh}。` };
}

/** Where the user's value stands; undefined where it stands in no file. */
export function placeOf({
  definition: { file, valueSpan, keySpan, name },
}: MissingVersion): Pick<Finding, "file" | "span" | "subject"> | undefined {
  const span = valueSpan && valueSpan.end > valueSpan.start ? valueSpan : keySpan;
  // Its value would be told.
  if (isSecretName(name)) return undefined;
  return file === undefined || span === undefined ? undefined : { file, span, subject: name };
}

/** Writes another version in the place of the user's, quoted as it was; none where a template stands there. */
export function replacing(context: CheckContext, missing: MissingVersion, version: Version, isPreferred: boolean): readonly Fix[] {
  const { file, valueSpan, name } = missing.definition;
  const found = context.files.find(({ document }) => document.path === file);
  const raw = missing.definition.raw();
  if (!found || valueSpan === undefined || (typeof raw === "string" && raw.includes("{"))) return [];
  const source = found.document.text.slice(valueSpan.start, valueSpan.end);
  const text = written(source, version, found.index.inventory?.syntax === "ini");
  if (text === undefined) return [];
  const edits = [{ file: found.document.path, span: valueSpan, text }];
  return [{ title: { en: `Set ${name} to ${text}`, zh: `将 ${name} 设为 ${text}` }, edits, ...(isPreferred && { preferred: true }) }];
}

function written(source: string, version: Version, isIni: boolean): string | undefined {
  const text = str(version);
  if (typeof version !== "string") return text;
  const quote = /^(["'])[^"'\\]*\1$/.exec(source)?.[1];
  if (quote !== undefined) return quote + text + quote;
  // A number in a hosts file is one with quotes as well: where they go depends on the line.
  if (isIni) return /^\w*v/.test(text) || text.split(".").length > 2 ? text : undefined;
  const { kind, tag } = valueStyle(source, { start: 0, end: source.length });
  return kind === "plain" && tag === undefined ? yamlText(text) : undefined;
}

/** The nearest first: those that share the most of the leading numbers, newer before older. */
export function nearest(known: readonly Version[], wanted: string, most: number): readonly Version[] {
  const target = numbers(wanted);
  const compare = (a: Version, b: Version): number => {
    const [x, y] = [numbers(str(a)), numbers(str(b))];
    for (let i = 0; i < target.length; i++) {
      const [dx, dy] = [distance(x[i], target[i]), distance(y[i], target[i])];
      if (dx !== dy) return dx - dy;
      // From the first number that differs the newest counts.
      if (dx !== 0) break;
    }
    return 0;
  };
  // Those before are newest first, and the sort is stable.
  return [...known].sort(compare).slice(0, most);
}

function distance(a: number | undefined, b: number | undefined): number {
  return Math.abs((a ?? 0) - (b ?? 0));
}

function numbers(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
