import type { Budget } from "../python/budget";
import type { Value } from "../python/values";
import type { EvaluationContext, Generation, Outside, Plugins, Variables } from "./context";
import type { PreparedCache } from "./evaluate/prepare";

/** What the layers above ask of Jinja2: see createEngine in evaluate/createEngine.ts. */
export interface Engine extends EvaluationContext {
  /** Templates a raw value as Ansible does with a task argument or a variable's value. Throws Failure. */
  template(raw: Value): Value;
  /** One item of `when:` or `that:`: a bare expression or a boolean. Throws Failure. */
  condition(test: string | boolean): boolean;
  /** A bare expression without braces, such as a `loop`'s inside. Throws Failure. */
  expression(text: string): Value;
  /**
   * What a template sees when it names a variable whose raw value is `raw`: its templated value; an Undefined where its own template is
   * undefined (ansible/template/vars.py, AnsibleJ2Vars.__getitem__; for native templating _jinja_bits.py); a Failure thrown otherwise.
   */
  resolveVariable(name: string, raw: Value): Value;
}

export interface EngineOptions {
  readonly generation: Generation;
  readonly variables: Variables;
  readonly outside?: Outside;
  /** The caller's own, which the caller resets between questions; without one the engine bounds each top-level call by itself. */
  readonly budget?: Budget;
  readonly plugins?: Plugins;
  /** Parsed templates, shared by engines of one generation; without it the engine has a cache of its own. */
  readonly cache?: PreparedCache;
  /**
   * Native templating: a condition may be of any type and is taken for its truth (ALLOW_BROKEN_CONDITIONALS). Default false: a condition
   * that is no bool fails, as ansible-core 2.19 has it by default.
   */
  readonly allowBrokenConditionals?: boolean;
}
