import type { Generation } from "../../jinja/context";
import { PyDict, type Value } from "../../python/values";
import { parseJson } from "../../yaml/parseJson";

/**
 * Ansible's fact cache, as its plugin jsonfile writes it. Up to ansible-core 2.18 a host's file holds its facts; from 2.19 on it is called
 * `s1_HOST` and holds a text in which every tagged value is written with its type (ansible/_internal/_plugins/_cache.py).
 */

/** The names that a host's file may have, that of the generation first: the facts are those of the same machine. */
export function cacheNames(host: string, generation: Generation): readonly string[] {
  const names = [host, `s1_${host}`];
  return generation === "native" ? names.reverse() : names;
}

/** The facts in what a file holds; undefined where its text cannot be read. Those of a type that is none of JSON's are left out. */
export function cachedFacts(found: PyDict): PyDict | undefined {
  const payload = found.get("__payload__");
  if (typeof payload !== "string") return found;
  const facts = parseJson(payload)?.value;
  return facts instanceof PyDict ? withoutUnknown(facts) : undefined;
}

function withoutUnknown(facts: PyDict): PyDict {
  const plain = new PyDict();
  for (const [name, value] of facts.entries()) {
    const untagged = untag(value);
    if (untagged !== undefined) plain.set(name, untagged);
  }
  return plain;
}

const PLAIN_TYPES: readonly unknown[] = ["Str", "Int", "Float", "List", "Dict", "Tuple", "Set"].map((type) => `_AnsibleTagged${type}`);

function untag(value: Value): Value | undefined {
  if (Array.isArray(value)) {
    const items = value.map(untag);
    return items.includes(undefined) ? undefined : (items as Value[]);
  }
  if (!(value instanceof PyDict)) return value;
  const type = value.get("__ansible_type");
  if (type !== undefined) return PLAIN_TYPES.includes(type) ? untag(value.get("value") ?? null) : undefined;
  const plain = withoutUnknown(value);
  return plain.size === value.size ? plain : undefined;
}
