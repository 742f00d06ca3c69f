import { inRange, type ReleaseRange } from "./releases";

/**
 * What roles/download of a release does with the table `downloads`: facts about its tasks, kept here because trimmed trees have no tasks.
 * readDownloadRules.ts reads the same from a full tree.
 */
export interface DownloadRules {
  /** The loop's list. */
  readonly loop: string;
  /** `when` of the loop, in order. */
  readonly conditions: readonly SelectionCondition[];
  /** `checksum` of the module that fetches a file. */
  readonly checksum: string;
  readonly kubeadm: KubeadmRules;
  /** The variables of roles/kubespray-defaults that turn the old switch for etcd under kubeadm into the new one by set_fact. */
  readonly etcdSwitch: { readonly when: string; readonly sets: string; readonly to: string } | undefined;
}

export interface SelectionCondition {
  readonly when: string;
  readonly asks: "skip-downloads" | "enabled" | "item-enabled" | "containers" | "groups" | "other";
}

/** The configuration that kubeadm is given to list its images (roles/download/templates/kubeadm-images.yaml.j2). */
export interface KubeadmRules {
  readonly repository: string;
  readonly version: string;
  /** True: etcd runs under kubeadm, which then lists its image. */
  readonly localEtcd: string;
  /** Further expressions in the template, which fails where one of them does. */
  readonly alsoUses: readonly string[];
  /** `groups` of the entries made of the images: one text up to 2.26, by which `intersect` compares letters. */
  readonly groups: string | readonly string[];
}

interface Ranged<T> extends ReleaseRange {
  readonly is: T;
}

const CONDITIONS: readonly Ranged<SelectionCondition>[] = [
  { before: "2.32", is: { asks: "skip-downloads", when: "not skip_downloads | default(false)" } },
  { from: "2.32", is: { asks: "skip-downloads", when: "not skip_downloads" } },
  { is: { asks: "enabled", when: "download.enabled" } },
  { is: { asks: "item-enabled", when: "item.value.enabled" } },
  {
    before: "2.32",
    is: {
      asks: "containers",
      when: "(not (item.value.container | default(false))) or (item.value.container and download_container)",
    },
  },
  { from: "2.32", is: { asks: "containers", when: "(not download.container) or (download.container and download_container)" } },
  {
    is: {
      asks: "groups",
      when: "(download_run_once and inventory_hostname == download_delegate) or (group_names | intersect(download.groups) | length)",
    },
  },
];

const CHECKSUM: readonly Ranged<string>[] = [
  { before: "2.28", is: "{{ 'sha256:' + download.sha256 if download.sha256 else omit }}" },
  { from: "2.28", is: "{{ download.checksum }}" },
];
const REPOSITORY: readonly Ranged<string>[] = [
  { before: "2.29", is: "{{ kube_image_repo }}" },
  { from: "2.29", is: "{{ kubeadm_image_repo }}" },
];
const VERSION: readonly Ranged<string>[] = [
  { before: "2.28", is: "{{ kube_version }}" },
  { from: "2.28", is: "v{{ kube_version }}" },
];
const LOCAL_ETCD: readonly Ranged<string>[] = [
  { before: "2.19", is: "etcd_kubeadm_enabled" },
  { from: "2.19", is: 'etcd_deployment_type == "kubeadm"' },
];
const ALSO_USES: readonly Ranged<string>[] = [
  { from: "2.27", before: "2.31", is: "kubeadm_config_api_version" },
  { is: "cri_socket" },
  { is: "coredns_image_repo" },
  { is: "coredns_image_tag" },
];

export function downloadRules(release: string): DownloadRules {
  return {
    loop: "{{ downloads | combine(kubeadm_images) | dict2items }}",
    conditions: allOf(CONDITIONS, release),
    checksum: oneOf(CHECKSUM, release),
    kubeadm: {
      repository: oneOf(REPOSITORY, release),
      version: oneOf(VERSION, release),
      localEtcd: oneOf(LOCAL_ETCD, release),
      alsoUses: allOf(ALSO_USES, release),
      groups: inRange(release, { before: "2.27" }) ? "k8s_cluster" : ["k8s_cluster"],
    },
    etcdSwitch: inRange(release, { from: "2.19", before: "2.28" })
      ? { when: "etcd_kubeadm_enabled is defined and etcd_kubeadm_enabled", sets: "etcd_deployment_type", to: "kubeadm" }
      : undefined,
  };
}

function allOf<T>(facts: readonly Ranged<T>[], release: string): readonly T[] {
  return facts.filter((fact) => inRange(release, fact)).map((fact) => fact.is);
}

/** The ranges of a fact that has one value at a time cover all releases without overlap. */
function oneOf<T>(facts: readonly Ranged<T>[], release: string): T {
  return allOf(facts, release)[0] as T;
}
