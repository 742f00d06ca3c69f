import type { Wording } from "../../text/wording";

/** What the generated files say to people. */
export const LAYER_WORDS = {
  prelude: {
    en: "Prelude: each run starts with the checks, groups and facts that cluster.yml itself starts with",
    zh: "前置：每次运行都从 cluster.yml 自身开头的检查、分组与 facts 收集开始",
  },
  load: {
    en: "cluster.yml keeps these in memory from play to play; here they are in files on this machine, readable by you alone",
    zh: "cluster.yml 在各 play 之间把这些值保存在内存中；此处存放于本机文件，仅当前用户可读",
  },
  content: { en: "This layer's own part of cluster.yml, in its order", zh: "本层对应的 cluster.yml 内容，顺序不变" },
  keep: { en: "For the layers after this one", zh: "供后续各层使用" },
  operation: { en: "The release's own playbook, whole; run by name alone", zh: "该版本自带的完整 playbook，仅在指名时运行" },
  sshKey: { en: "For hosts that are reached with a password so far (-k)", zh: "用于目前以密码登录的主机（-k）" },
} as const satisfies Record<string, Wording>;

/** Of the Ansible task that finds a layer's findings missing. */
export function missingFindings(layer: string): Wording {
  return {
    en: `Layer ${layer} left no findings for this host here. Run it (run-layers.sh --only ${layer}), or accept kubespray's defaults with -e layers_without_facts=true.`,
    zh: `此处没有 ${layer} 层为该主机留下的结果。请先运行该层（run-layers.sh --only ${layer}），或用 -e layers_without_facts=true 接受 kubespray 的默认值。`,
  };
}
