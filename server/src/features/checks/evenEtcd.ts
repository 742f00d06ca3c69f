import type { GroupEntry } from "../../ansible/inventory/inventoryDocument";
import type { Check, CheckContext, Finding } from "./check";
import { clusterHostsFile } from "./hostsEntries";

/** An even number of etcd members, told here only where the tree at hand has no assertion of its own about it (see preflight.ts). */
export const evenEtcd: Check = {
  code: "even-etcd",
  severity: "warning",
  title: { en: "An even number of etcd members", zh: "etcd 成员数为偶数" },
  summary: {
    en: "The group etcd has an even number of hosts: one more than an odd number bears no more failures, and kubespray refuses it.",
    zh: "etcd 组的主机数为偶数：比奇数多一台并不能容忍更多故障，且 kubespray 会拒绝。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  const hosts = clusterHostsFile(context);
  const count = model.hostsOf("etcd").length;
  if (!hosts || count === 0 || count % 2 === 1) return;
  const isStacked = model.hostsOf("etcd").some((host) => {
    const type = model.resolve(host, "etcd_deployment_type");
    return type.state !== "known" || type.value === "kubeadm";
  });
  if (isStacked) return;
  for (const answer of model.preflight()) {
    if (answer === undefined) yield undefined;
    // It asks itself, whatever the answer.
    else if (/even number of etcd|etcd.*(?:odd|even)/i.test(answer.task) || /etcd/.test(answer.reason)) return;
  }
  const place = hosts.entries.find(
    (entry): entry is GroupEntry => entry.kind === "group" && entry.name === "etcd" && entry.section !== "vars",
  );
  if (!place) return;
  yield {
    file: hosts.file.document.path,
    span: place.span,
    subject: "etcd",
    message: {
      en: `etcd has ${count} hosts: with an even number it bears no more failures than with ${count - 1}, and kubespray refuses to go on. Take an odd number.`,
      zh: `etcd 有 ${count} 台主机：偶数个成员并不比 ${count - 1} 个容忍更多故障，且 kubespray 会拒绝继续。请使用奇数个。`,
    },
  };
}
