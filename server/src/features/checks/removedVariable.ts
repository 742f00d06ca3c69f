import { isKnownIn, type NameFacts, type ReleaseFacts } from "../../kubespray/releaseFacts/releaseFacts";
import { replacementOf } from "../../kubespray/releaseFacts/replacements";
import type { Wording } from "../../text/wording";
import type { Check, CheckContext, Finding, Fix } from "./check";
import { isInSample, type KnownNames, knowingNames } from "./knownNames";
import { ownUses } from "./ownUses";
import { isLeftover, type Setting, settingsOf } from "./settings";

/** A variable of another release: this one does not know it (any more, or yet), and nobody says so when kubespray runs. */
export const removedVariable: Check = {
  code: "removed-variable",
  severity: "warning",
  title: { en: "A variable of another release", zh: "其他版本的变量" },
  summary: {
    en: "A variable that an earlier or later release of kubespray knows and this one does not, so that setting it does nothing.",
    zh: "kubespray 的更早或更新版本使用、而当前版本不使用的变量，因此设置它不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const names = yield* knowingNames(context);
  const { release } = names;
  if (release === undefined) return;
  const others = settingsOf(context).flatMap((setting) => {
    const status = names.status(setting.variable.name);
    return status.kind === "other-release" && isForUsers(status.facts) ? [{ setting, ...status }] : [];
  });
  if (others.length === 0) return;
  const uses = yield* ownUses(context);
  for (const { setting, facts, when } of others) {
    if (uses.has(setting.variable.name)) continue;
    yield finding(setting, facts, when, names, release);
  }
}

/** What a role has a default for, or the sample proposes. Names that templates only read are most often kubespray's own. */
function isForUsers({ defined, sample }: NameFacts): boolean {
  return defined.length > 0 || sample.length > 0;
}

function finding(setting: Setting, known: NameFacts, when: "before" | "after" | "between", names: KnownNames, release: number): Finding {
  const { facts } = names;
  const { file, variable } = setting;
  const { name } = variable;
  const replacement = facts.renamed(name);
  const isUsable = replacement !== undefined && names.status(replacement).kind === "used";
  const fixes: Fix[] = isUsable
    ? [
        {
          title: { en: `Rename to ${replacement}`, zh: `重命名为 ${replacement}` },
          edits: [{ file: file.document.path, span: variable.keySpan, text: replacement }],
        },
      ]
    : [];
  return {
    file: file.document.path,
    span: variable.keySpan,
    subject: name,
    // Kubespray's own sample names it still: whoever copied it did nothing wrong.
    ...(isInSample(known, release) ? { severity: "hint", faded: true } : { severity: isLeftover(setting) ? "info" : "warning" }),
    message: words(name, known, when, facts, release, isUsable ? replacement : undefined),
    fixes,
  };
}

function words(
  name: string,
  known: NameFacts,
  when: "before" | "after" | "between",
  { releases }: ReleaseFacts,
  release: number,
  replacement: string | undefined,
): Wording {
  const lives = releases.flatMap((_, i) => (isKnownIn(known, i) ? [i] : []));
  const here = releases[release] as string;
  const { role } = known;
  if (when === "after") {
    const since = releases[lives.find((i) => i > release) as number] as string;
    return {
      en: `${name} appears in ${since}; this tree is ${here}, where it does nothing.`,
      zh: `${name} 从 ${since} 开始才有；当前为 ${here}，设置它不起作用。`,
    };
  }
  const gone = releases[(lives.filter((i) => i < release).at(-1) as number) + 1] as string;
  const was = role === undefined ? { en: "", zh: "" } : { en: ` (it belonged to the role ${role})`, zh: `（原属 role ${role}）` };
  const instead = insteadWords(name, replacement);
  return {
    en: `${name} was removed in ${gone}${was.en}: in ${here} it does nothing.${instead.en}`,
    zh: `${name} 已在 ${gone} 中移除${was.zh}：在 ${here} 中不起作用。${instead.zh}`,
  };
}

function insteadWords(name: string, renamed: string | undefined): Wording {
  if (renamed !== undefined) return { en: ` ${renamed} took its place.`, zh: `现由 ${renamed} 代替。` };
  const row = replacementOf(name);
  return row === undefined ? { en: "", zh: "" } : { en: ` ${row.text.en}`, zh: row.text.zh };
}
