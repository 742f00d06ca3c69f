import { inRange, type ReleaseRange } from "./releases";

/**
 * Where roles other than roles/download fetch files by themselves: for each play and role on the way its conditions, and the keys of
 * `downloads` that its tasks ask for. A table of facts measured on every release, needed because trimmed trees have no tasks; a test
 * compares its expansion with what was found in each release.
 */

export interface Condition extends ReleaseRange {
  readonly when: string;
}
export interface Fetch extends ReleaseRange {
  readonly key: string;
}
/** A file that is no key of `downloads`; without `url` the loop of roles/download fetches it as well. */
export interface OwnFile extends ReleaseRange {
  readonly url?: string;
}

/** One role (or one include without a role of its own) on the way to a fetch. */
export interface Caller extends ReleaseRange {
  /** Absent: an include inside the role above. */
  readonly role?: string;
  /** Groups of the play, on the outermost caller only. */
  readonly groups?: readonly string[];
  readonly when?: readonly (string | Condition)[];
  readonly fetches?: readonly (string | Fetch | OwnFile)[];
  /** Variables that the caller sets for the role, where a condition reads them. */
  readonly vars?: Readonly<Record<string, boolean>>;
  readonly calls?: readonly Caller[];
}

/** One fetch in one release: all conditions on the way, in order. */
export interface DirectCall {
  /** null: argocd's own manifests, which are no key of `downloads`. */
  readonly key: string | null;
  /** The address of what is no key of `downloads`, raw. */
  readonly url?: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly when: readonly string[];
  readonly vars: Readonly<Record<string, boolean>>;
}

const FIRST_CONTROL_PLANE = "inventory_hostname == groups['kube_control_plane'][0]";
const CRI = "container_manager in ['crio', 'containerd']";

const CRICTL: Caller = {
  role: "container-engine/crictl",
  when: [{ when: "not crictl_installed | default(false)", before: "2.20" }],
  fetches: ["crictl"],
};

const CONTAINER_ENGINES: readonly Caller[] = [
  { role: "container-engine/kata-containers", when: ["kata_containers_enabled"], fetches: ["kata_containers"] },
  {
    role: "container-engine/gvisor",
    from: "2.17",
    when: [
      { when: "gvisor_enabled", before: "2.31" },
      { when: "container_manager in ['docker', 'containerd']", before: "2.31" },
      { when: "gvisor_enabled and container_manager in ['docker', 'containerd']", from: "2.31" },
    ],
    fetches: ["gvisor_runsc", "gvisor_containerd_shim"],
  },
  { role: "container-engine/crun", when: ["crun_enabled"], fetches: ["crun"] },
  {
    role: "container-engine/youki",
    from: "2.19",
    when: [
      { when: "youki_enabled", before: "2.31" },
      { when: "container_manager == 'crio'", before: "2.31" },
      { when: "youki_enabled and container_manager == 'crio'", from: "2.31" },
    ],
    fetches: ["youki"],
  },
  {
    role: "container-engine/cri-o",
    when: ["container_manager == 'crio'"],
    fetches: [{ key: "crio", from: "2.21" }],
    calls: [
      { role: "container-engine/crun", from: "2.27", before: "2.29", fetches: ["crun"] },
      { role: "container-engine/runc", from: "2.21", before: "2.27", fetches: ["runc"] },
      CRICTL,
      { role: "container-engine/skopeo", from: "2.21", fetches: ["skopeo"] },
    ],
  },
  {
    role: "container-engine/containerd",
    when: ["container_manager == 'containerd'"],
    fetches: [{ key: "containerd", from: "2.18" }],
    calls: [
      CRICTL,
      { role: "container-engine/runc", from: "2.18", fetches: ["runc"] },
      { role: "container-engine/nerdctl", from: "2.18", fetches: ["nerdctl"] },
    ],
  },
  {
    role: "container-engine/cri-dockerd",
    from: "2.19",
    when: [{ when: "cri_dockerd_enabled", before: "2.20" }, "container_manager == 'docker'"],
    fetches: ["cri_dockerd"],
    calls: [CRICTL],
  },
];

const HELM: Caller = { role: "helm-apps", calls: [{ role: "kubernetes-apps/helm", fetches: ["helm"] }] };
const CSR_APPROVER: Caller = {
  role: "kubernetes-apps/kubelet-csr-approver",
  calls: [{ ...HELM, when: [FIRST_CONTROL_PLANE, "kubelet_csr_approver_enabled"] }],
};

const ARGOCD_MANIFESTS: readonly OwnFile[] = [
  { before: "2.23", url: "https://raw.githubusercontent.com/argoproj/argo-cd/{{ argocd_version }}/manifests/install.yaml" },
  { from: "2.23", before: "2.28.1", url: "{{ argocd_install_url }}" },
  { from: "2.28.1" },
];

/** The tasks of the role etcd, once for the cluster's members and once, up to 2.23, for what the network plugin needs of etcd. */
function etcd(clusterSetup: boolean, when: readonly (string | Condition)[]): Caller {
  return {
    role: "etcd",
    when: [
      { when: "not etcd_kubeadm_enabled | default(false)", before: "2.19" },
      { when: 'etcd_deployment_type != "kubeadm"', from: "2.19" },
      ...when,
    ],
    vars: { etcd_cluster_setup: clusterSetup },
    calls: [
      {
        before: "2.23",
        when: ["is_etcd_master", "('install_' ~ (etcd_deployment_type) ~ '.yml') == 'install_host.yml'", "etcd_cluster_setup"],
        fetches: ["etcd"],
      },
      {
        role: "etcdctl_etcdutl",
        from: "2.23",
        when: [
          { when: "inventory_hostname in groups['etcd']", before: "2.27" },
          { when: "('etcd' in group_names)", from: "2.27" },
          "etcd_cluster_setup",
          CRI,
        ],
        fetches: ["etcd"],
      },
    ],
  };
}

const PLAYS: readonly Caller[] = [
  {
    groups: ["k8s_cluster", "etcd"],
    calls: [
      {
        role: "container-engine",
        when: [
          { when: "deploy_container_engine | default(true)", before: "2.18" },
          { when: "deploy_container_engine", from: "2.18" },
        ],
        calls: CONTAINER_ENGINES,
      },
      {
        role: "download",
        when: [
          "not skip_downloads",
          { when: "not skip_downloads | default(false)", before: "2.32" },
          { when: "not skip_downloads", from: "2.32" },
        ],
        calls: [
          { ...CRICTL, before: "2.20", when: ["container_manager in ['containerd', 'crio']", ...(CRICTL.when ?? [])] },
          {
            role: "container-engine/nerdctl",
            before: "2.20",
            when: ["container_manager in ['containerd']", { when: "nerdctl_enabled", before: "2.18" }],
            fetches: ["nerdctl"],
          },
          {
            when: [
              { when: "inventory_hostname in groups['kube_control_plane']", before: "2.27" },
              { when: "('kube_control_plane' in group_names)", from: "2.27" },
              "not skip_downloads | default(false)",
              "downloads.kubeadm.enabled",
            ],
            fetches: ["kubeadm"],
          },
        ],
      },
    ],
  },
  { groups: ["etcd"], before: "2.20", calls: [etcd(true, [])] },
  { groups: ["etcd", "kube_control_plane"], from: "2.20", before: "2.24", calls: [etcd(true, [])] },
  { groups: ["etcd", "kube_control_plane", "_kubespray_needs_etcd"], from: "2.24", calls: [etcd(true, [])] },
  {
    groups: ["k8s_cluster"],
    before: "2.24",
    calls: [
      etcd(false, [
        {
          when: 'kube_network_plugin in ["calico", "flannel", "canal", "cilium"] or cilium_deploy_additionally | default(false) | bool',
          from: "2.20",
        },
        { when: 'kube_network_plugin != "calico" or calico_datastore == "etcd"', from: "2.20" },
      ]),
    ],
  },
  {
    groups: ["kube_control_plane"],
    calls: [
      {
        role: "kubernetes/control-plane",
        from: "2.23",
        when: ['etcd_deployment_type == "kubeadm"', 'etcd_deployment_type == "kubeadm"'],
        calls: [{ role: "etcdctl_etcdutl", when: [CRI], fetches: ["etcd"] }],
      },
      {
        role: "kubernetes-apps",
        calls: [
          { role: "kubernetes-apps/helm", when: ["helm_enabled"], fetches: ["helm"] },
          {
            role: "kubernetes-apps/krew",
            before: "2.28",
            when: ["krew_enabled"],
            fetches: ["krew"],
            calls: [{ when: ["kubectl_localhost"], fetches: ["krew"] }],
          },
          { ...CSR_APPROVER, from: "2.28", when: ["kubelet_csr_approver_enabled", FIRST_CONTROL_PLANE] },
          {
            role: "kubernetes-apps/argocd",
            from: "2.22",
            when: ["argocd_enabled", FIRST_CONTROL_PLANE],
            fetches: ["yq"],
            calls: [{ when: [FIRST_CONTROL_PLANE], fetches: ARGOCD_MANIFESTS }],
          },
        ],
      },
    ],
  },
  {
    groups: ["k8s_cluster"],
    calls: [
      {
        role: "network_plugin",
        when: [{ when: "kube_network_plugin != 'none'", from: "2.31" }],
        calls: [
          {
            role: "network_plugin/flannel",
            from: "2.18",
            before: "2.19",
            when: ["kube_network_plugin == 'flannel'"],
            fetches: ["flannel_cni"],
          },
          {
            role: "network_plugin/custom_cni",
            from: "2.24",
            when: ["kube_network_plugin == 'custom_cni'"],
            calls: [{ ...HELM, when: [FIRST_CONTROL_PLANE, "custom_cni_chart_release_name | length > 0"] }],
          },
        ],
      },
      { ...CSR_APPROVER, from: "2.22", before: "2.28" },
      { role: "kubernetes-apps/gateway_api", from: "2.28", before: "2.29", when: ["gateway_api_enabled"], fetches: ["gateway_api_crds"] },
      {
        role: "kubernetes-apps/common_crds",
        from: "2.29",
        calls: [
          { role: "kubernetes-apps/common_crds/gateway_api", when: ["gateway_api_enabled"], fetches: ["gateway_api_crds"] },
          {
            role: "kubernetes-apps/common_crds/prometheus_operator_crds",
            when: ["prometheus_operator_crds_enabled"],
            fetches: ["prometheus_operator_crds"],
          },
        ],
      },
    ],
  },
];

/** Every fetch outside the loop of roles/download in one release. */
export function directCalls(release: string): readonly DirectCall[] {
  const out: DirectCall[] = [];
  const walk = (caller: Caller, above: DirectCall): void => {
    if (!inRange(release, caller)) return;
    const here: DirectCall = {
      key: null,
      roles: caller.role === undefined ? above.roles : [...above.roles, caller.role],
      groups: caller.groups ?? above.groups,
      when: [...above.when, ...inForce(caller.when ?? [], release).map((item) => (typeof item === "string" ? item : item.when))],
      vars: { ...above.vars, ...caller.vars },
    };
    for (const fetch of inForce(caller.fetches ?? [], release)) {
      if (typeof fetch === "string") out.push({ ...here, key: fetch });
      else if ("key" in fetch) out.push({ ...here, key: fetch.key });
      else out.push({ ...here, key: null, ...(fetch.url !== undefined && { url: fetch.url }) });
    }
    for (const call of caller.calls ?? []) walk(call, here);
  };
  for (const play of PLAYS) walk(play, { key: null, roles: [], groups: [], when: [], vars: {} });
  return out;
}

function inForce<T extends string | ReleaseRange>(items: readonly T[], release: string): readonly T[] {
  return items.filter((item) => typeof item === "string" || inRange(release, item));
}
