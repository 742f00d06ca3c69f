import { PyDict, type Value } from "../python/values";

/**
 * What `hash_behaviour = merge` makes of two values of one variable: dicts are merged key by key and all the way down, anything else is
 * replaced (ansible/utils/vars.py, merge_hash).
 */
export function mergeValues(low: Value, high: Value): Value {
  if (!(low instanceof PyDict && high instanceof PyDict)) return high;
  const merged = low.copy();
  for (const [key, value] of high.entries()) {
    const before = low.get(key);
    merged.set(key, before === undefined ? value : mergeValues(before, value));
  }
  return merged;
}
