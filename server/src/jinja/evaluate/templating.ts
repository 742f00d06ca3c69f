import type { Budget } from "../../python/budget";
import type { PyDict, Value } from "../../python/values";

/** What the two generations of Ansible's templating do differently, once an expression can be evaluated. */
export interface Templating {
  /** A raw value in the middle of an evaluation (a variable's, a lookup's term). */
  template(raw: Value): Value;
  /** What a task sees of `template`'s result: fails on what is left undefined. */
  finalize(value: Value): Value;
  resolveVariable(name: string, raw: Value): Value;
  condition(test: string | boolean): boolean;
  expression(text: string): Value;
}

/** Text that may hold a template; any other is its own value. */
export function mayBeTemplate(text: string): boolean {
  const at = text.indexOf("{");
  if (at < 0) return text.startsWith(OVERRIDE);
  return text.includes("{{", at) || text.includes("{%", at) || text.includes("{#", at) || text.startsWith(OVERRIDE);
}

/** The header by which a text changes the syntax of its templates. */
export const OVERRIDE = "#jinja2:";

/** `text` with as many newlines at its end as the source had (template/__init__.py, do_template). */
export function withNewlinesOf(source: string, text: string): string {
  const missing = newlinesAtEnd(source) - newlinesAtEnd(text);
  return missing > 0 ? text + "\n".repeat(missing) : text;
}

function newlinesAtEnd(text: string): number {
  let count = 0;
  while (count < text.length && text.charCodeAt(text.length - 1 - count) === 10) count++;
  return count;
}

/** A list with its items templated; the same list where that changes nothing. */
export function templateList(raw: readonly Value[], element: (item: Value) => Value, budget: Budget): Value[] {
  budget.enter();
  try {
    let out: Value[] | undefined;
    for (let i = 0; i < raw.length; i++) {
      budget.step();
      const value = element(raw[i] as Value);
      if (out === undefined && value !== raw[i]) out = raw.slice(0, i);
      out?.push(value);
    }
    return out ?? (raw as Value[]);
  } finally {
    budget.leave();
  }
}

/** A dict with its values templated; the same dict where that changes nothing. Keys are not templated. */
export function templateDict(raw: PyDict, element: (item: Value) => Value, budget: Budget): PyDict {
  budget.enter();
  try {
    let changed: Map<Value, Value> | undefined;
    for (const [key, item] of raw.entries()) {
      budget.step();
      const value = element(item);
      if (value === item) continue;
      changed ??= new Map();
      changed.set(key, value);
    }
    if (changed === undefined) return raw;
    const out = raw.copy();
    for (const [key, value] of changed) out.set(key, value);
    return out;
  } finally {
    budget.leave();
  }
}
