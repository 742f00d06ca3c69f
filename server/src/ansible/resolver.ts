import type { Generation, Outside, Plugins } from "../jinja/context";
import type { Engine } from "../jinja/engine";
import { createEngine } from "../jinja/evaluate/createEngine";
import { PreparedCache } from "../jinja/evaluate/prepare";
import { Budget } from "../python/budget";
import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import { type Evaluation, Evaluations } from "./evaluations";
import { type Facts, factNames } from "./facts/facts";
import { hostVarsDict } from "./hostVars";
import type { Inventory } from "./inventory/inventory";
import type { KeptEvaluations } from "./keptEvaluations";
import type { Definition, Layer, Resolved } from "./model";
import type { HostScope } from "./scope";
import { HostView, OverlayView, type ViewContext } from "./view";

export interface ResolverOptions {
  readonly inventory: Inventory;
  /** All variables of a host in a task of the play. */
  readonly scopes: (host: string) => HostScope;
  /** The variables that other hosts see through `hostvars`: without the play and its roles. */
  readonly hostVarsScopes: (host: string) => HostScope;
  readonly facts: Facts;
  readonly generation: Generation;
  readonly outside?: Outside;
  readonly plugins?: Plugins;
  readonly budget?: Budget;
  /** See EngineOptions. */
  readonly allowBrokenConditionals?: boolean;
  /** Parsed templates of the same generation, to be shared with other resolvers. */
  readonly templates?: PreparedCache;
  /** What earlier snapshots worked out with the same generation; whatever still holds is taken over. */
  readonly kept?: KeptEvaluations;
}

/** Task variables for an engine: raw values over everything, and layers of roles below everything. */
export interface TaskVariables {
  readonly above?: ReadonlyMap<string, Value>;
  /** Weak to strong. */
  readonly below?: readonly Layer[];
}

/**
 * The values of variables as Ansible would work them out. Belongs to one snapshot of all files: nothing here notices a change. Every value
 * is worked out once, and hosts that are alike share the work (see Evaluations).
 */
export interface Resolver {
  /** The value of a variable itself, as `debug: var=NAME` shows it. Never throws. */
  resolve(host: string, name: string): Resolved;
  /** A raw value templated in the host's variables. Never throws. The trace holds the definitions of the variables that it names. */
  evaluate(host: string, raw: Value): Resolved;
  /** The winner first, then what it overrides. */
  definitions(host: string, name: string): readonly Definition[];
  /** Sorted. */
  names(host: string): readonly string[];
  /** The variables that working out `name` asked for directly. */
  uses(host: string, name: string): readonly string[];
  /** For conditions, expressions and templates of a task on the host. Its methods throw Failure. Each call has a budget of its own. */
  engine(host: string, task?: TaskVariables): Engine;
  /**
   * The answer of `work`, worked out once for all hosts for which everything it reads through this resolver is the same. `work` must rest
   * on the host's variables alone, and `key` name it.
   */
  once<T>(host: string, key: string, work: () => T): T;
  /** Whether `once` would give an answer without work. */
  isKnown(host: string, key: string): boolean;
}

export function createResolver(options: ResolverOptions): Resolver {
  return new VariableResolver(options);
}

class VariableResolver implements Resolver {
  readonly #evaluations: Evaluations;
  readonly #views = new Map<string, HostView>();
  readonly #hostVarsViews = new Map<string, HostView>();
  readonly #context: ViewContext;
  readonly #budget: Budget;
  #depth = 0;

  constructor(private readonly options: ResolverOptions) {
    const { generation, outside, plugins, facts, inventory, allowBrokenConditionals } = options;
    const budget = options.budget ?? new Budget();
    const engineOptions = {
      generation,
      budget,
      cache: options.templates ?? new PreparedCache(generation),
      ...(outside && { outside: this.#noticed(outside) }),
      ...(plugins && { plugins }),
      ...(allowBrokenConditionals && { allowBrokenConditionals }),
    };
    this.#budget = budget;
    const known = new Map<string, ReadonlyMap<string, string>>();
    const factsOf = (host: string) => {
      const names = known.get(host) ?? factNames(facts, host, inventory.hosts.get(host)?.membership);
      known.set(host, names);
      return names;
    };
    this.#evaluations = new Evaluations(budget, (host, fact) => factsOf(host).get(fact), options.kept);
    const hostVars = hostVarsDict(inventory, generation, (host) => this.#hostVarsView(host));
    this.#context = {
      generation,
      evaluations: this.#evaluations,
      hostVars,
      factNames: factsOf,
      createEngine: (variables) => createEngine({ ...engineOptions, variables }),
    };
  }

  /** Answers of the outside belong to this snapshot alone. */
  #noticed({ env, readFile, now, parseYaml }: Outside): Outside {
    const noticed =
      <A extends readonly unknown[], T>(ask: (...args: A) => T) =>
      (...args: A): T => {
        this.#evaluations.readOutside();
        return ask(...args);
      };
    return {
      ...(env && { env: noticed(env) }),
      ...(readFile && { readFile: noticed(readFile) }),
      ...(now && { now: noticed(now) }),
      ...(parseYaml && { parseYaml }),
    };
  }

  resolve(host: string, name: string): Resolved {
    const view = this.#view(host);
    const evaluation = this.#question(() => view.value(name));
    return toResolved(view.scope, evaluation, () => this.#trace(view, name, evaluation));
  }

  evaluate(host: string, raw: Value): Resolved {
    const view = this.#view(host);
    const evaluation = this.#question(() => this.#evaluations.run(view.scope, () => view.engine.template(raw)));
    return toResolved(view.scope, evaluation, () => this.#trace(view, undefined, evaluation));
  }

  definitions(host: string, name: string): readonly Definition[] {
    return this.#view(host).scope.definitions(name);
  }

  names(host: string): readonly string[] {
    return this.#view(host).scope.sortedNames();
  }

  uses(host: string, name: string): readonly string[] {
    const view = this.#view(host);
    return [...this.#question(() => view.value(name)).uses];
  }

  engine(host: string, task: TaskVariables = {}): Engine {
    const view = this.#view(host);
    const plain = (task.above === undefined || task.above.size === 0) && (task.below === undefined || task.below.length === 0);
    const engine = plain ? view.engine : new OverlayView(this.#context, view, task.above ?? new Map(), task.below ?? []).engine;
    return this.#guarded(engine, view.scope);
  }

  once<T>(host: string, key: string, work: () => T): T {
    return this.#evaluations.once(this.#view(host).scope, key, work);
  }

  isKnown(host: string, key: string): boolean {
    return this.#evaluations.isKnown(this.#view(host).scope, key);
  }

  #view(host: string): HostView {
    let view = this.#views.get(host);
    if (view === undefined) {
      view = new HostView(this.#context, this.options.scopes(host), true);
      this.#views.set(host, view);
    }
    return view;
  }

  #hostVarsView(host: string): HostView {
    let view = this.#hostVarsViews.get(host);
    if (view === undefined) {
      view = new HostView(this.#context, this.options.hostVarsScopes(host), false);
      this.#hostVarsViews.set(host, view);
    }
    return view;
  }

  /** Runs one question of the outside with a fresh budget; a question within a question has a share of the outer one's. */
  #question<T>(body: () => T): T {
    if (this.#depth === 0) this.#budget.reset();
    this.#depth++;
    try {
      return body();
    } finally {
      this.#depth--;
    }
  }

  #guarded(engine: Engine, scope: HostScope): Engine {
    const guard = <T>(body: () => T) =>
      this.#question(() => {
        try {
          return body();
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          if (error.kind === "undefined") this.#evaluations.readOpaque(scope);
          throw clarified(scope, error);
        }
      });
    const guarded: Engine = Object.create(engine);
    guarded.template = (raw) => guard(() => engine.template(raw));
    guarded.condition = (test) => guard(() => engine.condition(test));
    guarded.expression = (text) => guard(() => engine.expression(text));
    return guarded;
  }

  #trace(view: HostView, name: string | undefined, evaluation: Evaluation): readonly Definition[] {
    const seen = new Set<string>(name === undefined ? evaluation.uses : [name, ...evaluation.uses]);
    for (const used of seen) for (const next of view.known(used)?.uses ?? []) seen.add(next);
    return [...seen].flatMap((used) => view.scope.find(used) ?? []);
  }
}

function toResolved(scope: HostScope, evaluation: Evaluation, trace: () => readonly Definition[]): Resolved {
  if (evaluation.ok) {
    return {
      state: "known",
      value: evaluation.value,
      get trace() {
        return trace();
      },
    };
  }
  const { kind, message } = clarified(scope, evaluation.failure);
  const traced = {
    get trace() {
      return trace();
    },
  };
  if (kind === "unknown") return Object.assign(traced, { state: "unknown" as const, reason: message });
  return Object.assign(traced, { state: kind === "undefined" ? ("undefined" as const) : ("failed" as const), message });
}

/**
 * A name that is missing may stand in a file that cannot be read: then it is not known whether Ansible fails. `default` and `is defined` take
 * such a name as missing all the same, or a vaulted file of passwords would make everything unknown.
 */
function clarified(scope: HostScope, failure: Failure): Failure {
  if (failure.kind !== "undefined" || scope.opaque === undefined) return failure;
  return new Failure("unknown", `${failure.message}, or defined where it cannot be seen. ${scope.opaque}`, "vault");
}
