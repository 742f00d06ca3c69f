import { str } from "../../python/text";
import type { Check, CheckContext, Finding } from "./check";
import { missingVersions } from "./versionLookups";
import { consequence, placeOf, releaseWords, replacing, toggled } from "./versionText";

/** Releases changed their minds about `v1.2.3`: in 2.28 some thirty versions lost the v, and a pinned one from before fails. */
export const versionPrefix: Check = {
  code: "version-prefix",
  severity: "error",
  title: { en: "A leading v too many or too few", zh: "版本号多了或少了开头的 v" },
  summary: {
    en: "A version written with a leading v where this release writes it without, or the other way round: there is no checksum under that name, and downloads fail.",
    zh: "版本号带有开头的 v，而此 kubespray 版本不带（或相反）：找不到对应的校验和，下载会失败。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const missing of yield* missingVersions(context)) {
    const text = str(missing.value);
    const right = missing.known.find((version) => str(version) === toggled(text));
    const place = placeOf(missing);
    if (right === undefined || place === undefined) continue;
    const { name } = missing.definition;
    const release = releaseWords(context);
    const result = consequence(context, missing);
    const how = text.startsWith("v") ? { en: "without the leading v", zh: "不带开头的 v" } : { en: "with a leading v", zh: "带开头的 v" };
    yield {
      ...place,
      message: {
        en: `${release.en} writes ${name} ${how.en}: ${str(right)}, not ${text}.${result.en}`,
        zh: `${release.zh} 中的 ${name} ${how.zh}：应为 ${str(right)}，而不是 ${text}。${result.zh}`,
      },
      fixes: replacing(context, missing, right, true),
    };
  }
}
