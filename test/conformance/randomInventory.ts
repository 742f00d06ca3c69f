/** A reproducible random inventory for a kubespray tree: hosts, groups, switches, versions, templates and odd spellings, by seed. */
import type { Model } from "../../server/src/kubespray/model";
import { str } from "../../server/src/python/text";
import { PyDict, type Value } from "../../server/src/python/values";

export interface RandomInventory {
  /** Relative path to text. */
  readonly files: ReadonlyMap<string, string>;
}

export function randomInventory(seed: number, model: Model): RandomInventory {
  const dice = new Dice(seed);
  const host = model.hosts[0] as string;
  const candidates = settings(model, host);
  const files = new Map<string, string>();
  const hosts = Array.from({ length: dice.upTo(5) + 1 }, (_, i) => `n${i + 1}`);
  files.set(dice.chance(0.5) ? "inventory.ini" : "hosts.yaml", "");
  const name = [...files.keys()][0] as string;
  const groups = randomGroups(dice, hosts);
  files.set(name, name.endsWith(".ini") ? ini(hosts, groups) : yaml(hosts, groups));
  const places = [
    "group_vars/all/all.yml",
    "group_vars/k8s_cluster.yml",
    "group_vars/etcd.yml",
    "group_vars/zone_a.yaml",
    "group_vars/kube_node/x.yml",
  ];
  for (const place of [...places, ...hosts.map((one) => `host_vars/${one}.yml`)]) {
    if (!dice.chance(place.startsWith("group_vars/all") ? 0.95 : 0.45)) continue;
    const lines: string[] = ["---"];
    const taken = new Set<string>();
    for (let i = dice.upTo(place.startsWith("group_vars") ? 14 : 4); i > 0; i--) {
      const [variable, value] = dice.pick(dice.pick(candidates))(dice);
      if (!taken.has(variable)) lines.push(`${variable}: ${value}`);
      taken.add(variable);
    }
    files.set(place, `${lines.join("\n")}\n`);
  }
  return { files };
}

type Setting = (dice: Dice) => readonly [name: string, value: string];

/** Families of settings, each as likely as the other: switches, versions, images, templates, choices. */
function settings(model: Model, host: string): readonly (readonly Setting[])[] {
  const switches: Setting[] = [];
  const versions: Setting[] = [];
  const texts: Setting[] = [];
  const tables = new Map<string, readonly string[]>();
  for (const name of model.variables(host)) {
    if (name.startsWith("ansible_")) continue;
    const resolved = model.resolve(host, name);
    if (resolved.state !== "known") continue;
    const { value } = resolved;
    if (typeof value === "boolean")
      switches.push((dice) => [name, dice.pick(["true", "false", "yes", "no", '"false"', '"True"', "1", "0", "off"])]);
    if (name.endsWith("_checksums") && value instanceof PyDict) tables.set(name, versionsOf(value));
    if (typeof value === "string" && /_(image_repo|image_tag|download_url|version)$/.test(name)) {
      texts.push((dice) => [
        name,
        dice.pick([
          `"r.example/${name}"`,
          `'${value}'`,
          `"{{ '${value}' | upper }}"`,
          `"{{ ${name}_own | default('d') }}"`,
          "1.10",
          `v${dice.upTo(3)}`,
        ]),
      ]);
    }
  }
  for (const [table, known] of tables) {
    if (known.length === 0) continue;
    const base = table.replace(/_(binary_|archive_)?checksums$/, "");
    const variable = ["kubelet", "kubectl", "kubeadm"].includes(base) ? "kube_version" : `${base}_version`;
    versions.push((dice) => [
      variable,
      dice.pick([`"${dice.pick(known)}"`, dice.pick(known), `v${dice.pick(known).replace(/^v/, "")}`, "1.2.3"]),
    ]);
  }
  const choices: Setting[] = [
    (dice) => ["container_manager", dice.pick(["docker", "containerd", "crio"])],
    (dice) => ["etcd_deployment_type", dice.pick(["host", "docker", "kubeadm"])],
    (dice) => ["kube_network_plugin", dice.pick(["calico", "cilium", "flannel", "cni", "kube-ovn", "kube-router", "macvlan", "none"])],
    (dice) => ["download_container", dice.pick(["true", "false"])],
    (dice) => ["download_run_once", dice.pick(["true", "false"])],
    (dice) => ["skip_downloads", dice.pick(["false", "false", "true"])],
    () => ["etcd_kubeadm_enabled", "true"],
    (dice) => ["image_arch", dice.pick(["amd64", "arm64", "arm"])],
    (dice) => ["docker_image_repo", dice.pick(["r.example", '"{{ registry_host }}"', "'{{ registry_host | default(\"m.example\") }}/x'"])],
    () => ["registry_host", "h.example:5000"],
    () => ["local_release_dir", '"/srv/{{ inventory_hostname }}"'],
    (dice) => [
      "own_list",
      dice.pick(["[1, '2', 3.0]", "\"{{ groups['all'] | sort }}\"", '"{{ range(3) | list }}"', '"{{ [1, 2] + [kube_version] }}"']),
    ],
    (dice) => [
      "own_text",
      dice.pick([
        "\"{{ group_names | join(',') }}\"",
        "\"{{ hostvars[inventory_hostname].ansible_host | default('none') }}\"",
        "\"{% if etcd_deployment_type == 'host' %}h{% endif %}\"",
      ]),
    ],
  ];
  return [switches, versions, texts, choices];
}

/** Keys of a checksum table: of architecture over version, or of version alone. */
function versionsOf(table: PyDict): readonly string[] {
  const [first] = [...table.values()];
  const keys: Value[] = first instanceof PyDict ? [...first.keys()] : [...table.keys()];
  return keys.filter((key) => typeof key === "string" || typeof key === "bigint").map(str);
}

function randomGroups(dice: Dice, hosts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const some = (likely: number) => hosts.filter(() => dice.chance(likely));
  const atLeastOne = (likely: number) => {
    const found = some(likely);
    return found.length > 0 ? found : [hosts[0] as string];
  };
  return new Map([
    ["kube_control_plane", atLeastOne(0.4)],
    ["etcd", atLeastOne(0.4)],
    ["kube_node", atLeastOne(0.8)],
    ["zone_a", some(0.4)],
    ["calico_rr", dice.chance(0.2) ? some(0.3) : []],
  ]);
}

const CLUSTER = ["kube_control_plane", "kube_node", "calico_rr"];

function ini(hosts: readonly string[], groups: ReadonlyMap<string, readonly string[]>): string {
  const lines = ["[all]", ...hosts.map((host, i) => `${host} ansible_host=192.0.2.${i + 10} ip=192.0.2.${i + 10}`)];
  for (const [group, members] of groups) lines.push("", `[${group}]`, ...members);
  return `${[...lines, "", "[k8s_cluster:children]", ...CLUSTER].join("\n")}\n`;
}

function yaml(hosts: readonly string[], groups: ReadonlyMap<string, readonly string[]>): string {
  const lines = [
    "all:",
    "  hosts:",
    ...hosts.map((host, i) => `    ${host}: {ansible_host: 192.0.2.${i + 10}, ip: 192.0.2.${i + 10}}`),
    "  children:",
  ];
  for (const [group, members] of groups) lines.push(`    ${group}: {hosts: {${members.map((host) => `${host}: `).join(", ")}}}`);
  lines.push(`    k8s_cluster: {children: {${CLUSTER.map((group) => `${group}: `).join(", ")}}}`);
  return `${lines.join("\n")}\n`;
}

/** Mulberry32: the same numbers for the same seed everywhere. */
class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed * 2654435761;
  }
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  chance(likely: number): boolean {
    return this.#next() < likely;
  }
  /** 0 to `most`. */
  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }
  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#next() * from.length)] as T;
  }
}
