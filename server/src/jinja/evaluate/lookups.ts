import { useUndefined } from "../../python/convert";
import { unknown } from "../../python/failure";
import { hasMember, type MemberHost, member } from "../../python/members";
import { subscript } from "../../python/subscript";
import { repr } from "../../python/text";
import { PyDict, typeName, Undefined, type Value } from "../../python/values";

/**
 * `object.name` and `object[key]` as Jinja2's environments answer them under Ansible: classic templating with the plain environment
 * (jinja2/environment.py, getattr and getitem), native templating with the sandboxed one (ansible-core 2.19 _jinja_bits.py).
 */

export interface LookupHost extends MemberHost {
  readonly native: boolean;
}

/** `object.name`: the attribute, else the item, else an Undefined. An Undefined stays itself. */
export function attributeOf(object: Value, name: string, host: LookupHost): Value {
  if (object instanceof Undefined) return object.lenient ? useUndefined(object) : object;
  const unsafe = host.native && name.startsWith("_");
  if (!unsafe) {
    const found = memberOf(object, name, host);
    if (found !== undefined) return found;
  }
  const item = object instanceof PyDict ? object.get(name) : undefined;
  if (item !== undefined) return item;
  return unsafe && hasMember(object, name) ? unsafeAttribute(object, name) : missing(object, name, host.native);
}

/** `object[key]`: the item, else (for text) the attribute, else an Undefined. */
export function itemOf(object: Value, key: Value, host: LookupHost): Value {
  if (object instanceof Undefined) return object.lenient ? useUndefined(object) : object;
  const item = subscript(object, key);
  if (item !== undefined) return item;
  if (typeof key === "string") {
    const unsafe = host.native && key.startsWith("_");
    if (unsafe && hasMember(object, key)) return unsafeAttribute(object, key);
    const found = unsafe ? undefined : memberOf(object, key, host);
    if (found !== undefined) return found;
  }
  return missing(object, key, host.native);
}

function memberOf(object: Value, name: string, host: LookupHost): Value | undefined {
  // A lazy list counts what it has not templated yet as something else (_lazy_containers.py does not override count).
  if (host.native && name === "count" && Array.isArray(object))
    return unknown("list.count() of a lazy list is not evaluated.", "attribute");
  return member(object, name, host);
}

/** jinja2/runtime.py, Undefined._undefined_message; ansible-core 2.19 _jinja_common.py, Marker. */
export function missing(object: Value, key: Value, native: boolean): Undefined {
  const name = typeof key === "string" ? key : undefined;
  if (native && key !== 0n && key !== "" && key !== null && key !== false) {
    return new Undefined(`object of type '${typeName(object)}' has no attribute ${repr(key)}`, name);
  }
  const type = object === null ? "None" : `${typeName(object)} object`;
  if (name === undefined) return new Undefined(`${type} has no element ${repr(key)}`);
  return new Undefined(`'${type}' has no attribute ${repr(key)}`, name);
}

function unsafeAttribute(object: Value, name: string): Undefined {
  return new Undefined(`access to attribute ${repr(name)} of '${typeName(object)}' object is unsafe.`, name);
}
