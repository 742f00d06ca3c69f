import { LazyDict } from "../../python/lazyDict";
import { hasMember } from "../../python/members";
import { subscript } from "../../python/subscript";
import { PyDict, type Value } from "../../python/values";
import type { Variables } from "../context";
import { missing } from "./lookups";

/**
 * Native templating keeps containers lazy: `a.b[0].c` templates the one element that it names (ansible-core 2.19 _lazy_containers.py).
 * We read such a path over the variable's raw value and template only what it ends at.
 */

/** A list or dict of a variable's definition, not templated yet. */
export class PartialValue {
  constructor(
    readonly raw: Value[] | PyDict,
    /** The variable and the keys down to here. */
    readonly path: string,
    /** The variable, where this is its whole value. */
    readonly variable: string | undefined,
  ) {}
}

export interface ElementTemplater {
  /** The templated value of one raw element; `path` tells a cycle. */
  element(path: string, raw: Value): Value;
  variable(name: string): Value;
}

export class PathReader {
  constructor(
    private readonly raw: NonNullable<Variables["raw"]>,
    private readonly templater: ElementTemplater,
  ) {}

  /** undefined: the variable is none, or holds no container. */
  start(name: string): PartialValue | undefined {
    const raw = this.raw(name);
    return isContainer(raw) ? new PartialValue(raw, name, name) : undefined;
  }

  /** One step down; undefined where the step is a method of the container, which needs the whole. */
  step(from: PartialValue, key: Value, asAttribute: boolean): Value | PartialValue | undefined {
    if (asAttribute && hasMember(from.raw, key as string)) return undefined;
    const raw = subscript(from.raw, key);
    if (raw === undefined) return typeof key === "string" && hasMember(from.raw, key) ? undefined : missing(from.raw, key, true);
    const path = `${from.path}\0${typeof key}${String(key)}`;
    return isContainer(raw) ? new PartialValue(raw, path, undefined) : this.templater.element(path, raw);
  }

  whole(value: PartialValue): Value {
    return value.variable !== undefined ? this.templater.variable(value.variable) : this.templater.element(value.path, value.raw);
  }
}

/** Dicts that work out their values by themselves (`hostvars`) hold values that are templated already. */
function isContainer(value: Value | undefined): value is Value[] | PyDict {
  return Array.isArray(value) || (value instanceof PyDict && !(value instanceof LazyDict));
}
