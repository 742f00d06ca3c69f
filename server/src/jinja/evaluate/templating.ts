import type { Value } from "../../python/values";

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
