import { type FilePath, type FileSystem, whyNotRead } from "../../files/fileSystem";
import { join } from "../../files/paths";
import type { Generation } from "../../jinja/context";
import { PyDict, type Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import { parseJson } from "../../yaml/parseJson";
import type { AnsibleCfg } from "../ansibleCfg";
import { cachedFacts, cacheNames } from "./cachedFacts";
import { DEFAULT_FACTS } from "./defaultFacts";
import type { Facts } from "./facts";

export interface FactsSources {
  /** A facts.json: `{"default": {..}, "groups": {NAME: {..}}, "hosts": {NAME: {..}}}`. What it leaves out stays as it is assumed. */
  readonly file?: FilePath;
  /** With `factCache`: a folder of JSON files, one for a host, which Ansible wrote. */
  readonly cfg?: AnsibleCfg;
  /** Whose files to look for in the cache. */
  readonly hosts: Iterable<string>;
  /** Which of two caches in one folder is the one in use. */
  readonly generation: Generation;
}

/**
 * The facts to go by. `default` of a file replaces the assumed host altogether; a host's facts in the cache give way to the file's. A
 * malformed file is a problem and is left out. Never throws.
 */
export function readFacts(sources: FactsSources, files: FileSystem): { readonly facts: Facts; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const hosts = new Map<string, ReadonlyMap<string, Value>>();
  const known = new Set(sources.hosts);
  const cache = sources.cfg?.factCache;
  if (cache !== undefined && files.kind(cache.folder) === "directory") {
    for (const host of known) {
      if (host.includes("/")) continue;
      for (const name of cacheNames(host, sources.generation)) {
        const found = readObject(join(cache.folder, cache.prefix + name), files, problems, "optional");
        const cached = found && cachedFacts(found);
        if (cached === undefined) continue;
        hosts.set(host, factsOf(cached));
        break;
      }
    }
  }
  const file = sources.file;
  const given = file === undefined ? undefined : readObject(file, files, problems, "required");
  if (file === undefined || given === undefined) return { facts: { ...DEFAULT_FACTS, hosts }, problems };
  const wrong = (what: string) =>
    problems.push({ severity: "error", code: "facts", file, message: `The facts file is not understood: ${what} must be an object.` });
  const groupsOf = (key: string) => {
    const value = given.get(key) ?? new PyDict();
    if (!(value instanceof PyDict)) wrong(`"${key}"`);
    const groups = new Map<string, ReadonlyMap<string, Value>>();
    for (const [name, body] of value instanceof PyDict ? value.entries() : []) {
      if (body instanceof PyDict) groups.set(String(name), factsOf(body));
      else wrong(`"${key}": "${String(name)}"`);
    }
    return groups;
  };
  const assumed = given.get("default");
  if (assumed !== undefined && !(assumed instanceof PyDict)) wrong(`"default"`);
  for (const [host, body] of groupsOf("hosts")) hosts.set(host, new Map([...(hosts.get(host) ?? []), ...body]));
  const unused = [
    ...[...given.keys()].filter((key) => !KEYS.includes(String(key))).map((key) => `"${String(key)}" is none of ${KEYS.join(", ")}`),
    ...[...hosts.keys()].filter((host) => !known.has(host)).map((host) => `the inventory has no host ${host}`),
  ];
  for (const why of unused) problems.push({ severity: "warning", code: "facts", file, message: `Some facts are not used: ${why}.` });
  const facts = { default: assumed instanceof PyDict ? factsOf(assumed) : DEFAULT_FACTS.default, groups: groupsOf("groups"), hosts, file };
  return { facts, problems };
}

const KEYS: readonly string[] = ["default", "groups", "hosts"];

function factsOf(dict: PyDict): ReadonlyMap<string, Value> {
  const facts = new Map<string, Value>();
  for (const [name, value] of dict.entries()) if (typeof name === "string") facts.set(name, value);
  return facts;
}

function readObject(file: FilePath, files: FileSystem, problems: Problem[], need: "required" | "optional"): PyDict | undefined {
  const read = files.read(file);
  if (!read.ok) {
    if (need === "optional" && read.reason === "missing") return undefined;
    const message = `The facts in this file are missing: ${whyNotRead(read)}. Assumed facts are used instead.`;
    problems.push({ severity: "error", code: "facts", file, message });
    return undefined;
  }
  const parsed = parseJson(read.text);
  if (parsed?.value instanceof PyDict) return parsed.value;
  problems.push({
    severity: "error",
    code: "facts",
    file,
    message: "The facts file holds no JSON object. Assumed facts are used instead.",
  });
  return undefined;
}
