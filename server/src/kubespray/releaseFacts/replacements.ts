import type { Wording } from "../../text/wording";

/**
 * What to do instead of a variable that is gone, where no rename in kubespray's history says it: the well-known ones. Every row is compared
 * with the release facts by test/kubespray/replacements.test.ts: the release before knows the name, none from `gone` on does, and what
 * took its place is known from there to the newest one.
 */
export interface Replacement {
  readonly name: string;
  /** All names that begin with it and an underscore are gone with it: an addon, a network plugin. */
  readonly isWhole?: boolean;
  /** The first release without it. */
  readonly gone: string;
  /** The variable that has its task now; undefined where none does. */
  readonly by?: string;
  /** A sentence. */
  readonly text: Wording;
}

/** The row for a name that the release facts call gone. */
export function replacementOf(name: string): Replacement | undefined {
  return (
    REPLACEMENTS.find((row) => row.name === name) ??
    REPLACEMENTS.find((row) => row.isWhole && name.startsWith(`${row.name.replace(/_enabled$/, "")}_`))
  );
}

const mirrors: Wording = {
  en: "containerd_registries_mirrors took its place: a list of prefix and mirrors, each with host, capabilities and skip_verify.",
  zh: "现由 containerd_registries_mirrors 代替：由 prefix 和 mirrors 组成的列表，每个 mirror 含 host、capabilities、skip_verify。",
};
const metallb: Wording = {
  en: "metallb_config took its place: address_pools, layer2 and layer3 in one map.",
  zh: "现由 metallb_config 代替：address_pools、layer2、layer3 合在一个字典中。",
};
const reserved = (by: string): Wording => ({
  en: `${by} counts on control-plane nodes as well; for them alone, set it in group_vars/kube_control_plane.`,
  zh: `控制平面节点也使用 ${by}；若只针对这些节点，请在 group_vars/kube_control_plane 中设置它。`,
});
const nothing = (en: string, zh: string): Wording => ({
  en: `Nothing takes its place: ${en}`,
  zh: `没有替代：${zh}`,
});
const addon = (name: string): Wording => nothing(`deploy ${name} yourself if you need it.`, `如需要请自行部署 ${name}。`);

export const REPLACEMENTS: readonly Replacement[] = [
  {
    name: "etcd_kubeadm_enabled",
    gone: "v2.29.0",
    by: "etcd_deployment_type",
    text: {
      en: "etcd_deployment_type took its place: kubeadm where this was true, host where it was false.",
      zh: "现由 etcd_deployment_type 代替：原为 true 时写 kubeadm，原为 false 时写 host。",
    },
  },
  { name: "containerd_insecure_registries", gone: "v2.23.0", by: "containerd_registries_mirrors", text: mirrors },
  { name: "containerd_registries", gone: "v2.24.0", by: "containerd_registries_mirrors", text: mirrors },
  {
    name: "crio_registries_mirrors",
    gone: "v2.19.0",
    by: "crio_registries",
    text: {
      en: "crio_registries took its place: each entry has its own mirrors.",
      zh: "现由 crio_registries 代替：每一项有自己的 mirrors。",
    },
  },
  {
    name: "kubeadm_version",
    gone: "v2.26.0",
    by: "kube_version",
    text: { en: "kubeadm always has the version kube_version.", zh: "kubeadm 的版本始终与 kube_version 相同。" },
  },
  { name: "metallb_ip_range", gone: "v2.22.0", by: "metallb_config", text: metallb },
  { name: "metallb_additional_address_pools", gone: "v2.22.0", by: "metallb_config", text: metallb },
  { name: "metallb_peers", gone: "v2.22.1", by: "metallb_config", text: metallb },
  { name: "metallb_protocol", gone: "v2.22.1", by: "metallb_config", text: metallb },
  { name: "kube_master_cpu_reserved", gone: "v2.27.0", by: "kube_cpu_reserved", text: reserved("kube_cpu_reserved") },
  { name: "kube_master_memory_reserved", gone: "v2.27.0", by: "kube_memory_reserved", text: reserved("kube_memory_reserved") },
  { name: "system_master_memory_reserved", gone: "v2.27.0", by: "system_memory_reserved", text: reserved("system_memory_reserved") },
  {
    name: "podsecuritypolicy_enabled",
    gone: "v2.24.0",
    by: "kube_pod_security_use_default",
    text: {
      en: "Kubernetes 1.25 dropped PodSecurityPolicy; kube_pod_security_use_default and kube_pod_security_default_enforce set up Pod Security Admission.",
      zh: "Kubernetes 1.25 移除了 PodSecurityPolicy；Pod Security Admission 由 kube_pod_security_use_default 和 kube_pod_security_default_enforce 配置。",
    },
  },
  {
    name: "dynamic_kubelet_configuration",
    gone: "v2.20.0",
    text: nothing("Kubernetes 1.24 dropped it.", "Kubernetes 1.24 已移除此功能。"),
  },
  {
    name: "dynamic_kubelet_configuration_dir",
    gone: "v2.20.0",
    text: nothing("Kubernetes 1.24 dropped it.", "Kubernetes 1.24 已移除此功能。"),
  },
  {
    name: "kube_apiserver_insecure_port",
    gone: "v2.20.0",
    text: nothing("the API server has no insecure port any more.", "API server 已不再提供非安全端口。"),
  },
  {
    name: "kube_basic_auth",
    gone: "v2.15.0",
    text: nothing(
      "Kubernetes 1.19 dropped passwords in a file; use kube_oidc_auth or certificates.",
      "Kubernetes 1.19 移除了静态密码认证；请使用 kube_oidc_auth 或证书。",
    ),
  },
  {
    name: "kube_users",
    gone: "v2.15.0",
    text: nothing("Kubernetes 1.19 dropped passwords in a file.", "Kubernetes 1.19 移除了静态密码认证。"),
  },
  {
    name: "kube_users_dir",
    gone: "v2.15.0",
    text: nothing("Kubernetes 1.19 dropped passwords in a file.", "Kubernetes 1.19 移除了静态密码认证。"),
  },
  {
    name: "helm_deployment_type",
    gone: "v2.15.0",
    text: nothing("helm is a program on the control-plane hosts.", "helm 就是控制平面主机上的程序。"),
  },
  { name: "ingress_nginx_enabled", isWhole: true, gone: "v2.31.0", text: addon("ingress-nginx") },
  { name: "dashboard_enabled", isWhole: true, gone: "v2.31.0", text: addon("Kubernetes Dashboard") },
  { name: "krew_enabled", isWhole: true, gone: "v2.28.0", text: addon("krew") },
  { name: "cephfs_provisioner_enabled", isWhole: true, gone: "v2.28.0", text: addon("a CSI driver for CephFS") },
  { name: "rbd_provisioner_enabled", isWhole: true, gone: "v2.28.0", text: addon("a CSI driver for RBD") },
  { name: "ingress_ambassador_enabled", isWhole: true, gone: "v2.18.0", text: addon("Ambassador") },
  { name: "deploy_netchecker", gone: "v2.31.0", text: addon("a network checker") },
  { name: "weave_password", gone: "v2.29.0", text: nothing("the network plugin weave is gone.", "网络插件 weave 已移除。") },
  { name: "canal_iface", gone: "v2.22.0", text: nothing("the network plugin canal is gone.", "网络插件 canal 已移除。") },
];
