import type { Definition } from "../../ansible/model";
import type { PreflightAnswer } from "../../kubespray/preflight/preflight";
import { templateNames } from "../../kubespray/templateNames";
import type { Span } from "../../text/span";
import { hostWords } from "../hostSets";
import { redacted, templateNamesSecret } from "../secrets";
import { wordsFor } from "../words";
import type { Check, CheckContext, Finding } from "./check";

/**
 * Kubespray's own assertions, told before they stop a run: read from the tree at hand, so that each release brings its own. Only those that
 * fail for certain, on the setting that makes them fail.
 */
export const preflight: Check = {
  code: "preflight",
  severity: "error",
  title: { en: "Kubespray's own checks will stop the run", zh: "kubespray 自身的检查会中止部署" },
  summary: {
    en: "An assertion of this kubespray release (validate_inventory, preinstall, network plugins) fails with these settings, whatever the machines are like.",
    zh: "无论主机情况如何，当前设置都会使此 kubespray 版本自带的断言（validate_inventory、preinstall、网络插件）失败。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  // What made-up hosts lack says nothing.
  if (model.inventory.imaginary !== undefined) return;
  const failing = new Map<string, { readonly answer: PreflightAnswer; readonly hosts: string[] }>();
  for (const answer of model.preflight()) {
    if (answer === undefined) yield undefined;
    else if (answer.state === "fails") {
      const key = `${answer.file}\0${answer.task}\0${answer.reason}\0${answer.message ?? ""}`;
      const known = failing.get(key);
      if (known) known.hosts.push(answer.host);
      else failing.set(key, { answer, hosts: [answer.host] });
    }
  }
  for (const { answer, hosts } of failing.values()) {
    const place = placeOf(context, answer);
    if (place) yield { ...place, message: messageOf(context, answer, hosts) };
  }
}

function messageOf(context: CheckContext, answer: PreflightAnswer, hosts: readonly string[]): Finding["message"] {
  const { task, reason, message, template = "", host } = answer;
  const isHidden = templateNamesSecret(context, host, template);
  const said = message === undefined || isHidden ? task : redacted(message);
  const which = hostWords(context, hosts, "", (n) => wordsFor("en").more(n));
  const where = which === "" || hosts.length === 1 ? { en: "", zh: "" } : { en: ` (${which})`, zh: `（${which}）` };
  return {
    en: `Kubespray will stop here${where.en}: ${said}. It asserts: ${reason}`.replace(/([.!?])\. It/, "$1 It"),
    zh: `kubespray 会在此中止${where.zh}：${said}。其断言为：${reason}`.replace(/[.。]。/, "。"),
  };
}

type Place = Pick<Finding, "file" | "span" | "subject">;

/** The user's line that the failing condition rests on: directly, or through the defaults that it names. */
function placeOf(context: CheckContext, { names, host, reason, message = "" }: PreflightAnswer): Place | undefined {
  const seen = new Set<string>();
  // A message may name what its condition only counts.
  let level = [...names, ...(message.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => word.includes("_"))];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    const next: string[] = [];
    for (const name of level) {
      if (seen.has(name)) continue;
      seen.add(name);
      const definition = context.model.definitions(host, name)[0];
      const place = definition && placeOfDefinition(context, definition);
      if (place) return place;
      const raw = definition?.raw() ?? context.model.catalog.definitions(name)[0]?.raw();
      if (raw !== undefined) next.push(...templateNames(raw));
    }
    level = next;
  }
  return seen.has("groups") || seen.has("group_names") ? placeOfGroup(context, reason) : undefined;
}

function placeOfDefinition({ files }: CheckContext, { file, keySpan, valueSpan, name }: Definition): Place | undefined {
  const span = valueSpan ?? keySpan;
  if (file === undefined || span === undefined || !files.some(({ document }) => document.path === file)) return undefined;
  return { file, span: span.end > span.start ? span : (keySpan ?? span), subject: name };
}

/** A condition about the hosts of a group: the line that names the group first. */
function placeOfGroup({ model, files }: CheckContext, condition: string): Place | undefined {
  const hosts = files.find(({ document }) => document.path === model.inventory.file);
  const entries = hosts?.index.inventory?.entries ?? [];
  const mentioned = model.groups.filter((group) => new RegExp(`(?<![\\w-])${group.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`).test(condition));
  const named = (group: string): { readonly span: Span } | undefined =>
    entries.find((entry) => entry.kind === "group" && entry.name === group && entry.section !== "vars") as { span: Span } | undefined;
  for (const group of [...mentioned, "kube_control_plane", "etcd", "k8s_cluster"]) {
    const place = named(group);
    if (hosts && place) return { file: hosts.document.path, span: place.span, subject: group };
  }
  return undefined;
}
