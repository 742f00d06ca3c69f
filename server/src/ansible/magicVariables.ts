import type { FilePath } from "../files/fileSystem";
import type { Generation } from "../jinja/context";
import { PyDict, PyObject, type Value } from "../python/values";
import { shortName } from "./inventory/hostAddress";
import type { Inventory } from "./inventory/inventory";
import { definitionLayer, unknownValue, valueLayer } from "./layers";
import type { Definition, Layer } from "./model";

/**
 * Variables that Ansible sets itself (ansible/vars/manager.py, _get_magic_variables; utils/vars.py, load_options_vars; inventory/host.py,
 * get_magic_vars). `hostvars`, `vars` and `ansible_facts` are made by the resolver.
 */

export interface PlayContext {
  /** Where the playbook lies: playbook_dir. */
  readonly playbookFolder?: FilePath;
  /** The hosts that the play runs on, in order. */
  readonly hosts: readonly string[];
  /** Roles of the play, in order. */
  readonly roles?: readonly string[];
  readonly name?: string;
  /** What was given with `-i`. */
  readonly inventorySources?: readonly string[];
}

/** The release of Ansible that stands for a generation where a template asks for it. */
const VERSIONS = {
  classic: { full: "2.14.18", major: 2n, minor: 14n, revision: 18n },
  native: { full: "2.19.11", major: 2n, minor: 19n, revision: 11n },
} as const;

/** What `omit` is before ansible-core 2.19: a text that nothing else equals. */
export const OMIT_PLACEHOLDER = `__omit_place_holder__${"0".repeat(40)}`;

/** Variables of a task, above everything else. Those of `hostvars` lack the play (`play` undefined). */
export function magicLayers(
  inventory: Inventory,
  generation: Generation,
  play: PlayContext | undefined,
  folder?: FilePath,
): readonly Layer[] {
  const version = VERSIONS[generation];
  const values = new Map<string, Value>([
    ["groups", groupsDict(inventory)],
    ["omit", omitValue(generation)],
    [
      "ansible_version",
      new PyDict([
        ["string", version.full],
        ["full", version.full],
        ["major", version.major],
        ["minor", version.minor],
        ["revision", version.revision],
      ]),
    ],
    ["ansible_check_mode", false],
    ["ansible_diff_mode", false],
    ["ansible_run_tags", ["all"]],
    ["ansible_skip_tags", []],
  ]);
  if (folder !== undefined) values.set("playbook_dir", folder);
  for (const [name, value] of OF_THE_RUN) values.set(name, value);
  if (folder === undefined) values.set("playbook_dir", NO_PLAYBOOK);
  if (play !== undefined) addPlay(values, play);
  return [valueLayer("magic", "ansible", values)];
}

const OF_THE_RUN: ReadonlyMap<string, Value> = new Map(
  ["ansible_playbook_python", "ansible_config_file", "ansible_forks", "ansible_verbosity"].map((name) => [
    name,
    unknownValue(`${name} is known only when the playbook runs.`, "run"),
  ]),
);
const NO_PLAYBOOK = unknownValue("playbook_dir is not known: no kubespray tree was found.", "run");

function addPlay(values: Map<string, Value>, play: PlayContext): void {
  for (const name of ["ansible_play_hosts_all", "ansible_play_hosts", "ansible_play_batch", "play_hosts"])
    values.set(name, [...play.hosts]);
  if (play.inventorySources !== undefined) values.set("ansible_inventory_sources", [...play.inventorySources]);
  if (play.name !== undefined) values.set("ansible_play_name", play.name);
  if (play.roles === undefined) return;
  for (const name of ["ansible_play_role_names", "role_names"]) values.set(name, [...play.roles]);
}

/** What a host is called; weaker than host_vars, facts and `-e`. */
export function hostItselfLayers(inventory: Inventory, generation: Generation, host: string): readonly Layer[] {
  const found = inventory.hosts.get(host);
  const layers: Layer[] = [];
  if (found !== undefined && found.variables.size > 0) layers.push(definitionLayer("inventory-host", host, found.variables));
  const values = new Map<string, Value>([
    ["inventory_hostname", host],
    ["inventory_hostname_short", shortName(host, generation)],
    ["group_names", [...(found?.membership.names ?? [])]],
  ]);
  return [...layers, valueLayer("magic", host, values)];
}

/**
 * Variables of the connection that every task has, weaker than all others (ansible/playbook/play_context.py, update_vars): without
 * ansible_host a host is reached by its name.
 */
export function connectionLayers(inventory: Inventory, host: string): readonly Layer[] {
  const defined = (name: string) => inventory.hosts.get(host)?.variables.has(name) === true;
  const definitions = new Map<string, Definition>();
  const add = (name: string, value: Value) => definitions.set(name, { name, layer: "magic", owner: "ansible", raw: () => value });
  add("ansible_connection", "ssh");
  add("ansible_host", defined("ansible_ssh_host") ? "{{ ansible_ssh_host }}" : host);
  add("ansible_ssh_host", "{{ ansible_host }}");
  return [definitionLayer("magic", "ansible", definitions)];
}

function groupsDict(inventory: Inventory): PyDict {
  const groups = new PyDict();
  for (const name of inventory.groups.keys()) groups.set(name, [...inventory.hostsOf(name)]);
  return groups;
}

function omitValue(generation: Generation): Value {
  return generation === "classic" ? OMIT_PLACEHOLDER : new PyObject("_OmitType", () => undefined);
}
