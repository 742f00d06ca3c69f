import type { Definition } from "../../ansible/model";
import type { Check, CheckContext, Finding, Severity } from "./check";
import {
  areMerged,
  deletion,
  isAt,
  isKubesprays,
  isOtherValue,
  isSameValue,
  ownerOf,
  ownHosts,
  placeWords,
  rawValue,
  rivals,
  winnerAt,
} from "./overriddenBy";
import type { Setting } from "./settings";

/**
 * The same variable for the same group or host in two files, with two values: `group_vars/all/a.yml` and `b.yml`, or a hosts file and
 * group_vars. One of them is never read, and which one is a matter of names and of Ansible's order.
 */
export const duplicateDefinition: Check = {
  code: "duplicate-definition",
  severity: "warning",
  title: { en: "The same variable in two files of one group", zh: "同一组的两个文件设置了同一变量" },
  summary: {
    en: "A group or host has two values for a variable, in two files: Ansible takes the one that it reads last, and the other does nothing.",
    zh: "同一组或主机在两个文件中为一个变量设置了不同的值：Ansible 取最后读取的值，另一个不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const setting of rivals(context)) {
    const winner = setting && twinOf(context, setting);
    yield winner && finding(context, setting, winner);
  }
}

/** What stands for the same group or host in another file and beats the setting; undefined where the value is the same. */
export function twinOf(context: CheckContext, setting: Setting): Definition | undefined {
  const { variable, file } = setting;
  const owner = ownerOf(setting);
  const host = ownHosts(context, setting)[0];
  if (owner === undefined || host === undefined) return undefined;
  const definitions = context.model.definitions(host, variable.name);
  const at = definitions.findIndex((one) => isAt(setting, one));
  const twin = definitions.slice(0, Math.max(at, 0)).find((one) => {
    const isOfHost = one.layer === "inventory-host" || one.layer === "host-vars";
    const isOfGroup = one.layer.startsWith("inventory-") || one.layer.startsWith("group-vars");
    return one.owner === owner.name && (owner.kind === "host" ? isOfHost : isOfGroup && !isOfHost) && one.file !== file.document.path;
  });
  if (twin === undefined || !isOtherValue(rawValue(setting), twin.raw())) return undefined;
  return areMerged(context, host, rawValue(setting), twin) ? undefined : twin;
}

function finding(context: CheckContext, setting: Setting, winner: Definition): Finding {
  const { file, variable } = setting;
  const where = placeWords(context, winner);
  return {
    file: file.document.path,
    span: variable.keySpan,
    subject: variable.name,
    ...severityOf(context, setting),
    faded: true,
    fixes: deletion(setting),
    message: {
      en: `${variable.name} is set again for ${winner.owner} in ${where}, to another value. Ansible takes that one, and this one does nothing.`,
      zh: `${where} 为 ${winner.owner} 再次设置了 ${variable.name}，值不同。Ansible 采用那里的值，此处的值不起作用。`,
    },
    related: winnerAt(winner),
  };
}

/** Files that sort one after the other are a way to have defaults of one's own, or to leave a copy of the sample as it is. */
function severityOf(context: CheckContext, setting: Setting): { readonly severity?: Severity } {
  const { name } = setting.variable;
  const value = rawValue(setting);
  if (context.model.catalog.definitions(name).some((one) => isSameValue(one.raw(), value))) return { severity: "hint" };
  return isKubesprays(context, name) ? {} : { severity: "info" };
}
