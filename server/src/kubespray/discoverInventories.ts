import { findInventory, USUAL_NAMES } from "../ansible/findInventory";
import type { DirectoryEntry, FilePath, FileSystem } from "../files/fileSystem";
import { baseName, extensionOf, folderOf, isInside, join } from "../files/paths";
import { findTree, isKubesprayTree } from "./findTree";

/**
 * The kubespray inventories of a workspace folder, found by what they hold: other Ansible repositories have group_vars and groups such as
 * k8s_cluster too, so variables that only kubespray reads decide, or a kubespray tree around. The walk is bounded and never follows links
 * in circles.
 */
export interface DiscoveredInventory {
  /** Where group_vars, host_vars and the hosts files lie. */
  readonly folder: FilePath;
  /** Files in it that are called as hosts files are, the most usual name first. */
  readonly hostsFiles: readonly FilePath[];
  /** The sample that kubespray ships, as it is: no inventory of the user's, though he may look at it. */
  readonly sample: boolean;
}

export interface Discovery {
  /** In the order of the walk: folders higher up first, then by name. */
  readonly inventories: readonly DiscoveredInventory[];
  /** Kubespray trees met on the way. */
  readonly trees: readonly FilePath[];
  /** True: the folder is larger than the walk goes, and more may be there. */
  readonly cut: boolean;
}

const MAXIMUM_DEPTH = 8;
const MAXIMUM_FOLDERS = 4000;
const MAXIMUM_VARS_FILES = 200;

/** Folders that hold no inventory of the user's: dependencies, tests, and what kubespray itself ships. */
const SKIPPED = new Set([
  "node_modules",
  "site-packages",
  "venv",
  "env",
  "virtualenv",
  "__pycache__",
  "test",
  "tests",
  "molecule",
  "contrib",
  "extra_playbooks",
  "roles",
  "playbooks",
  "library",
  "plugins",
  "docs",
  "group_vars",
  "host_vars",
]);

export function discoverInventories(fs: FileSystem, folder: FilePath): Discovery {
  const inventories: DiscoveredInventory[] = [];
  const trees: FilePath[] = [];
  const seen = new Set<FilePath>();
  let level: readonly FilePath[] = [folder];
  let cut = false;
  for (let depth = 0; level.length > 0; depth++) {
    const next: FilePath[] = [];
    for (const path of level) {
      const real = fs.real(path);
      // A link that leads out of the workspace shows somebody else's files; one that leads back shows the same again.
      if (seen.has(real) || !isInside(real, fs.real(folder))) continue;
      if (seen.size >= MAXIMUM_FOLDERS) {
        cut = true;
        break;
      }
      seen.add(real);
      const entries = fs.list(path) ?? [];
      if (entries.some(({ name }) => name === "pyvenv.cfg") || isKit(fs, path, entries)) continue;
      const isTree = isKubesprayTree(fs, path);
      if (isTree) trees.push(path);
      if (isInventory(fs, path, folder)) {
        inventories.push({ folder: path, hostsFiles: hostsFilesOf(fs, path), sample: isUntouchedSample(fs, path) });
      }
      for (const { name, kind } of entries) {
        if (kind === "directory" && !name.startsWith(".") && !SKIPPED.has(name)) next.push(join(path, name));
      }
    }
    if (depth >= MAXIMUM_DEPTH && next.length > 0) {
      cut = true;
      break;
    }
    level = next;
  }
  return { inventories, trees, cut };
}

/** What "generate all" has written (manifests/frame): files for an inventory, and none itself. */
function isKit(fs: FileSystem, folder: FilePath, entries: readonly DirectoryEntry[]): boolean {
  if (!["README.md", "SHA256SUMS"].every((wanted) => entries.some(({ name }) => name === wanted))) return false;
  const readme = fs.read(join(folder, "README.md"));
  return readme.ok && readme.text.startsWith("<!-- Made by kubespray-inventory ");
}

/** The inventory whose hosts file, group_vars or host_vars `file` is; the innermost where several are around it. */
export function inventoryOf(file: FilePath, inventories: readonly DiscoveredInventory[]): DiscoveredInventory | undefined {
  let best: DiscoveredInventory | undefined;
  for (const inventory of inventories) {
    const { folder } = inventory;
    const belongs =
      isInside(file, join(folder, "group_vars")) || isInside(file, join(folder, "host_vars")) || isHostsFileIn(file, inventory);
    if (belongs && (best === undefined || folder.length > best.folder.length)) best = inventory;
  }
  return best;
}

function hostsFilesOf(fs: FileSystem, folder: FilePath): readonly FilePath[] {
  return USUAL_NAMES.map((name) => join(folder, name)).filter((path) => fs.kind(path) === "file");
}

/** Hosts files have any name: an .ini beside group_vars is one, a YAML file only where its name says so. */
function isHostsFileIn(file: FilePath, { folder, hostsFiles }: DiscoveredInventory): boolean {
  if (folderOf(file) !== folder) return false;
  return hostsFiles.includes(file) || USUAL_NAMES.includes(baseName(file)) || extensionOf(file) === ".ini";
}

/** What kubespray ships as `inventory/sample` and `inventory/local`, as long as the sample has no hosts. */
export function isUntouchedSample(fs: FileSystem, folder: FilePath): boolean {
  const name = baseName(folder);
  if (name !== "sample" && name !== "local") return false;
  const above = folderOf(folder);
  if (baseName(above) !== "inventory" || !isKubesprayTree(fs, folderOf(above))) return false;
  return name === "local" || findInventory(folder, { files: fs, generation: "classic", imaginaryGroups: [] }).imaginary !== undefined;
}

function isInventory(fs: FileSystem, folder: FilePath, workspace: FilePath): boolean {
  const groupVars = join(folder, "group_vars");
  const hosts = hostsFilesOf(fs, folder);
  if (fs.kind(groupVars) !== "directory" && hosts.length === 0) return false;
  const names = kubesprayNames(fs, groupVars);
  if (names >= 2) return true;
  const shaped = hosts.some((file) => hasKubesprayGroups(fs, file));
  if (names === 1 && shaped) return true;
  if (names === 0 && !shaped) return false;
  return findTree(fs, { inventory: folder, workspace: [workspace] }).tree !== undefined;
}

/** Variables that kubespray alone reads and that inventories set. */
const KUBESPRAY_NAMES = new Set(
  `kube_version kube_network_plugin kube_network_plugin_multus kube_service_addresses kube_pods_subnet kube_network_node_prefix
  kube_proxy_mode kube_proxy_strict_arp kube_apiserver_ip kube_apiserver_port kube_owner kube_cert_group kube_config_dir kube_script_dir
  kube_manifest_dir kube_token_dir kube_cert_dir kube_api_anonymous_auth kube_log_level kube_oidc_auth kube_encrypt_secret_data
  kube_image_repo kubeadm_download_url kubelet_download_url kubectl_download_url kubeconfig_localhost kubectl_localhost
  kubernetes_audit kubernetes_audit_webhook etcd_deployment_type etcd_kubeadm_enabled etcd_data_dir etcd_download_url container_manager
  container_manager_on_localhost containerd_registries_mirrors containerd_insecure_registries containerd_max_container_log_line_size
  crio_registries download_run_once download_localhost download_force_cache download_container download_cache_dir local_release_dir
  skydns_server skydns_server_secondary dns_mode enable_nodelocaldns nodelocaldns_ip enable_coredns_k8s_external
  resolvconf_mode upstream_dns_servers loadbalancer_apiserver_localhost loadbalancer_apiserver loadbalancer_apiserver_port
  apiserver_loadbalancer_domain_name auto_renew_certificates calico_cni_version calico_version calico_network_backend calico_mtu
  cilium_version cilium_kube_proxy_replacement flannel_backend_type helm_enabled metrics_server_enabled
  ingress_nginx_enabled cert_manager_enabled argocd_enabled metallb_enabled metallb_speaker_enabled registry_enabled dashboard_enabled
  local_path_provisioner_enabled local_volume_provisioner_enabled cephfs_provisioner_enabled rbd_provisioner_enabled
  ingress_alb_enabled krew_enabled kube_vip_enabled kata_containers_enabled gvisor_enabled crun_enabled node_feature_discovery_enabled
  cinder_csi_enabled gateway_api_enabled files_repo registry_host gcr_image_repo quay_image_repo docker_image_repo github_image_repo
  k8s_image_pull_policy system_reserved kube_reserved podsecuritypolicy_enabled persistent_volumes_enabled dynamic_kubelet_configuration
  supplementary_addresses_in_ssl_keys no_proxy_exclude_workers kube_read_only_port kubelet_authentication_token_webhook
  kubelet_authorization_mode_webhook remove_default_searchdomains deploy_netchecker upgrade_cluster_setup`.split(/\s+/),
);

/** How many different ones the files below group_vars set, at the left edge; counting ends at two. */
function kubesprayNames(fs: FileSystem, groupVars: FilePath): number {
  const found = new Set<string>();
  for (const file of filesBelow(fs, groupVars)) {
    const read = fs.read(file);
    if (!read.ok) continue;
    for (const [, name] of read.text.matchAll(/^["']?([a-z_0-9]+)["']?\s*:/gm)) {
      if (KUBESPRAY_NAMES.has(name as string)) found.add(name as string);
      if (found.size >= 2) return 2;
    }
  }
  return found.size;
}

function filesBelow(fs: FileSystem, groupVars: FilePath): readonly FilePath[] {
  const files: FilePath[] = [];
  const folders = [groupVars];
  const seen = new Set<FilePath>();
  for (let folder = folders.pop(); folder !== undefined && files.length < MAXIMUM_VARS_FILES; folder = folders.pop()) {
    const real = fs.real(folder);
    if (seen.has(real)) continue;
    seen.add(real);
    for (const { name, kind } of fs.list(folder) ?? []) {
      if (name.startsWith(".")) continue;
      if (kind === "directory") folders.push(join(folder, name));
      else if (kind === "file" && [".yml", ".yaml", ".json", ""].includes(extensionOf(name))) files.push(join(folder, name));
    }
  }
  return files;
}

/** Groups that a cluster of kubespray has under its new or old names, in INI or YAML. */
const GROUPS = [
  /(\[|^\s*)(kube_control_plane|kube-master)\b/m,
  /(\[|^\s*)(kube_node|kube-node)\b/m,
  /(\[|^\s*)(etcd|k8s_cluster|k8s-cluster)\b/m,
];

function hasKubesprayGroups(fs: FileSystem, file: FilePath): boolean {
  const read = fs.read(file);
  return read.ok && GROUPS.every((pattern) => pattern.test(read.text));
}
