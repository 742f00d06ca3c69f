import type { AnsibleCfg } from "../ansible/ansibleCfg";
import { readInventory } from "../ansible/inventory/readInventory";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { extensionOf, folderOf } from "../files/paths";
import type { Generation } from "../jinja/context";

/**
 * Which file holds the hosts of an inventory that is given as a folder. kubespray's users name one file with `-i`, whose name is not known
 * here: the usual names are tried, and a file that has hosts is preferred to one that has none (an untouched sample).
 */
export interface HostsFile {
  readonly file: FilePath | undefined;
  /** Beside it lie group_vars and host_vars. */
  readonly folder: FilePath;
  /** Set where no file with hosts was found: why. */
  readonly reason: string | undefined;
}

export interface HostsFileOptions {
  readonly files: FileSystem;
  readonly generation: Generation;
  readonly cfg: AnsibleCfg;
}

const USUAL_NAMES = ["inventory.ini", "hosts.yaml", "hosts.yml", "hosts.ini", "inventory.yaml", "inventory.yml", "hosts", "cluster.ini"];
const ENDINGS = ["", ".ini", ".yaml", ".yml", ".cfg", ".json"];
const NO_HOSTS = ["facts.json", "ansible.cfg", "requirements.yml", "galaxy.yml", "credentials", "artifacts"];
const MOST_TRIED = 20;

export function findHostsFile(inventory: FilePath, options: HostsFileOptions): HostsFile {
  const { files } = options;
  const kind = files.kind(inventory);
  if (kind === "file") return { file: inventory, folder: folderOf(inventory), reason: undefined };
  if (kind !== "directory") return { file: undefined, folder: folderOf(inventory), reason: `There is no file or folder ${inventory}.` };
  const names = (files.list(inventory) ?? []).filter((entry) => entry.kind === "file").map(({ name }) => name);
  const usual = USUAL_NAMES.filter((name) => names.includes(name));
  const others = names.filter((name) => !usual.includes(name) && isPossible(name));
  const candidates = [...usual, ...others.slice(0, MOST_TRIED)].map((name) => `${inventory}/${name}`);
  const found = candidates.find((file) => hasHosts(file, options)) ?? (usual[0] === undefined ? undefined : `${inventory}/${usual[0]}`);
  const reason = found === undefined ? `No hosts file was found in ${inventory}.` : undefined;
  return { file: found, folder: inventory, reason };
}

function isPossible(name: string): boolean {
  return (
    !name.startsWith(".") &&
    !NO_HOSTS.includes(name) &&
    ENDINGS.includes(extensionOf(name)) &&
    !/^(readme|license|makefile|dockerfile)/i.test(name)
  );
}

function hasHosts(file: FilePath, options: HostsFileOptions): boolean {
  const inventory = readInventory([file], options);
  return inventory.hosts.size > 0 && inventory.sources.some(({ state }) => state === "parsed");
}
