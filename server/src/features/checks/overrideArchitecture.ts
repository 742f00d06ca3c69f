import { architectureOf } from "../architectures";
import { hostWords } from "../hostSets";
import { redacted } from "../secrets";
import { wordsFor } from "../words";
import type { Check, CheckContext, Finding } from "./check";
import { overrideUrls } from "./overrideUrls";
import { isArchitectureSaid } from "./versionLookups";

/** An override with an architecture written into it, and hosts of another one that it counts for as well. */
export const overrideArchitecture: Check = {
  code: "override-architecture",
  severity: "warning",
  title: { en: "An override for another architecture", zh: "覆盖的地址对应另一种架构" },
  summary: {
    en: "Your address of a download names one architecture (amd64), and hosts of another one fetch it too: no override covers them.",
    zh: "为下载项设置的地址写明了一种架构（amd64），但其他架构的主机也会使用它：没有覆盖它们的设置。",
  },
  run,
};

/** As addresses of downloads name them, those that are the same machine together. */
const ARCHITECTURES: readonly (readonly string[])[] = [
  ["amd64", "x86_64", "x86-64", "x64"],
  ["arm64", "aarch64", "armv8"],
  ["arm", "armv7", "armv7l", "armhf", "armv6", "armv6l"],
  ["ppc64le"],
  ["s390x"],
  ["riscv64"],
  ["386", "i386", "i686"],
];

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { overrides } = yield* overrideUrls(context);
  for (const { url, standard, host, hosts, place } of overrides) {
    const wanted = architectureOf(context, host);
    const own = ARCHITECTURES.find((names) => wanted !== undefined && names.includes(wanted));
    if (own === undefined || !isArchitectureSaid(context, host)) continue;
    const [mine, theirs] = [wordsOf(url), wordsOf(standard)];
    const other = ARCHITECTURES.filter((names) => names !== own)
      .flat()
      .find((name) => mine.has(name));
    // What is the same for all machines, and what names both, is left alone.
    if (other === undefined || !own.some((name) => theirs.has(name)) || own.some((name) => mine.has(name))) continue;
    const [en, zh] = ["en", "zh"].map((locale) =>
      hostWords(context, hosts, wordsFor(locale).allHosts, (count) => wordsFor(locale).more(count)),
    );
    const shown = redacted(url);
    yield {
      ...place,
      message: {
        en: `This address is for ${other}, and ${en} needs ${wanted}: ${shown}. Write {{ image_arch }} in its place, or give those hosts their own.`,
        zh: `该地址用于 ${other}，而 ${zh} 需要 ${wanted}：${shown}。请改用 {{ image_arch }}，或为这些主机单独设置。`,
      },
    };
  }
}

/** `linux_amd64` names amd64; the underscore of x86_64 is its own. */
function wordsOf(url: string): ReadonlySet<string> {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").toLowerCase();
  return new Set([...path.split(/[^a-z0-9]+/), ...(path.match(/x86[_-]64/g) ?? [])]);
}
