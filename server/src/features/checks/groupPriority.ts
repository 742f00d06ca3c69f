import type { Check, CheckContext, Finding } from "./check";
import { deletion } from "./overriddenBy";
import { settingsOf } from "./settings";

/**
 * `ansible_group_priority` outside of the hosts file: Ansible sorts the groups before it reads group_vars, so it is an ordinary variable
 * there that nobody asks for (ansible/inventory/data.py, set_variable; group.py, set_variable).
 */
export const groupPriority: Check = {
  code: "group-priority",
  severity: "warning",
  title: { en: "A group's priority where Ansible does not look for it", zh: "组优先级写在 Ansible 不会读取的位置" },
  summary: {
    en: "ansible_group_priority counts only in the hosts file: in group_vars and host_vars, or for a host, it does nothing.",
    zh: "ansible_group_priority 仅在主机清单文件中为组设置时有效：写在 group_vars、host_vars 中或写给主机时不起作用。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const setting of settingsOf(context)) {
    const { file, variable } = setting;
    if (variable.name !== "ansible_group_priority" || variable.owner.kind === "group") continue;
    yield {
      file: file.document.path,
      span: variable.keySpan,
      subject: variable.name,
      faded: true,
      fixes: deletion(setting),
      message: {
        en: "ansible_group_priority does nothing here: Ansible reads it only for a group in the hosts file. Move it there, to the group's vars.",
        zh: "ansible_group_priority 在此处不起作用：Ansible 只在主机清单文件中为组读取它。请将其移到该组的 vars 中。",
      },
    };
  }
}
