import type { Check, CheckContext, Finding } from "./check";
import { deletion, isSameValue, ownHosts, rawValue } from "./overriddenBy";
import { settingsOf } from "./settings";

/**
 * A value for a variable that kubespray keeps in a role's vars, which beat the whole inventory (from 2.28 the tables of checksums do): it is
 * read by nobody.
 */
export const roleVars: Check = {
  code: "role-vars",
  severity: "warning",
  title: { en: "A role's vars beat this value", zh: "role 的 vars 会覆盖此值" },
  summary: {
    en: "A variable that this release keeps in a role's vars, which beat anything in an inventory: setting it has no effect (from v2.28 the tables of checksums are such).",
    zh: "此版本把该变量放在 role 的 vars 中，其优先级高于 inventory 中的任何设置，因此设置它不起作用（从 v2.28 起校验和表即是如此）。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const [anyHost] = model.hosts;
  if (anyHost === undefined) return;
  // Role vars are the same on all hosts.
  const beaten = new Map<string, boolean>();
  for (const [i, setting] of settingsOf(context).entries()) {
    if (i % 50 === 0) yield undefined;
    const { file, variable } = setting;
    const { name } = variable;
    if (!beaten.has(name))
      beaten.set(
        name,
        model.definitions(anyHost, name).some(({ layer }) => layer === "role-vars"),
      );
    if (beaten.get(name) === false) continue;
    const host = ownHosts(context, setting)[0];
    const winner = host === undefined ? undefined : model.definitions(host, name)[0];
    if (winner?.layer !== "role-vars" || isSameValue(rawValue(setting), winner.raw())) continue;
    yield {
      file: file.document.path,
      span: variable.keySpan,
      subject: name,
      faded: true,
      fixes: deletion(setting),
      message: {
        en: `${name} has no effect here: kubespray keeps it in the vars of the role ${winner.owner}, which beat the inventory. Only -e on the command line is stronger.`,
        zh: `${name} 在此处不起作用：kubespray 把它放在 role ${winner.owner} 的 vars 中，优先级高于 inventory。只有命令行的 -e 优先级更高。`,
      },
    };
  }
}
