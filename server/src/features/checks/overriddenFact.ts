import { gatheredFact } from "../../ansible/facts/gatheredFacts";
import { isInjected } from "../../ansible/facts/isInjected";
import type { Check, CheckContext, Finding } from "./check";
import { settingsOf } from "./settings";

/**
 * A fact that the inventory sets: kubespray gathers facts on every machine before all else, and what a machine says beats the inventory
 * (ansible/vars/manager.py, get_vars: facts come after host_vars). Such a line serves runs without facts at most.
 */
export const overriddenFact: Check = {
  code: "overridden-fact",
  severity: "info",
  title: { en: "A fact of the machine beats this value", zh: "主机的 fact 会覆盖此值" },
  summary: {
    en: "A variable named as a fact that Ansible gathers from each machine (ansible_architecture, ...): what the machine says beats the inventory.",
    zh: "变量与 Ansible 从各主机收集的 fact 同名（如 ansible_architecture）：主机给出的值优先于 inventory。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  for (const { file, variable } of settingsOf(context)) {
    const { name } = variable;
    if (!isInjected(name) || gatheredFact(name) === undefined) continue;
    yield {
      file: file.document.path,
      span: variable.keySpan,
      subject: name,
      message: {
        en: `Ansible gathers ${name} from each machine, and what the machine says beats this value. To tell this program what the machines are, put a facts.json beside the hosts file.`,
        zh: `Ansible 会从每台主机收集 ${name}，主机给出的值优先于此值。若要告诉本程序主机的情况，请在主机清单文件旁放置 facts.json。`,
      },
    };
  }
}
