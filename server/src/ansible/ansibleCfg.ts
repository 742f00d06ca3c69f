import type { FilePath, FileSystem } from "../files/fileSystem";
import { folderOf, isAbsolute, join } from "../files/paths";
import type { Problem } from "../text/problem";

/**
 * The settings of ansible.cfg that change what an inventory means. Which file applies is the caller's to say (Ansible takes the one in
 * the folder where it is started); environment variables are not looked at.
 */
export interface AnsibleCfg {
  readonly file?: FilePath;
  /** inventory: paths made absolute, or lists of hosts. */
  readonly inventory: readonly string[];
  readonly rolesPath: readonly FilePath[];
  readonly collectionsPath: readonly FilePath[];
  /** Endings of files that are passed over in a folder given as inventory; undefined: Ansible's own, which differ between generations. */
  readonly inventoryIgnoreExtensions: readonly string[] | undefined;
  /** Python regular expressions, searched for in names. */
  readonly inventoryIgnorePatterns: readonly string[];
  readonly hashBehaviour: "replace" | "merge";
  /** force_valid_group_names is `always` or `silently`: bad characters in group names become `_`. */
  readonly safeGroupNames: boolean;
  /** Where facts are kept as JSON, one file for a host. */
  readonly factCache?: { readonly folder: FilePath; readonly prefix: string };
  readonly jinja2Native: boolean;
  readonly jinja2Extensions: readonly string[];
  /** True where a vault password is set up: vaulted values are then readable to Ansible, though not to this program. */
  readonly vault: boolean;
  readonly problems: readonly Problem[];
}

/** Ansible's defaults (ansible/config/base.yml). */
export const DEFAULT_CFG: AnsibleCfg = {
  inventory: [],
  rolesPath: [],
  collectionsPath: [],
  inventoryIgnoreExtensions: undefined,
  inventoryIgnorePatterns: [],
  hashBehaviour: "replace",
  safeGroupNames: false,
  jinja2Native: false,
  jinja2Extensions: [],
  vault: false,
  problems: [],
};

/** Reads one ansible.cfg; the defaults where there is none. Never throws. */
export function readAnsibleCfg(file: FilePath, files: FileSystem): AnsibleCfg {
  const read = files.read(file);
  if (read.ok) return parseAnsibleCfg(read.text, file);
  if (read.reason === "missing") return DEFAULT_CFG;
  return {
    ...DEFAULT_CFG,
    problems: [{ severity: "warning", code: "ansible-cfg", message: "ansible.cfg cannot be read; Ansible's defaults are assumed.", file }],
  };
}

export function parseAnsibleCfg(text: string, file: FilePath): AnsibleCfg {
  const { values, problems } = parseConfig(text);
  const folder = folderOf(file);
  const value = (section: string, key: string) => values.get(`${section}\n${key}`);
  const path = (written: string) => pathOf(written, folder);
  const paths = (written: string | undefined, separator: RegExp) =>
    (written ?? "")
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const ignored = value("defaults", "inventory_ignore_extensions") ?? value("inventory", "ignore_extensions");
  const patterns = value("defaults", "inventory_ignore_patterns") ?? value("inventory", "ignore_patterns");
  const connection = value("defaults", "fact_caching_connection");
  const cached =
    /^(?:ansible\.builtin\.)?jsonfile$|^community\.general\.jsonfile$/.test(value("defaults", "fact_caching") ?? "") &&
    connection !== undefined;
  const folderOfCache = cached ? path(connection) : undefined;
  return {
    file,
    inventory: paths(value("defaults", "inventory"), /,/).flatMap((part) => path(part) ?? []),
    rolesPath: paths(value("defaults", "roles_path"), /:/).flatMap((part) => path(part) ?? []),
    collectionsPath: paths(value("defaults", "collections_path") ?? value("defaults", "collections_paths"), /:/).flatMap(
      (part) => path(part) ?? [],
    ),
    inventoryIgnoreExtensions: ignored === undefined ? undefined : paths(ignored, /,/),
    inventoryIgnorePatterns: paths(patterns, /,/),
    hashBehaviour: value("defaults", "hash_behaviour") === "merge" ? "merge" : "replace",
    safeGroupNames: ["always", "silently"].includes(value("defaults", "force_valid_group_names") ?? ""),
    ...(folderOfCache !== undefined && { factCache: { folder: folderOfCache, prefix: value("defaults", "fact_caching_prefix") ?? "" } }),
    jinja2Native: isTrue(value("defaults", "jinja2_native")),
    jinja2Extensions: paths(value("defaults", "jinja2_extensions"), /,/),
    vault: ["vault_password_file", "vault_identity_list"].some((key) => (value("defaults", key) ?? "") !== ""),
    problems: [...problems, ...unsupported(value)].map((problem) => ({ ...problem, file })),
  };
}

/** Settings that change what variables are worth and that this program does not follow: with them its answers may be wrong. */
function unsupported(value: (section: string, key: string) => string | undefined): Problem[] {
  const changed: readonly (readonly [string, string, (text: string) => boolean])[] = [
    ["defaults", "jinja2_native", isTrue],
    ["defaults", "jinja2_extensions", (text) => text.trim() !== ""],
    ["defaults", "error_on_undefined_vars", (text) => !isTrue(text)],
    ["defaults", "precedence", () => true],
    ["defaults", "inject_facts_as_vars", (text) => !isTrue(text)],
    ["defaults", "private_role_vars", isTrue],
    ["defaults", "vars_plugins_enabled", (text) => !text.includes("host_group_vars")],
    ["defaults", "playbook_vars_root", (text) => text !== "top"],
    ["inventory", "enable_plugins", (text) => !/\byaml\b/.test(text) || !/\bini\b/.test(text)],
  ];
  return changed.flatMap(([section, key, matters]) => {
    const text = value(section, key);
    if (text === undefined || !matters(text)) return [];
    const message = `${key} is set in ansible.cfg. This program works as if it were not, so that values may differ from Ansible's.`;
    return [{ severity: "warning", code: "ansible-cfg-unsupported", message }];
  });
}

/** A path as Ansible makes it absolute: beside ansible.cfg. undefined where it names the home folder or an environment variable. */
function pathOf(written: string, folder: FilePath): FilePath | undefined {
  const path = written.replace(/\{\{\s*CWD\s*\}\}/g, folder);
  if (path.startsWith("~") || path.includes("$") || path.includes("{{")) return undefined;
  return isAbsolute(path) ? join(path as FilePath) : join(folder, path);
}

function isTrue(text: string | undefined): boolean {
  return ["true", "yes", "on", "1", "t", "y"].includes((text ?? "").toLowerCase());
}

/** configparser as Ansible sets it up: `;` starts a comment after white space, an indented line goes on with the value above. */
function parseConfig(text: string): { readonly values: ReadonlyMap<string, string>; readonly problems: readonly Problem[] } {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  let section: string | undefined;
  let option: string | undefined;
  let indent = 0;
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, whole] of lines.entries()) {
    if (/^\s*[#;]/.test(whole)) continue;
    const line = whole.replace(/(^|\s);.*$/, "").trimEnd();
    if (line.trim() === "") continue;
    const depth = line.length - line.trimStart().length;
    const header = /^\s*\[(.+)\]/.exec(line);
    if (option !== undefined && section !== undefined && depth > indent) {
      values.set(`${section}\n${option}`, `${values.get(`${section}\n${option}`) ?? ""}\n${line.trim()}`);
    } else if (header !== null) {
      section = header[1] as string;
      option = undefined;
    } else {
      const match = /^\s*(.*?)\s*(?:[=:]\s*(.*))$/.exec(line);
      if (match === null || section === undefined || match[1] === "") {
        problems.push({
          severity: "warning",
          code: "ansible-cfg",
          message: "Ansible cannot read this line of ansible.cfg.",
          line: index + 1,
        });
        continue;
      }
      option = (match[1] as string).toLowerCase();
      indent = depth;
      values.set(`${section}\n${option}`, match[2] as string);
    }
  }
  return { values, problems };
}
