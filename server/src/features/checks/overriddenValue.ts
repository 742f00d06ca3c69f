import type { Definition } from "../../ansible/model";
import { isInside } from "../../files/paths";
import { hostWords } from "../hostSets";
import { wordsFor } from "../words";
import type { Check, CheckContext, Finding } from "./check";
import { twinOf } from "./duplicateDefinition";
import { clusterHosts, isSharedFolder } from "./hostsEntries";
import { areMerged, deletion, isAt, isKubesprays, isOtherValue, ownHosts, placeWords, rawValue, rivals, winnerAt } from "./overriddenBy";
import type { Setting } from "./settings";

/**
 * A value that wins on none of its hosts: deeper groups or the hosts' own files give all of them another one. It may be there on purpose,
 * for hosts to come.
 */
export const overriddenValue: Check = {
  code: "overridden-value",
  severity: "info",
  title: { en: "A value that no host gets", zh: "没有主机会用到的值" },
  summary: {
    en: "Every host that this value is for gets another one from a deeper group, its own file or the hosts file, so changing it here changes nothing.",
    zh: "该值所针对的每台主机都从更深的组、自己的文件或主机清单文件得到另一个值，因此在此处修改不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model, files } = context;
  if (model.inventory.imaginary !== undefined || isSharedFolder(context)) return;
  const cluster = new Set(clusterHosts(context));
  const paths = new Set(files.map(({ document }) => document.path));
  for (const setting of rivals(context)) {
    yield undefined;
    if (!setting || !isKubesprays(context, setting.variable.name)) continue;
    if (!isInside(setting.file.document.path, model.inventory.folder)) continue;
    const hosts = ownHosts(context, setting);
    if (!hosts.some((host) => cluster.has(host))) continue;
    const winners = winnersOver(context, setting, hosts);
    if (winners === undefined || winners.some((one) => one.file === undefined || !paths.has(one.file))) continue;
    // Said by duplicate-definition.
    if (twinOf(context, setting)) continue;
    yield finding(context, setting, hosts, winners);
  }
}

const MOST_HOSTS = 3000;

/** What each host gets instead, each once; undefined where one gets this value or the same. */
function winnersOver(context: CheckContext, setting: Setting, hosts: readonly string[]): readonly Definition[] | undefined {
  if (hosts.length > MOST_HOSTS) return undefined;
  const own = rawValue(setting);
  const winners = new Set<Definition>();
  for (const host of hosts) {
    const definitions = context.model.definitions(host, setting.variable.name);
    const winner = definitions[0];
    if (winner === undefined || isAt(setting, winner) || !definitions.some((one) => isAt(setting, one))) return undefined;
    if (winners.has(winner)) continue;
    if (!isOtherValue(own, winner.raw()) || areMerged(context, host, own, winner)) return undefined;
    winners.add(winner);
  }
  return winners.size > 0 ? [...winners] : undefined;
}

function finding(context: CheckContext, setting: Setting, hosts: readonly string[], winners: readonly Definition[]): Finding {
  const { file, variable } = setting;
  const places = winners.slice(0, 2).map((one) => placeWords(context, one));
  const more = winners.length - places.length;
  const who = (language: "en" | "zh") =>
    hostWords(context, hosts, language === "en" ? "every host" : "所有主机", (n) => wordsFor(language).more(n));
  return {
    file: file.document.path,
    span: variable.keySpan,
    subject: variable.name,
    faded: true,
    fixes: deletion(setting),
    message: {
      en: `No host gets this value: ${listed("en", places, more)} ${winners.length === 1 ? "sets" : "set"} ${variable.name} for ${who("en")} and ${winners.length === 1 ? "is" : "are"} stronger.`,
      zh: `没有主机得到此值：${listed("zh", places, more)}为${who("zh")}设置了 ${variable.name}，优先级更高。`,
    },
    related: winners.slice(0, 5).flatMap(winnerAt),
  };
}

function listed(language: "en" | "zh", places: readonly string[], more: number): string {
  if (language === "zh") return more > 0 ? `${places.join("、")} 等 ${places.length + more} 处` : places.join(" 和 ");
  return [...places, ...(more > 0 ? [`${more} more`] : [])].join(" and ");
}
