import { fail } from "../python/failure";
import { str } from "../python/text";
import { PyDict, type Value } from "../python/values";
import { loadText } from "../yaml/loadText";
import type { DownloadRules, KubeadmRules } from "./downloadRules";
import type { KubeadmImages } from "./model";
import { attempt, entry, type TaskScope } from "./taskScope";

/**
 * The images that kubeadm itself will ask for, which roles/download adds to its table: kubespray writes a configuration for kubeadm, has it
 * list its images, and drops every line that mentions coredns or pause, which it fetches by its own table
 * (roles/download/tasks/prep_kubeadm_images.yml). Made once, on the first control-plane host of the play, for all hosts.
 */
export interface KubeadmResult {
  readonly images: KubeadmImages;
  /** What joins the table `downloads`; undefined where the list cannot be made. */
  readonly table: PyDict | undefined;
}

const PROGRAMS = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"] as const;

/** `scope` is that of the first control-plane host of the play. */
export function kubeadmImages(scope: TaskScope, rules: DownloadRules): KubeadmResult {
  const engine = scope.engine();
  const isTrue = (when: string) => {
    const answer = attempt(() => engine.condition(when));
    return answer.ok && answer.value;
  };
  const skipped = isTrue("skip_downloads | default(false)") || isTrue("skip_kubeadm_images | default(false)");
  const about = { fromHost: scope.host, skipped };
  const list = attempt(() => imageList(scope, rules.kubeadm));
  if (!list.ok) return { images: { ...about, list: [], error: list.failure.message }, table: undefined };
  return { images: { ...about, list: list.value }, table: imageTable(list.value, rules.kubeadm) };
}

function imageList(scope: TaskScope, rules: KubeadmRules): readonly string[] {
  const config = clusterConfiguration(scope, rules);
  const repository = str(entry(config, "imageRepository") ?? null);
  const version = str(entry(config, "kubernetesVersion") ?? null).replaceAll("+", "_");
  const dns = entry(config, "dns");
  const images = PROGRAMS.map((program) => `${repository}/${program}:${version}`);
  images.push(`${str(entry(dns, "imageRepository") ?? null)}/coredns:${str(entry(dns, "imageTag") ?? null)}`, `${repository}/pause:*`);
  const local = entry(entry(config, "etcd"), "local");
  if (local instanceof PyDict) {
    images.push(`${str(local.get("imageRepository") ?? repository)}/etcd:${str(local.get("imageTag") ?? "*")}`);
  }
  // By lines, as grep does: a registry whose name holds one of the words loses all.
  return images.filter((image) => !image.includes("coredns") && !image.includes("pause"));
}

/** The values go through YAML on their way to kubeadm, which reads 1.30 as a number. */
function clusterConfiguration(scope: TaskScope, rules: KubeadmRules): Value {
  const engine = scope.engine();
  for (const expression of rules.alsoUses) engine.template(`:{{ ${expression} }}`);
  const lines = [
    `imageRepository: ${rules.repository}`,
    `kubernetesVersion: ${rules.version}`,
    "dns:",
    "  imageRepository: {{ coredns_image_repo }}",
    "  imageTag: {{ coredns_image_tag }}",
  ];
  if (engine.condition(rules.localEtcd)) {
    lines.push(
      "etcd:",
      "  local:",
      `    imageRepository: "{{ etcd_image_repo | regex_replace('/etcd$', '') }}"`,
      `    imageTag: "{{ etcd_image_tag }}"`,
    );
  }
  // The comment keeps the text from being taken for a list or dict.
  const text = str(engine.template(`# for kubeadm\n${lines.join("\n")}\n`));
  const loaded = loadText(text, { json: false });
  return loaded.ok ? loaded.value : fail(`kubeadm's configuration is no YAML: ${loaded.problem.message}`);
}

/** The entries that kubespray makes of the list. A later image of the same name replaces an earlier one. */
export function imageTable(list: readonly string[], rules: KubeadmRules): PyDict {
  const table = new PyDict();
  for (const image of list) {
    const name = image.slice(image.lastIndexOf("/") + 1);
    const colon = image.lastIndexOf(":");
    table.set(
      `kubeadm_${name.split(":")[0]}`,
      new PyDict([
        ["enabled", true],
        ["container", true],
        ["repo", image.slice(0, colon)],
        ["tag", image.slice(colon + 1)],
        ["groups", typeof rules.groups === "string" ? rules.groups : [...rules.groups]],
      ]),
    );
  }
  return table;
}
