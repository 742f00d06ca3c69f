import { str } from "../../python/text";
import type { Check, CheckContext, Finding } from "./check";
import { type MissingVersion, missingVersions } from "./versionLookups";
import { mistypedKey } from "./versionNumber";
import { architectureWords, consequence, nearest, placeOf, releaseWords, replacing, toggled, writtenNumber } from "./versionText";

/** A version that the release has no checksum for: kubespray itself answers with an undefined variable, far from the cause. */
export const versionUnknown: Check = {
  code: "version-unknown",
  severity: "error",
  title: { en: "A version that this release does not have", zh: "此版本的 kubespray 没有的软件版本" },
  summary: {
    en: "A version for which this kubespray release has no checksum on the architecture of a host, or a Kubernetes version outside its tables: downloads fail.",
    zh: "此 kubespray 版本对主机的架构没有该软件版本的校验和，或 Kubernetes 版本不在其支持的表中：下载会失败。",
  },
  run,
};

const MOST_FIXES = 3;
const MOST_NAMES = 3;

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const missing of yield* missingVersions(context)) {
    const text = str(missing.value);
    if (mistypedKey(context, missing) !== undefined || missing.known.some((version) => str(version) === toggled(text))) continue;
    const place = placeOf(missing);
    if (place) yield { ...place, ...finding(context, missing) };
  }
}

function finding(context: CheckContext, missing: MissingVersion): Pick<Finding, "message" | "fixes"> {
  const { definition, value, known, definers, tables } = missing;
  const given = writtenNumber(context, missing) ?? str(value);
  const wanted = shown(given);
  const read =
    given === str(value) ? EMPTY : { en: ` (${str(value)} to YAML, without quotes)`, zh: `（未加引号，YAML 读作 ${str(value)}）` };
  const release = releaseWords(context);
  const where = architectureWords(context, missing);
  const result = consequence(context, missing);
  const near = nearest(known, given, MOST_FIXES);
  const entries = [...tables].map(([looked, names]) => ({
    en: `no ${shown(looked)} in ${listOf([...names], "or")}`,
    zh: `${listOf([...names], "")} 中没有 ${shown(looked)}`,
  }));
  const choice =
    near.length > 0
      ? { en: ` Nearest that it has: ${near.map(str).join(", ")}.`, zh: `最接近的可用版本：${near.map(str).join("、")}。` }
      : EMPTY;
  // Not of what is no whole version.
  const isWhole = near.length > 0 && given.split(".").length >= str(near[0] ?? "").split(".").length;
  const isOnlySum = isWhole && tables.size === 1 && tables.has(given) && definers.length > 0;
  const own = isOnlySum
    ? {
        en: ` To use ${wanted} all the same, give its checksum in ${listOf(definers, "and")}.`,
        zh: `如仍要使用 ${wanted}，请在 ${listOf(definers, "")} 中给出其校验和。`,
      }
    : EMPTY;
  return {
    message: {
      en: `${release.en} does not know ${definition.name} ${wanted}${read.en}${where.en}: ${entries.map(({ en }) => en).join(", ")}.${result.en}${choice.en}${own.en}`,
      zh: `${release.zh} 不支持 ${definition.name} ${wanted}${read.zh}${where.zh}：${entries.map(({ zh }) => zh).join("，")}。${result.zh}${choice.zh}${own.zh}`,
    },
    fixes: near.flatMap((version) => replacing(context, missing, version, false)),
  };
}

/** What does not look like a version stands in quotes, and is not told at length. */
function shown(version: string): string {
  return /^[\w.+-]{1,60}$/.test(version) ? version : JSON.stringify(version.length > 60 ? `${version.slice(0, 57)}...` : version);
}

const EMPTY = { en: "", zh: "" };

function listOf(names: readonly string[], and: string): string {
  const shown = names.slice(0, MOST_NAMES);
  if (names.length > shown.length) return `${shown.join(", ")}, …`;
  if (and === "") return shown.join("、");
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${and} ${shown.at(-1)}`;
}
