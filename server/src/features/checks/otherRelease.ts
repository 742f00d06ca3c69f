import { isKnownIn, type NameFacts, type ReleaseFacts } from "../../kubespray/releaseFacts/releaseFacts";
import { span } from "../../text/span";
import type { Check, CheckContext, CheckedFile, Finding } from "./check";
import { isInSample, type KnownNames, knowingNames } from "./knownNames";
import { settingsOf } from "./settings";

/**
 * Group_vars that were written for an earlier release than the tree: kubespray was upgraded and its settings were not. Each name that is gone
 * has a finding of its own; this one says what they have in common.
 */
export const otherRelease: Check = {
  code: "other-release",
  severity: "info",
  title: { en: "Settings of an earlier release", zh: "为旧版本编写的配置" },
  summary: {
    en: "Many of the inventory's variables belong to an earlier release of kubespray than the tree that is used.",
    zh: "inventory 中的许多变量属于比当前 kubespray 更早的版本。",
  },
  run,
};

/** Fewer may be leftovers of years. */
const LEAST = 5;

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const names = yield* knowingNames(context);
  const { release, facts } = names;
  if (release === undefined) return;
  const known = [...new Set(settingsOf(context).map(({ variable }) => variable.name))].flatMap((name) => {
    const found = names.status(name).kind === "unknown" ? undefined : facts.name(name);
    return found ? [{ name, found }] : [];
  });
  yield undefined;
  const counts = facts.releases.map((_, at) => known.filter(({ found }) => isOf(found, at)).length);
  const most = Math.max(...counts.slice(0, release));
  const here = counts[release] as number;
  if (most - here < LEAST || Math.max(...counts.slice(release)) >= most) return;
  // One name more or less tells no two releases apart.
  const isNear = (at: number) => at >= 0 && at < release && (counts[at] as number) >= most - 1;
  const best = counts.lastIndexOf(most, release - 1);
  let [first, last] = [best, best];
  while (isNear(first - 1)) first--;
  while (isNear(last + 1)) last++;
  const gone = new Set(known.flatMap(({ name, found }) => (isOf(found, best) && !isOf(found, release) ? [name] : [])));
  const file = fileWithMost(context, gone);
  if (file) yield finding(file, gone.size, first, last, names, release);
}

function isOf(facts: NameFacts, release: number): boolean {
  return isKnownIn(facts, release) || isInSample(facts, release);
}

function fileWithMost({ files }: CheckContext, gone: ReadonlySet<string>): CheckedFile | undefined {
  const counted = files.map((file) => ({ file, count: file.index.variables.filter(({ name }) => gone.has(name)).length }));
  return counted.reduce<(typeof counted)[number] | undefined>((best, one) => (one.count > (best?.count ?? 0) ? one : best), undefined)
    ?.file;
}

function finding({ document }: CheckedFile, gone: number, first: number, last: number, names: KnownNames, release: number): Finding {
  const { facts } = names;
  const here = facts.releases[release] as string;
  const was = { en: rangeWords(facts, first, last, " to "), zh: rangeWords(facts, first, last, " 至 ") };
  const end = document.text.search(/[\r\n]|$/);
  return {
    file: document.path,
    span: span(0, end),
    subject: "release",
    message: {
      en: `The settings of this inventory look like those of kubespray ${was.en}: ${gone} of the variables are gone in ${here}, this tree's release. Compare them with inventory/sample of ${here}.`,
      zh: `此 inventory 的配置像是为 kubespray ${was.zh} 编写的：其中 ${gone} 个变量在当前版本 ${here} 中已不存在。请与 ${here} 的 inventory/sample 对照。`,
    },
  };
}

function rangeWords({ releases }: ReleaseFacts, first: number, last: number, to: string): string {
  return first === last ? (releases[first] as string) : `${releases[first]}${to}${releases[last]}`;
}
