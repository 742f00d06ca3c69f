import type { Generation } from "../jinja/context";
import { Failure } from "../python/failure";
import { LazyDict } from "../python/lazyDict";
import { PyDict, TaggedText, type Value } from "../python/values";
import type { Inventory } from "./inventory/inventory";
import type { HostView } from "./view";

const LOCALHOST = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * `hostvars`: the variables of every host by its name, each templated in that host's own variables when it is asked for, without the
 * play's roles (ansible/vars/hostvars.py).
 */
export function hostVarsDict(inventory: Inventory, generation: Generation, view: (host: string) => HostView): LazyDict {
  const made = new Map<string, LazyDict>();
  return new LazyDict({
    names: () => listed(inventory, generation),
    has: (host) => inventory.hosts.has(host) || LOCALHOST.has(host),
    value: (host) => {
      if (!inventory.hosts.has(host) && !LOCALHOST.has(host)) return undefined;
      let variables = made.get(host);
      if (variables === undefined) {
        variables = variablesOf(view(host), generation);
        made.set(host, variables);
      }
      return variables;
    },
  });
}

/** Up to ansible-core 2.18 walking over hostvars meets localhost at the end, whether the inventory has it or not. */
function listed(inventory: Inventory, generation: Generation): Iterable<string> {
  const names = [...inventory.hosts.keys()];
  if (generation === "classic" && !names.some((name) => LOCALHOST.has(name))) names.push("localhost");
  return names;
}

function variablesOf(view: HostView, generation: Generation): LazyDict {
  return new LazyDict({
    names: () => view.names(),
    has: (name) => view.has(name),
    value: (name) => {
      if (!view.has(name)) return undefined;
      if (generation === "native") return view.resolve(name);
      const raw = view.raw(name);
      return raw === undefined ? view.resolve(name) : templateLeniently(raw, view);
    },
  });
}

/** Up to ansible-core 2.18 a text that leads to an undefined variable is given as it stands (fail_on_undefined=False). */
function templateLeniently(raw: Value, view: HostView): Value {
  if (typeof raw === "string") {
    try {
      return view.engine.template(raw);
    } catch (error) {
      if (error instanceof Failure && error.kind === "undefined") return raw;
      throw error;
    }
  }
  if (raw instanceof TaggedText) return view.engine.template(raw);
  if (Array.isArray(raw)) return raw.map((item) => templateLeniently(item, view));
  if (raw instanceof PyDict) return new PyDict([...raw.entries()].map(([key, item]) => [key, templateLeniently(item, view)]));
  return raw;
}
