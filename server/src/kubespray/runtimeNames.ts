import type { Value } from "../python/values";
import { inRange, type ReleaseRange } from "./releases";
import { templateNames, visitTexts } from "./templateNames";

/**
 * Variables that kubespray's tasks set on the machines (set_fact, register) and that its defaults read: addresses that a host finds out
 * about itself, and the like. No file defines them, so a value that needs one is not known before the run. Found in the tasks of every
 * release.
 */
const NAMES: readonly (ReleaseRange & { readonly name: string })[] = [
  { name: "fallback_ips", before: "2.27" },
  { name: "fallback_ip", from: "2.27" },
  { name: "main_ip", from: "2.28" },
  { name: "main_ips", from: "2.28" },
  { name: "main_access_ip", from: "2.28" },
  { name: "main_access_ips", from: "2.28" },
  { name: "kubelet_cgroup_driver", from: "2.18" },
  { name: "containerd_default_base_runtime_spec", from: "2.21" },
  { name: "dns_early", from: "2.27" },
  { name: "default_searchdomains", from: "2.27" },
  { name: "resolvconf_slurp", from: "2.27" },
  { name: "resolvconf_stat", from: "2.27" },
];

/** Tells which failures come from such a variable. Belongs to one model: what it finds out about a text it remembers. */
export interface RuntimeNames {
  /**
   * The name that kubespray sets at run time among those that Ansible's complaint mentions as missing. A filter that was given something
   * undefined does not say what: then the value `raw` and those of the variables that it names, directly or not, are searched.
   */
  missing(message: string, raw: Value, rawOf: (name: string) => Value | undefined): string | undefined;
}

export function runtimeNames(release: string): RuntimeNames {
  const names = NAMES.filter((known) => inRange(release, known)).map(({ name }) => name);
  const pattern = new RegExp(`\\b(?:${names.join("|") || "(?!)"})\\b`, "g");
  const texts = new Map<string, TextFacts>();
  const factsOf = (text: string): TextFacts => {
    let facts = texts.get(text);
    if (facts === undefined) {
      facts = { uses: templateNames(text), mentions: text.match(pattern) ?? [] };
      texts.set(text, facts);
    }
    return facts;
  };
  return {
    missing(message, raw, rawOf) {
      for (const match of message.matchAll(/'(\w+)' is undefined|has no attribute '(\w+)'/g)) {
        const missing = match[1] ?? match[2];
        if (missing !== undefined && names.includes(missing)) return missing;
      }
      if (!message.includes("AnsibleUndefined")) return undefined;
      const mentioned = new Set<string>();
      visitTexts(raw, rawOf, (text) => {
        const { uses, mentions } = factsOf(text);
        for (const name of mentions) mentioned.add(name);
        return uses;
      });
      return names.find((name) => mentioned.has(name));
    },
  };
}

interface TextFacts {
  readonly uses: readonly string[];
  readonly mentions: readonly string[];
}
