import { say, type Wording } from "../../text/wording";
import { render } from "../render";
import runnerTemplate from "../templates/run-layers.sh.njk";
import type { Layer } from "./layerRules";

/** The script that runs the layers: one state file, replaced as a whole, and one lock that a running Ansible holds even if the script dies. */
export function runnerScript(context: {
  readonly header: readonly string[];
  readonly locale: string;
  readonly tree: string;
  readonly layers: readonly Layer[];
  readonly operations: readonly Layer[];
}): string {
  const { header, locale, tree } = context;
  const named = ({ name, title }: Layer) => ({ name, title: say(title, locale) });
  return render(runnerTemplate, {
    header,
    tree,
    text: Object.fromEntries(Object.entries(MESSAGES).map(([name, wording]) => [name, say(wording, locale)])),
    usage: USAGE.map((wording) => say(wording, locale)),
    layers: context.layers.map(named),
    operations: context.operations.map(named),
  });
}

/** Each is a format of printf without any directive but %s. */
const MESSAGES = {
  unknownLayer: { en: "there is no such layer: %s (see --list)", zh: "没有这一层：%s（见 --list）" },
  needsValue: { en: "%s needs a value", zh: "%s 需要一个值" },
  noInventory: {
    en: "no inventory is named: add -i INVENTORY, as for ansible-playbook",
    zh: "未指定 inventory：请像 ansible-playbook 那样加上 -i INVENTORY",
  },
  noProgram: { en: "%s is not installed, or not on the PATH", zh: "未安装 %s，或它不在 PATH 中" },
  noTree: {
    en: "%s is not a kubespray tree: put this folder into it, or set KUBESPRAY_TREE",
    zh: "%s 不是 kubespray 目录：请把本目录放入其中，或设置 KUBESPRAY_TREE",
  },
  noFile: { en: "%s is missing", zh: "缺少 %s" },
  noState: { en: "cannot write below %s: nothing was run", zh: "无法写入 %s：未执行任何操作" },
  notRecorded: {
    en: "layer %s is done but could not be recorded: it will run again next time",
    zh: "%s 层已完成但无法记录：下次会再次运行",
  },
  noHash: { en: "cannot read all inputs below %s: nothing was run", zh: "无法读取 %s 下的全部输入：未执行任何操作" },
  locked: {
    en: "another run is at work with this state (%s); wait until it, and the ansible-playbook that it started, have ended",
    zh: "此状态（%s）正被另一次运行使用；请等待它及其启动的 ansible-playbook 结束",
  },
  running: { en: "layer %s: running", zh: "%s 层：正在运行" },
  done: { en: "layer %s: done", zh: "%s 层：已完成" },
  already: { en: "layer %s: done before, nothing that it depends on changed", zh: "%s 层：此前已完成且依赖未变" },
  skipped: { en: "layer %s: skipped as asked, not recorded", zh: "%s 层：按要求跳过，不做记录" },
  changed: {
    en: "inventory, tree, arguments or playbooks changed since layer %s ran: it and all later ones run again",
    zh: "自 %s 层运行以来，inventory、kubespray 目录、参数或 playbook 有变化：该层及其后各层将重新运行",
  },
  failed: {
    en: "layer %s failed (exit code %s); mend what is wrong and run the same command again, it goes on here",
    zh: "%s 层失败（退出码 %s）；修复后重新运行同一命令，将从此处继续",
  },
  finished: { en: "all layers are done", zh: "所有层均已完成" },
  dry: { en: "a dry run: nothing is recorded", zh: "试运行：不做任何记录" },
  forgotten: { en: "what was recorded about the layers is forgotten", zh: "已清除各层的记录" },
  operation: {
    en: "%s changes the cluster outside the layers: what was recorded about them is forgotten first",
    zh: "%s 会在各层之外改变集群：先清除各层的记录",
  },
  statusDone: { en: "done %s", zh: "已完成 %s" },
  statusNever: { en: "not done", zh: "未完成" },
  statusChanged: { en: "done before, but will run again: inputs changed", zh: "曾完成，但因输入变化将重新运行" },
  statusAgain: { en: "to be run again: a layer before it is", zh: "因前面的层需要运行而将重新运行" },
  layersTitle: { en: "Layers, in this order:", zh: "各层（按此顺序）：" },
  operationsTitle: { en: "Only when asked for with --only:", zh: "仅在用 --only 指定时运行：" },
} as const satisfies Record<string, Wording>;

const line = (en: string, zh: string): Wording => ({ en, zh });

const USAGE: readonly Wording[] = [
  line(
    "run-layers.sh [OPTION...] -i INVENTORY [argument of ansible-playbook...]",
    "run-layers.sh [选项...] -i INVENTORY [ansible-playbook 的参数...]",
  ),
  line("", ""),
  line(
    "Runs the layers one after the other, each with ansible-playbook and the arguments given,",
    "依次用 ansible-playbook 及所给参数运行各层，",
  ),
  line(
    "and remembers those that are done. Run it again after a failure: it goes on where it stopped.",
    "并记录已完成的层。失败后重新运行，将从中断处继续。",
  ),
  line(
    "A change of the inventory, the kubespray tree, the arguments or a layer runs the layers again",
    "inventory、kubespray 目录、参数或某层文件有变化时，",
  ),
  line("that it may concern: that one and all later ones.", "相关的层及其后的所有层会重新运行。"),
  line("", ""),
  line(
    "  --only LAYER     this layer alone (03, or its whole name); the only way to run 07 to 11",
    "  --only LAYER     只运行这一层（03 或全名）；07 至 11 只能这样运行",
  ),
  line("  --from LAYER     begin here; layers before it are not looked at", "  --from LAYER     从此层开始，不检查之前的层"),
  line("  --to LAYER       end here", "  --to LAYER       到此层为止"),
  line("  --force LAYER    run it even if it is done; may be given several times", "  --force LAYER    即使已完成也运行；可多次给出"),
  line("  --skip LAYER     leave it out; may be given several times", "  --skip LAYER     跳过；可多次给出"),
  line("  --list           names of the layers", "  --list           列出各层"),
  line("  --status         what is done and what would run", "  --status         查看已完成与将要运行的层"),
  line("  --reset-state    forget what is done, and what the layers found out", "  --reset-state    清除进度记录与各层的结果"),
  line(
    "  --state FOLDER   where this is kept; default .layers-state beside this script, a folder an inventory",
    "  --state FOLDER   记录存放目录；默认在脚本旁的 .layers-state，每个 inventory 一个子目录",
  ),
  line("  --               all that follows is for ansible-playbook", "  --               其后全部交给 ansible-playbook"),
  line("", ""),
  line(
    "With --check, --syntax-check or --list-... nothing is recorded. A run that is killed repeats the layer it was in.",
    "使用 --check、--syntax-check、--list-... 时不做记录。被终止的运行会重做当时所在的层。",
  ),
  line(
    "Exit codes: that of ansible-playbook where a layer fails; 64 wrong use, 66 something is missing,",
    "退出码：某层失败时为 ansible-playbook 的退出码；64 用法错误，66 缺少文件，",
  ),
  line(
    "69 a program is missing, 73 the state cannot be written, 75 another run is at work.",
    "69 缺少程序，73 无法写入状态，75 另有运行在进行。",
  ),
];
