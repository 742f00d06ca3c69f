import type { Definition } from "../../ansible/model";
import { templateNames } from "../../kubespray/templateNames";
import { shortPath } from "../places";
import type { Check, CheckContext, Finding, Related } from "./check";
import { hostsOfSetting, type Setting } from "./settings";
import { templateSettings } from "./templateSettings";

/**
 * A variable whose template leads back to itself, through others of the inventory or through kubespray's defaults: `kube_image_repo` made of
 * a default that is made of `kube_image_repo`. The engine says whether Ansible would go round; the way is looked for to show it.
 */
export const variableCycle: Check = {
  code: "variable-cycle",
  severity: "error",
  title: { en: "A variable that is made of itself", zh: "变量循环引用自身" },
  summary: {
    en: "A template that leads back to its own variable, directly or through others: Ansible stops with `recursive loop detected`.",
    zh: "模板直接或间接引用了自身：Ansible 会以 recursive loop detected 中止。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const templates = yield* templateSettings(context);
  let left = MOST_SEARCHES;
  for (const setting of new Set(templates.map((one) => one.setting))) {
    yield undefined;
    const { name, keySpan } = setting.variable;
    const [host] = hostsOfSetting(context, setting);
    if (host === undefined) continue;
    const winner = model.definitions(host, name)[0];
    if (winner?.file !== setting.file.document.path || winner.keySpan?.start !== keySpan.start) continue;
    const resolved = model.resolve(host, name);
    // What only rests on a cycle fails as well; the mistake is elsewhere.
    if (resolved.state !== "failed" || !/recursive loop|recursion/i.test(resolved.message)) continue;
    if (left-- <= 0) return;
    const way = yield* cycleOf(context, host, name);
    if (way) yield finding(context, setting, host, way);
  }
}

const MOST_SEARCHES = 100;
const MOST_STEPS = 500;
const AT_ONCE = 25;
const MOST_SHOWN = 8;

/** The names from `name` back to it, without `name` itself at the end; the shortest way. */
function* cycleOf({ model }: CheckContext, host: string, name: string): Generator<undefined, readonly string[] | undefined> {
  const from = new Map<string, string | undefined>([[name, undefined]]);
  const open = [name];
  for (let i = 0; i < open.length && i < MOST_STEPS; i++) {
    const here = open[i] as string;
    if (i % AT_ONCE === 0) yield undefined;
    const raw = model.definitions(host, here)[0]?.raw();
    for (const next of raw === undefined ? [] : templateNames(raw)) {
      if (next === name) return wayTo(here, from);
      if (from.has(next)) continue;
      from.set(next, here);
      open.push(next);
    }
  }
  return undefined;
}

function wayTo(last: string, from: ReadonlyMap<string, string | undefined>): readonly string[] {
  const way: string[] = [];
  for (let at: string | undefined = last; at !== undefined; at = from.get(at)) way.unshift(at);
  return way;
}

function finding(context: CheckContext, { file, variable }: Setting, host: string, way: readonly string[]): Finding {
  const { name } = variable;
  const shown = [...(way.length > MOST_SHOWN ? [...way.slice(0, MOST_SHOWN - 1), "..."] : way), name].join(" -> ");
  const others = way.slice(1, MOST_SHOWN).flatMap((one) => context.model.definitions(host, one)[0] ?? []);
  const outside = others.find((one) => one.layer === "role-defaults" || one.layer === "role-vars");
  return {
    file: file.document.path,
    span: variable.valueSpan,
    subject: name,
    message:
      way.length === 1
        ? {
            en: `${name} is made of itself: Ansible stops with "recursive loop detected". A variable cannot use its own default; write the value out.`,
            zh: `${name} 引用了自身：Ansible 会以“recursive loop detected”中止。变量不能引用自己的默认值，请直接写出该值。`,
          }
        : {
            en: `${name} leads back to itself (${shown}): Ansible stops with "recursive loop detected".${outside ? ` ${outside.name} is kubespray's own, made of ${name}: write the value out here.` : ""}`,
            zh: `${name} 又引用到自身（${shown}）：Ansible 会以“recursive loop detected”中止。${outside ? `${outside.name} 是 kubespray 自带的变量，由 ${name} 得出：请在此处直接写出该值。` : ""}`,
          },
    related: others.flatMap((one): Related[] => relatedTo(context, one)),
  };
}

function relatedTo(context: CheckContext, { name, file, keySpan, valueSpan }: Definition): Related[] {
  const at = keySpan ?? valueSpan;
  if (file === undefined || at === undefined) return [];
  return [{ file, span: at, message: { en: `${name} in ${shortPath(context, file)}`, zh: `${shortPath(context, file)} 中的 ${name}` } }];
}
