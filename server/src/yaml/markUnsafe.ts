import { unknown } from "../python/failure";
import { PyDict, PySet, PyTuple, TaggedText, type Value } from "../python/values";

const MAXIMUM_DEPTH = 400;

/**
 * A copy of the value in which no text is a template any more (ansible/utils/unsafe_proxy.py wrap_var). Keys stay as they are. Fails as
 * unknown on a value nested too deeply, such as one that contains itself.
 */
export function markUnsafe(value: Value, depth = 0): Value {
  if (depth > MAXIMUM_DEPTH) unknown("`!unsafe` on a value that is nested too deeply.", "budget");
  const mark = (item: Value) => markUnsafe(item, depth + 1);
  if (typeof value === "string") return new TaggedText("unsafe", value);
  if (Array.isArray(value)) return value.map(mark);
  if (value instanceof PyTuple) return new PyTuple(value.items.map(mark));
  if (value instanceof PySet) return new PySet([...value.values()].map(mark));
  if (value instanceof PyDict) return new PyDict([...value.entries()].map(([key, item]): [Value, Value] => [key, mark(item)]));
  return value;
}
