import type { NameUse } from "../../jinja/parse/names";
import { builtinPlugins } from "../../jinja/plugins/builtinPlugins";
import { documentSpan, type TemplateAt } from "../templates";
import type { Check, CheckContext, Finding } from "./check";
import { guardedNames } from "./guardedNames";
import { knowingNames, similarToSettable } from "./knownNames";
import { ownUses } from "./ownUses";
import { hostsOfSetting, type Setting, settingsOf } from "./settings";
import { indexNames, type SimilarNames } from "./similarNames";
import { templateSettings } from "./templateSettings";

/**
 * A template that names a variable which nothing defines: no file of the inventory, no role of any release of kubespray, no fact. Said aloud
 * only where the name that was meant leaves no doubt, for a playbook or `-e` may bring it along.
 */
export const undefinedVariable: Check = {
  code: "undefined-variable",
  severity: "warning",
  title: { en: "A template with a variable that nothing defines", zh: "模板引用了未定义的变量" },
  summary: {
    en: "A template that names a variable which neither the inventory nor kubespray defines: the run stops where the value is first needed.",
    zh: "模板引用的变量在 inventory 和 kubespray 中都没有定义：部署会在首次用到该值时中止。",
  },
  run,
};

const AT_ONCE = 25;
const MOST_TOLD = 300;

interface Use {
  readonly setting: Setting;
  readonly template: TemplateAt;
  readonly use: NameUse;
}

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const templates = yield* templateSettings(context);
  const set = new Set(settingsOf(context).map(({ variable }) => variable.name));
  const names = yield* knowingNames(context);
  const candidates: Use[] = [];
  for (const [i, { setting, template }] of templates.entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    if (template.problems.length > 0) continue;
    const wanted = template.names.filter(
      ({ name, kind }) => kind === "name" && !set.has(name) && !names.isKnownAnywhere(name) && !builtinPlugins.globals.has(name),
    );
    if (wanted.length === 0) continue;
    const guarded = guardedNames(template.template);
    for (const use of wanted) if (!guarded.has(use.name)) candidates.push({ setting, template, use });
  }
  if (candidates.length === 0) return;
  const uses = yield* ownUses(context);
  const similar = yield* similarToSettable(context, names);
  const own = yield* similarToOwn(context, set);
  const told = new Set<string>();
  for (const one of candidates) {
    const { name } = one.use;
    yield undefined;
    const key = `${one.setting.file.document.path}\0${one.setting.variable.keySpan.start}\0${name}`;
    if (told.has(key) || uses.has(name)) continue;
    told.add(key);
    // Somebody who names hundreds of them has them from elsewhere.
    if (told.size > MOST_TOLD) return;
    // The user's own names are nearer to him than kubespray's.
    const known = own.nearest(name) ?? similar.nearest(name);
    // In a project with playbooks of its own, they may define what stands nowhere else.
    if (known === undefined && uses.isPlaybookProject) continue;
    if (isUndefined(context, one.setting, name)) yield finding(one, known);
  }
}

/** The user's own names; made anew when one comes or goes. */
function* similarToOwn({ memo, model }: CheckContext, names: ReadonlySet<string>): Generator<undefined, SimilarNames> {
  const kept = memo.of("similar-own", model.inventory.folder, [...names].join(" "), (): { similar?: SimilarNames } => ({}));
  kept.similar ??= yield* indexNames(names);
  return kept.similar;
}

/** On every host that sees the setting; false where a file that cannot be read may define it. */
function isUndefined(context: CheckContext, setting: Setting, name: string): boolean {
  const { model } = context;
  const hosts = hostsOfSetting(context, setting);
  return hosts.length > 0 && hosts.every((host) => isUndefinedOn(model, host, name));
}

function isUndefinedOn(model: CheckContext["model"], host: string, name: string): boolean {
  return model.definitions(host, name).length === 0 && model.resolve(host, name).state === "undefined";
}

function finding({ setting: { file, variable }, template, use }: Use, meant: string | undefined): Finding {
  const { name } = use;
  const at = documentSpan(template, use.span);
  return {
    file: file.document.path,
    span: at,
    subject: name,
    severity: meant === undefined ? "hint" : "warning",
    message: {
      en:
        meant === undefined
          ? `Nothing in the inventory or kubespray defines ${name}: unless it comes with -e or a playbook, ${variable.name} cannot be worked out.`
          : `Nothing defines ${name}, so ${variable.name} cannot be worked out and kubespray stops where it needs it. Did you mean ${meant}?`,
      zh:
        meant === undefined
          ? `inventory 和 kubespray 中都没有定义 ${name}：除非由 -e 或 playbook 提供，否则 ${variable.name} 无法求值。`
          : `没有任何地方定义 ${name}，因此 ${variable.name} 无法求值，kubespray 用到它时会中止。是否应为 ${meant}？`,
    },
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: { en: `Change to ${meant}`, zh: `改为 ${meant}` },
              edits: [{ file: file.document.path, span: at, text: meant }],
              preferred: true,
            },
          ],
  };
}
