/**
 * A small inventory with a small kubespray tree, written inline, and a cursor: each file starts with `-- file: path` (relative to the
 * inventory's folder, or absolute), and `$0` marks the offset. What is not given is the tree below and a hosts file of three machines.
 */
import type { Document, FeatureContext } from "../../server/src/features/feature";
import type { FilePath, FileSystem } from "../../server/src/files/fileSystem";
import { createMemo } from "../../server/src/files/memo";
import { memoryFileSystem } from "../../server/src/files/memory";
import { openModel } from "../../server/src/kubespray/openModel";
import { lineIndex } from "../../server/src/text/lineIndex";
import type { Span } from "../../server/src/text/span";

export interface Fixture {
  readonly context: FeatureContext;
  readonly fs: FileSystem;
  /** The file with the cursor; the first one where there is none. */
  readonly document: Document;
  readonly offset: number;
  open(path: string): Document;
  /** `file:line text` of a place. */
  place(file: string, at: Span): string;
}

export const INVENTORY = "/site/inventory";
export const TREE = "/site/kubespray";

export function fixture(text: string, options: { readonly locale?: string } = {}): Fixture {
  const given = split(text);
  const files = new Map([...split(BASE), ...given]);
  // A hosts file of the test's own stands alone.
  const hosts = [...given.keys()].find((path) => /\/(hosts[^/]*|inventory\.\w+)$/.test(path));
  if (hosts !== undefined && hosts !== `${INVENTORY}/hosts.ini`) files.delete(`${INVENTORY}/hosts.ini`);
  let cursor: { path: string; offset: number } | undefined;
  for (const [path, content] of files) {
    const offset = content.indexOf("$0");
    if (offset < 0) continue;
    cursor = { path, offset };
    files.set(path, content.replace("$0", ""));
  }
  const fs = memoryFileSystem(files);
  const model = openModel({ fs, inventory: (hosts ?? `${INVENTORY}/hosts.ini`) as FilePath, kubespray: TREE });
  const open = (path: string): Document => {
    const full = path.startsWith("/") ? path : `${INVENTORY}/${path}`;
    const content = files.get(full) ?? "";
    return { path: full, text: content, lines: lineIndex(content) };
  };
  const first = [...given.keys()][0] ?? `${INVENTORY}/hosts.ini`;
  return {
    context: { model, fs, memo: createMemo(), locale: options.locale ?? "en" },
    fs,
    document: open(cursor?.path ?? first),
    offset: cursor?.offset ?? 0,
    open,
    place(file, at) {
      const { text: content, lines } = open(file);
      const short = file.replace(`${INVENTORY}/`, "").replace(TREE, "kubespray");
      return `${short}:${lines.positionAt(at.start).line + 1} ${content.slice(at.start, at.end).split("\n")[0]}`;
    },
  };
}

function split(text: string): Map<string, string> {
  const files = new Map<string, string>();
  const parts = text.replace(/^\n/, "").split(/^[ ]*-- file: (\S+)[ ]*\n/m);
  for (let i = 1; i < parts.length; i += 2) {
    const path = parts[i] as string;
    files.set(path.startsWith("/") ? path : `${INVENTORY}/${path}`, parts[i + 1] as string);
  }
  return files;
}

const BASE = `
-- file: hosts.ini
[kube_control_plane]
node1 ansible_host=10.0.0.1

[etcd:children]
kube_control_plane

[kube_node]
node2
node3

[k8s_cluster:children]
kube_control_plane
kube_node
-- file: ${TREE}/.git/HEAD
1111111111111111111111111111111111111111
-- file: ${TREE}/.git/packed-refs
1111111111111111111111111111111111111111 refs/tags/v2.31.0
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/main.yml
---
# Kubernetes version
kube_version: 1.35.4
# Where kubernetes' own images come from
kube_image_repo: "registry.k8s.io"
kube_network_plugin: calico
image_arch: "{{ host_architecture | default('amd64') }}"
host_architecture: >-
  {%- if ansible_architecture == 'aarch64' -%}
  arm64
  {%- else -%}
  amd64
  {%- endif -%}
skip_downloads: false
download_run_once: false
download_container: true
download_always_pull: false
bin_dir: /usr/local/bin
local_release_dir: "/tmp/releases"
container_manager: containerd
etcd_deployment_type: host
# Deploy the metrics server
metrics_server_enabled: false
dns_mode: coredns
docker_image_repo: docker.io
kubeadm_image_repo: "{{ kube_image_repo }}"
cri_socket: unix:///var/run/containerd/containerd.sock
-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml
---
dl_k8s_io_url: "https://dl.k8s.io"
kubelet_download_url: "{{ dl_k8s_io_url }}/release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubelet"
kubelet_binary_checksum: "{{ kubelet_checksums[image_arch][kube_version] }}"
metrics_server_version: 0.8.0
metrics_server_image_repo: "{{ kube_image_repo }}/metrics-server/metrics-server"
metrics_server_image_tag: "v{{ metrics_server_version }}"
coredns_version: "1.12.4"
coredns_image_repo: "{{ kube_image_repo }}/coredns/coredns"
coredns_image_tag: "v{{ coredns_version }}"
download_defaults:
  container: false
  file: false
  repo: None
  tag: None
  enabled: false
  dest: None
  version: None
  url: None
kubeadm_images: {}
downloads:
  kubelet:
    enabled: true
    file: true
    version: "{{ kube_version }}"
    dest: "{{ local_release_dir }}/kubelet-{{ kube_version }}-{{ image_arch }}"
    checksum: "{{ kubelet_binary_checksum }}"
    url: "{{ kubelet_download_url }}"
    unarchive: false
    owner: "root"
    mode: "0755"
    groups:
      - k8s_cluster
  coredns:
    enabled: "{{ dns_mode in ['coredns', 'coredns_dual'] }}"
    container: true
    repo: "{{ coredns_image_repo }}"
    tag: "{{ coredns_image_tag }}"
    groups:
      - k8s_cluster
  metrics_server:
    enabled: "{{ metrics_server_enabled }}"
    container: true
    repo: "{{ metrics_server_image_repo }}"
    tag: "{{ metrics_server_image_tag }}"
    groups:
      - kube_control_plane
-- file: ${TREE}/roles/kubespray_defaults/vars/main/checksums.yml
---
kubelet_checksums:
  amd64:
    1.35.4: sha256:aaaa
    1.35.3: sha256:bbbb
  arm64:
    1.35.4: sha256:cccc
    1.35.3: sha256:dddd
-- file: ${TREE}/roles/download/defaults/main.yml
---
download_force_cache: false
`;
