import type { Check, CheckContext, Finding } from "./check";
import { type KnownNames, knowingNames, similarToSettable } from "./knownNames";
import { ownUses } from "./ownUses";
import { isLeftover, type Setting, settingsOf } from "./settings";

/**
 * A variable that nothing in this release knows: Ansible takes it without a word, and it does nothing. Told aloud only where the name that was
 * meant leaves no doubt.
 */
export const unknownVariable: Check = {
  code: "unknown-variable",
  severity: "warning",
  title: { en: "A variable that nothing knows", zh: "没有任何地方使用的变量" },
  summary: {
    en: "A variable whose name is close to one of kubespray's but is not it, so that setting it does nothing.",
    zh: "变量名与 kubespray 的某个变量相近但不相同，因此设置它不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const names = yield* knowingNames(context);
  const unknown = settingsOf(context).filter(({ variable }) => names.status(variable.name).kind === "unknown");
  if (unknown.length === 0) return;
  const uses = yield* ownUses(context);
  const similar = yield* similarToSettable(context, names);
  for (const setting of unknown) {
    const { name } = setting.variable;
    if (uses.has(name)) continue;
    const known = similar.nearest(name);
    yield undefined;
    if (known !== undefined) yield mistaken(setting, known, names, context);
    else if (!uses.isPlaybookProject) yield nobodys(setting, names, similar.kindred(name));
  }
}

function mistaken(setting: Setting, known: string, { facts, release }: KnownNames, { files }: CheckContext): Finding {
  const { file, variable } = setting;
  const { name } = variable;
  const where = release === undefined ? "kubespray" : `kubespray ${facts.releases[release]}`;
  const isSet = files.some(({ index }) => index.variables.some((other) => other.name === known));
  const leftover = isLeftover(setting);
  return {
    file: file.document.path,
    span: variable.keySpan,
    subject: name,
    severity: leftover ? "info" : "warning",
    message: {
      en: `Nothing in ${where} knows ${name}, so it does nothing. Did you mean ${known}?${isSet ? ` (${known} is set as well.)` : ""}`,
      zh: `${where} 中没有任何地方使用 ${name}，因此它不起作用。是否应为 ${known}？${isSet ? `（${known} 也已设置。）` : ""}`,
    },
    // The value may have been harmless only because the name was wrong: the user looks before it counts.
    fixes: isSet
      ? []
      : [
          {
            title: { en: `Rename to ${known}`, zh: `重命名为 ${known}` },
            edits: [{ file: file.document.path, span: variable.keySpan, text: known }],
            preferred: true,
          },
        ],
  };
}

function nobodys({ file, variable }: Setting, { facts, release }: KnownNames, kindred: string | undefined): Finding {
  const where = release === undefined ? "kubespray" : `kubespray ${facts.releases[release]}`;
  return {
    file: file.document.path,
    span: variable.keySpan,
    subject: variable.name,
    severity: "hint",
    faded: true,
    message: {
      en: `Nothing in ${where} or in this workspace uses ${variable.name}.${kindred === undefined ? "" : ` There is a variable ${kindred}.`}`,
      zh: `${where} 和此工作区中都没有使用 ${variable.name}。${kindred === undefined ? "" : `另有变量 ${kindred}。`}`,
    },
  };
}
