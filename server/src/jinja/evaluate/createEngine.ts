import { Budget } from "../../python/budget";
import { useUndefined } from "../../python/convert";
import { type CallArgs, Undefined, type Value } from "../../python/values";
import type { Generation, Outside, Plugins, Variables } from "../context";
import type { Engine, EngineOptions } from "../engine";
import { builtinPlugins } from "../plugins/builtinPlugins";
import { ClassicTemplating } from "./classicTemplating";
import { Evaluator } from "./evaluator";
import { asFailure } from "./failures";
import { NativeTemplating } from "./nativeTemplating";
import { PathReader } from "./paths";
import { PreparedCache } from "./prepare";
import { Renderer } from "./renderer";
import { Resolving } from "./resolving";
import type { Templating } from "./templating";

/**
 * The engine that templates values for one scope of variables (a host's). It caches parsed templates and nothing else: whoever implements
 * Variables remembers values.
 */
export function createEngine(options: EngineOptions): Engine {
  return new TemplateEngine(options);
}

class TemplateEngine implements Engine {
  readonly generation: Generation;
  readonly variables: Variables;
  readonly outside: Outside;
  readonly budget: Budget;
  readonly plugins: Plugins;
  readonly #ownBudget: boolean;
  readonly #evaluator: Evaluator;
  readonly #templating: Templating;
  /** How many of our own calls are on the stack: the outermost one finalizes. */
  #nested = 0;

  constructor(options: EngineOptions) {
    this.generation = options.generation;
    this.variables = options.variables;
    this.outside = options.outside ?? {};
    this.plugins = options.plugins ?? builtinPlugins;
    this.#ownBudget = options.budget === undefined;
    this.budget = options.budget ?? new Budget();
    const native = this.generation === "native";
    const resolving = new Resolving(native, () => this.variables.needsItself?.());
    const cache = options.cache ?? new PreparedCache(this.generation);
    const raw = native ? this.variables.raw : undefined;
    const paths =
      raw &&
      new PathReader((name) => raw.call(this.variables, name), {
        element: (path, value) => nativeTemplating.element(path, value),
        variable: (name) => this.#evaluator.resolve(name),
      });
    this.#evaluator = new Evaluator(
      this,
      (name) => resolving.refuse(name),
      paths,
      (definition) => classicTemplating.rendersKeptText(definition),
    );
    const renderer = new Renderer(this.#evaluator);
    const { variables, budget } = this;
    const classicTemplating = new ClassicTemplating(renderer, cache, variables, budget, resolving);
    const nativeTemplating = new NativeTemplating(renderer, cache, variables, budget, resolving, options.allowBrokenConditionals ?? false);
    this.#templating = native ? nativeTemplating : classicTemplating;
  }

  template(raw: Value): Value {
    if (this.#nested > 0) return this.#templating.template(raw);
    return this.#run(() => this.#templating.finalize(this.#templating.template(raw)));
  }

  condition(test: string | boolean): boolean {
    return this.#run(() => this.#templating.condition(test));
  }

  expression(text: string): Value {
    return this.#run(() => this.#templating.finalize(this.#templating.expression(text)));
  }

  resolveVariable(name: string, raw: Value): Value {
    return this.#run(() => this.#templating.resolveVariable(name, raw));
  }

  filter(name: string, input: Value, args?: CallArgs): Value {
    return this.#evaluator.filter(name, input, args);
  }

  test(name: string, input: Value, args?: CallArgs): boolean {
    const result = this.#evaluator.test(name, input, args);
    return result instanceof Undefined ? useUndefined(result) : result;
  }

  item(object: Value, key: Value): Value {
    return this.#evaluator.item(object, key);
  }

  attribute(object: Value, name: string): Value {
    return this.#evaluator.attribute(object, name);
  }

  call(callee: Value, args: CallArgs): Value {
    return this.#evaluator.call(callee, args);
  }

  #run<T>(body: () => T): T {
    if (this.#nested === 0 && this.#ownBudget) this.budget.reset();
    this.#nested++;
    try {
      return body();
    } catch (error) {
      throw asFailure(error);
    } finally {
      this.#nested--;
    }
  }
}
