import type { Budget } from "../python/budget";
import type { CallArgs, PyCallable, Value } from "../python/values";

/**
 * What the evaluator, the plugins (filters, tests, lookups, globals) and the scope of variables know of each other.
 */

/** `classic`: ansible-core up to 2.18. `native`: 2.19 on. */
export type Generation = "classic" | "native";

/** Where names come from while a template is evaluated. */
export interface Variables {
  /**
   * The templated value of a variable, an Undefined where there is none or where its own template is undefined, and a Failure thrown
   * where it cannot be evaluated. Asked lazily: only for names that the evaluation reaches.
   */
  resolve(name: string, context: EvaluationContext): Value;
  has(name: string): boolean;
  names(): Iterable<string>;
  /**
   * The raw (not templated) value of a variable. Classic templating needs it to tell that `{{ x }}` names a number, bool or null, which
   * then keeps its type (without `raw` it becomes text); native templating to template no more of `a.b.c` than it reaches.
   */
  raw?(name: string): Value | undefined;
  /**
   * The variable is there and its raw value holds no template, so that resolving it can neither fail nor ask for others. Asked for names that
   * are resolved beforehand and perhaps never used; its value is not thereby read.
   */
  isPlain?(name: string): boolean;
  /** Told when a value turns out to need itself: what is then answered depends on which value was asked for first. */
  needsItself?(): void;
}

/** What the program lets a template ask of the outside: nothing unless the caller supplies it. */
export interface Outside {
  /** An environment variable as the run would see it; undefined: unset (Ansible's lookup('env') then gives '' ). */
  env?(name: string): string | undefined;
  /** Text of a file inside the workspace or the kubespray tree; undefined where it may not or cannot be read. */
  readFile?(path: string): string | undefined;
  /** Now, for `now()` and `strftime`; absent: unknown. */
  now?(): Date;
  /**
   * The documents of a YAML text as Ansible's loader reads them, for `from_yaml`; throws Failure for broken YAML. Absent: unknown. The yaml
   * layer stands beside jinja, so whoever makes the engine supplies it.
   */
  parseYaml?(text: string): Value[];
}

export interface EvaluationContext {
  readonly generation: Generation;
  readonly variables: Variables;
  readonly outside: Outside;
  readonly budget: Budget;
  readonly plugins: Plugins;
  /** Applies a filter by name, as `map('name')` does. Fails as unknown for a filter that we do not have. */
  filter(name: string, input: Value, args?: CallArgs): Value;
  /** Applies a test by name, as `select('name')` does. */
  test(name: string, input: Value, args?: CallArgs): boolean;
  /** Templates a value (text, or a container of texts) as Ansible does with a variable's value. */
  template(value: Value): Value;
  /** `object[key]` / `object.key` as Jinja2's environment.getitem / getattr do, giving an Undefined where there is none. */
  item(object: Value, key: Value): Value;
  attribute(object: Value, name: string): Value;
  /** Calls a PyCallable; fails where `callee` cannot be called. */
  call(callee: Value, args: CallArgs): Value;
}

export type Filter = (context: EvaluationContext, input: Value, args: CallArgs) => Value;
export type Test = (context: EvaluationContext, input: Value, args: CallArgs) => boolean;
/** `terms` as given to lookup()/query(); the result is the list that the plugin returns. */
export type Lookup = (context: EvaluationContext, terms: readonly Value[], options: ReadonlyMap<string, Value>) => Value[];

/** Names as a template writes them; `ansible.builtin.x`, `ansible.utils.x`, ... are looked up by their full name first, then as listed. */
export interface Plugins {
  readonly filters: ReadonlyMap<string, Filter>;
  readonly tests: ReadonlyMap<string, Test>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly globals: ReadonlyMap<string, (context: EvaluationContext) => Value | PyCallable>;
  /** Filters and tests that are given an Undefined as it is (`default`, `defined`, `mandatory`, ...); the others fail on it when they use it. */
  readonly acceptUndefined: ReadonlySet<string>;
}
