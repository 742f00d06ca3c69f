import type { Wording } from "../../text/wording";

/**
 * Which layer a role begins. The names of these roles are the same in every release; a role that is not here stays in the layer that is
 * being filled, so that a new one can never change the order. The names of the layers are the article's.
 */
export interface Layer {
  readonly name: string;
  readonly title: Wording;
}

export const LAYERS: readonly Layer[] = [
  { name: "00-default-ssh-config", title: { en: "checks, groups and the bastion's SSH configuration", zh: "检查、分组与堡垒机 SSH 配置" } },
  { name: "01-cluster-bootstrap-os", title: { en: "operating system, container engine, downloads", zh: "操作系统、容器运行时与下载" } },
  { name: "02-cluster-etcd", title: { en: "etcd", zh: "etcd" } },
  { name: "03-cluster-kubernetes", title: { en: "Kubernetes nodes and control plane", zh: "Kubernetes 节点与控制平面" } },
  { name: "04-cluster-network", title: { en: "network plugin", zh: "网络插件" } },
  { name: "05-cluster-apps", title: { en: "applications", zh: "应用与插件" } },
  { name: "06-cluster-resolv-conf", title: { en: "resolv.conf, now that the cluster has DNS", zh: "集群 DNS 就绪后的 resolv.conf" } },
];

const RULES: readonly (readonly [layer: number, role: RegExp])[] = [
  [0, /^bastion-ssh-config$/],
  [1, /^(?:bootstrap[-_]os|container-engine(?:\/.*)?|download)$/],
  [2, /^etcd$/],
  [3, /^kubernetes\/(?:node|master|control-plane|client|kubeadm)$/],
  [4, /^(?:network_plugin|network_plugin\/.*|kubernetes-apps\/(?:network_plugin|policy_controller))$/],
  [5, /^kubernetes-apps(?:\/(?:ingress_controller|external_provisioner))?$/],
];

/** The layer that the role belongs to when layer `current` is being filled; undefined: whichever that is. Never an earlier one. */
export function layerOf(role: string, current: number): number | undefined {
  // It runs twice: before everything, and once the cluster's DNS answers.
  if (role === "kubernetes/preinstall") return current >= 5 ? 6 : Math.max(current, 1);
  const rule = RULES.find(([, name]) => name.test(role));
  return rule && Math.max(rule[0], current);
}

/** Brings the defaults of all roles; it opens nearly every play, and each part of a play that is split. */
export function isDefaultsRole(role: string): boolean {
  return /^kubespray[-_]defaults$/.test(role);
}

/** What is no part of an installation: run by name alone. Each is the release's own playbook, whole. */
export interface Operation extends Layer {
  readonly playbooks: readonly string[];
}

export const OPERATIONS: readonly Operation[] = [
  {
    name: "07-upgrade-cluster",
    playbooks: ["upgrade-cluster.yml", "upgrade_cluster.yml"],
    title: { en: "upgrade the cluster", zh: "升级集群" },
  },
  { name: "08-scale-nodes", playbooks: ["scale.yml"], title: { en: "add nodes", zh: "增加节点" } },
  { name: "09-remove-node", playbooks: ["remove-node.yml", "remove_node.yml"], title: { en: "remove nodes", zh: "移除节点" } },
  {
    name: "10-recover-control-plane",
    playbooks: ["recover-control-plane.yml", "recover_control_plane.yml"],
    title: { en: "recover the control plane", zh: "恢复控制平面" },
  },
  { name: "11-reset-reset", playbooks: ["reset.yml"], title: { en: "remove the cluster from its hosts", zh: "从各主机清除集群" } },
];
