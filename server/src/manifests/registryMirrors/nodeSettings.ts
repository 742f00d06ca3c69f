import { repr } from "../../python/text";
import { PyDict, type Value } from "../../python/values";
import type { InsecureVariable, MirrorVariable } from "./mirrorVariables";
import type { Origin } from "./origins";

/**
 * What a runtime's variables have to hold for its hosts to pull through the mirrors: ours first, then what the inventory has already, since
 * a variable is replaced whole.
 */
export interface MirrorSettings {
  readonly origins: readonly Origin[];
  /** Of the mirrors, where it is not 443. */
  readonly port: number;
  readonly skipVerify: boolean;
}

export interface Settings {
  readonly values: ReadonlyMap<string, Value>;
  /** skipVerify was asked for and this release's role has no way to say it. */
  readonly cannotSkip: boolean;
}

/** `before` is what a variable holds now: undefined where nothing sets it. */
export function nodeSettings(variable: MirrorVariable, settings: MirrorSettings, before: (name: string) => Value | undefined): Settings {
  const { skipVerify } = settings;
  switch (variable.shape) {
    case "items": {
      const canSkip = ["skip_verify", "insecure"].some((field) => variable.mirrorFields.has(field));
      return { values: new Map([[variable.name, items(variable, settings, before(variable.name))]]), cannotSkip: skipVerify && !canSkip };
    }
    case "endpoints":
      return withInsecure(variable.insecure, settings, settings.origins, before, [
        variable.name,
        endpoints(settings, before(variable.name)),
      ]);
    case "addresses": {
      const own = settings.origins.filter(({ registry }) => registry === "docker.io");
      const kept = listOf(before(variable.name));
      const addresses = own.map((origin) => addressOf(origin, settings));
      return withInsecure(variable.insecure, settings, settings.origins, before, [variable.name, unique([...addresses, ...kept])]);
    }
  }
}

/** `hub.example.com`, `hub.example.com:8443` */
export function hostOf({ name }: Origin, { port }: Pick<MirrorSettings, "port">): string {
  return port === 443 ? name : `${name}:${port}`;
}

function addressOf(origin: Origin, settings: MirrorSettings): string {
  return `https://${hostOf(origin, settings)}`;
}

function items(
  { itemFields, mirrorFields }: MirrorVariable & { shape: "items" },
  settings: MirrorSettings,
  before: Value | undefined,
): Value {
  const kept = listOf(before).filter((item) => item instanceof PyDict);
  const ours = settings.origins.map((origin) => {
    const known = kept.find((item) => (item.get("prefix") ?? item.get("location")) === origin.registry);
    const mirror = new PyDict();
    if (mirrorFields.has("host")) mirror.set("host", addressOf(origin, settings));
    if (mirrorFields.has("location")) mirror.set("location", hostOf(origin, settings));
    if (mirrorFields.has("capabilities")) mirror.set("capabilities", ["pull", "resolve"]);
    for (const field of ["skip_verify", "insecure"]) if (mirrorFields.has(field)) mirror.set(field, settings.skipVerify);
    const item = known?.copy() ?? new PyDict([["prefix", origin.registry]]);
    if (known === undefined && itemFields.has("location")) item.set("location", origin.registry);
    item.set("mirrors", unique([mirror, ...listOf(known?.get("mirrors"))], identity));
    return item;
  });
  const replaced = new Set(settings.origins.map(({ registry }) => registry));
  return [...ours, ...kept.filter((item) => !replaced.has(String(item.get("prefix") ?? item.get("location") ?? "")))];
}

/** Two mirrors with one address are one: the first, ours, counts. */
function identity(mirror: Value): string {
  return mirror instanceof PyDict ? repr(mirror.get("host") ?? mirror.get("location") ?? mirror) : repr(mirror);
}

function endpoints(settings: MirrorSettings, before: Value | undefined): Value {
  const map = new PyDict();
  const known = before instanceof PyDict ? before : new PyDict();
  for (const origin of settings.origins) {
    map.set(origin.registry, unique([addressOf(origin, settings), ...listOf(known.get(origin.registry))]));
  }
  for (const [registry, addresses] of known.entries()) if (!map.has(registry)) map.set(registry, addresses);
  return map;
}

function withInsecure(
  insecure: InsecureVariable | undefined,
  settings: MirrorSettings,
  origins: readonly Origin[],
  before: (name: string) => Value | undefined,
  first: readonly [string, Value],
): Settings {
  if (!settings.skipVerify) return { values: new Map([first]), cannotSkip: false };
  if (insecure === undefined) return { values: new Map([first]), cannotSkip: true };
  const hosts = origins.map((origin) => hostOf(origin, settings));
  const known = before(insecure.name);
  let value: Value;
  if (insecure.shape === "hosts") value = unique([...hosts, ...listOf(known)]);
  else {
    // A map of a mirror's own name to where it is: containerd finds the setting under that name, or under the address.
    const map = known instanceof PyDict ? known.copy() : new PyDict();
    for (const host of hosts) map.set(host, insecure.shape === "by-value" ? host : `https://${host}`);
    value = map;
  }
  return { values: new Map([first, [insecure.name, value]]), cannotSkip: false };
}

/** Templates flatten a single value into a list too. */
function listOf(value: Value | undefined): Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function unique(values: readonly Value[], key: (value: Value) => string = repr): Value[] {
  const seen = new Map<string, Value>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}
