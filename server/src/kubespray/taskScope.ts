import type { Engine } from "../jinja/engine";
import { Failure } from "../python/failure";
import { PyDict, type Value } from "../python/values";

/**
 * How this folder's task logic (plan, artifacts, kubeadm images, direct fetches) sees one host: its name, its groups, and an engine over its
 * variables with those of a task on top.
 */
export interface TaskScope {
  readonly host: string;
  /** At the time roles/download runs. */
  readonly groups: readonly string[];
  /**
   * An engine over the host's variables. `above` are a task's own variables, raw: they beat all others. `below` are further roles whose
   * defaults are visible, weaker than everything else.
   */
  engine(above?: ReadonlyMap<string, Value>, below?: readonly string[]): Engine;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Runs `body`; what evaluation throws on purpose becomes data. */
export function attempt<T>(body: () => T): Attempt<T> {
  try {
    return { ok: true, value: body() };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, failure: error };
    throw error;
  }
}

/** The entry of a dict; undefined where `value` is none or lacks it. */
export function entry(value: Value | undefined, key: string): Value | undefined {
  return value instanceof PyDict ? value.get(key) : undefined;
}
