import type { Generation } from "../jinja/context";
import { PyDict, type Value } from "../python/values";

/**
 * The settings of a workspace folder, `kubesprayInventory.*`. What package.json says about them (names, defaults) is compared with
 * DEFAULT_SETTINGS by a test.
 */
export interface Settings {
  /** Folder of the kubespray tree, absolute or relative to the workspace folder; empty: searched for. */
  readonly kubesprayPath: string;
  /** Hosts file or inventory folder that is the current one; empty: that of the open document. */
  readonly inventory: string;
  /** A facts.json; empty: the one beside the inventory. */
  readonly factsFile: string;
  /** As given with `-e`. */
  readonly extraVars: Readonly<Record<string, unknown>>;
  readonly ansibleGeneration: "auto" | Generation;
  readonly diagnostics: boolean;
  /** Severity of each check by its code: `off`, `hint`, `info`, `warning`, `error`; `default` or absent: the check's own. */
  readonly checks: Readonly<Record<string, string>>;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** Folder that "Generate offline lists" proposes, relative to the workspace folder. */
  readonly outputFolder: string;
}

export const SECTION = "kubesprayInventory";

export const DEFAULT_SETTINGS: Settings = {
  kubesprayPath: "",
  inventory: "",
  factsFile: "",
  extraVars: {},
  ansibleGeneration: "auto",
  diagnostics: true,
  checks: {},
  inlayHints: true,
  codeLens: true,
  outputFolder: "offline",
};

/** Whatever the client sends; what has the wrong type counts as not set. */
export function readSettings(given: unknown): Settings {
  const source = isRecord(given) ? given : {};
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [name, standard] of Object.entries(DEFAULT_SETTINGS)) {
    const value = source[name];
    if (typeof value === typeof standard && value !== null && !Array.isArray(value)) settings[name] = value;
  }
  if (!["auto", "classic", "native"].includes(settings.ansibleGeneration as string)) settings.ansibleGeneration = "auto";
  return settings as unknown as Settings;
}

/** Extra variables as Ansible would read them from JSON. */
export function extraVarsOf({ extraVars }: Settings): ReadonlyMap<string, Value> | undefined {
  const entries = Object.entries(extraVars).map(([name, value]): [string, Value] => [name, fromJson(value)]);
  return entries.length === 0 ? undefined : new Map(entries);
}

function fromJson(value: unknown): Value {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (isRecord(value)) return new PyDict(Object.entries(value).map(([name, inner]): [string, Value] => [name, fromJson(inner)]));
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
