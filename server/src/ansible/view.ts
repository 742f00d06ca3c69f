import type { Generation, Variables } from "../jinja/context";
import type { Engine } from "../jinja/engine";
import { Failure } from "../python/failure";
import { LazyDict } from "../python/lazyDict";
import { TaggedText, Undefined, type Value } from "../python/values";
import { type Evaluation, type Evaluations, isPlain } from "./evaluations";
import { gatheredBareFact } from "./facts/gatheredFacts";
import type { Definition, Layer } from "./model";
import type { HostScope } from "./scope";

/** What all views of a resolver have in common. */
export interface ViewContext {
  readonly generation: Generation;
  readonly evaluations: Evaluations;
  /** The value of `hostvars`. */
  readonly hostVars: Value;
  /** Names within `ansible_facts`, with the variable of each. */
  readonly factNames: (host: string) => ReadonlyMap<string, string>;
  readonly createEngine: (variables: Variables) => Engine;
}

/** The variables of one host as templates see them. Values are worked out when asked for and remembered. */
export class HostView implements Variables {
  #engine: Engine | undefined;
  readonly #special: ReadonlyMap<string, () => Value>;
  readonly #kind: string;

  constructor(
    private readonly context: ViewContext,
    readonly scope: HostScope,
    /** In a task there are `hostvars` and `vars`; in what `hostvars` gives of a host there are not. */
    inTask: boolean,
  ) {
    this.#kind = inTask ? "" : "hostvars\0";
    this.#special = new Map<string, () => Value>([
      ["ansible_facts", () => factsDict(context, scope, this)],
      ...(inTask
        ? ([
            ["hostvars", () => this.#outside(context.hostVars)],
            ["vars", () => this.#outside(varsDict(context.generation, scope, context.evaluations, this))],
          ] as const)
        : []),
    ]);
  }

  /** What is read through it is not noted in all detail. */
  #outside(value: Value): Value {
    this.context.evaluations.readOutside();
    return value;
  }

  needsItself(): void {
    this.context.evaluations.readOutside();
  }

  get engine(): Engine {
    this.#engine ??= this.context.createEngine(this);
    return this.#engine;
  }

  has(name: string): boolean {
    this.context.evaluations.read(this.scope, name);
    return this.#special.has(name) || this.scope.find(name) !== undefined;
  }

  *names(): IterableIterator<string> {
    this.context.evaluations.readAll(this.scope);
    yield* this.scope.names();
    for (const name of this.#special.keys()) if (!this.scope.names().has(name)) yield name;
  }

  resolve(name: string): Value {
    this.context.evaluations.read(this.scope, name);
    const special = this.#special.get(name);
    if (special !== undefined) return special();
    const definition = this.scope.find(name);
    if (definition === undefined) return new Undefined(`'${name}' is undefined`, name);
    const evaluation = this.context.evaluations.remember(this.scope, this.#referenceKey(name), name, () =>
      this.engine.resolveVariable(name, rawOf(definition)),
    );
    if (!evaluation.ok) throw evaluation.failure;
    return evaluation.value;
  }

  raw(name: string): Value | undefined {
    if (this.#special.has(name)) return undefined;
    this.context.evaluations.read(this.scope, name);
    const definition = this.scope.find(name);
    return definition && rawOf(definition);
  }

  isPlain(name: string): boolean {
    if (this.#special.has(name)) return false;
    const definition = this.scope.find(name);
    const plain = definition !== undefined && isPlain(definition.raw());
    this.context.evaluations.readPlain(this.scope, name, plain);
    return plain;
  }

  /** The value of the variable itself, as a task's argument that names nothing else would be templated. */
  value(name: string): Evaluation {
    const { evaluations } = this.context;
    return evaluations.remember(this.scope, this.#valueKey(name), name, () => {
      const special = this.#special.get(name);
      if (special !== undefined) return special();
      const definition = this.scope.find(name);
      if (definition === undefined) throw new Failure("undefined", `'${name}' is undefined`, name);
      return this.engine.template(rawOf(definition));
    });
  }

  /** What is remembered of the variable, worked out for itself or for another. */
  known(name: string): Evaluation | undefined {
    const { evaluations } = this.context;
    return evaluations.known(this.scope, this.#referenceKey(name)) ?? evaluations.known(this.scope, this.#valueKey(name));
  }

  #referenceKey(name: string): string {
    return `${this.#kind}reference\0${name}`;
  }

  #valueKey(name: string): string {
    return `${this.#kind}value\0${name}`;
  }
}

/**
 * A host's variables with those of a task above them and those of further roles below. A variable whose value rests on one of these names
 * is worked out anew; the others are the host's.
 */
export class OverlayView implements Variables {
  readonly engine: Engine;
  readonly #memo = new Map<string, { readonly value: Value } | { readonly failure: Failure }>();
  readonly #active = new Set<string>();
  readonly #touched = new Map<string, boolean>();

  constructor(
    private readonly context: ViewContext,
    private readonly host: HostView,
    private readonly above: ReadonlyMap<string, Value>,
    private readonly below: readonly Layer[],
  ) {
    this.engine = context.createEngine(this);
  }

  needsItself(): void {
    this.context.evaluations.readOutside();
  }

  has(name: string): boolean {
    return this.above.has(name) || this.host.has(name) || this.#below(name) !== undefined;
  }

  *names(): IterableIterator<string> {
    const names = new Set<string>(this.above.keys());
    for (const name of this.host.names()) names.add(name);
    for (const layer of this.below) for (const name of layer.names()) names.add(name);
    yield* names;
  }

  raw(name: string): Value | undefined {
    const value = this.above.get(name);
    return value ?? this.host.raw(name) ?? (this.#isHosts(name) ? undefined : this.#belowRaw(name));
  }

  isPlain(name: string): boolean {
    const value = this.above.get(name);
    return value === undefined ? this.host.isPlain(name) : isPlain(value);
  }

  resolve(name: string): Value {
    if (!this.above.has(name) && (this.#isHosts(name) || this.#below(name) === undefined)) {
      const ofHost = this.#ofHost(name);
      if (!this.#touches(name)) return unwrap(ofHost);
    }
    return unwrap(this.#own(name));
  }

  #own(name: string): { readonly value: Value } | { readonly failure: Failure } {
    const known = this.#memo.get(name);
    if (known !== undefined) return known;
    if (this.#active.has(name)) throw new Failure("error", `recursive loop detected in template string: {{ ${name} }}`);
    this.#active.add(name);
    try {
      const raw = this.raw(name);
      const result = attempt(() => (raw === undefined ? this.host.resolve(name) : this.engine.resolveVariable(name, checked(raw))));
      this.#memo.set(name, result);
      return result;
    } finally {
      this.#active.delete(name);
    }
  }

  #ofHost(name: string): { readonly value: Value } | { readonly failure: Failure } {
    return attempt(() => this.host.resolve(name));
  }

  /** Whether the host defines the name itself, so that a role below does not count. */
  #isHosts(name: string): boolean {
    return this.host.scope.find(name) !== undefined || this.host.raw(name) !== undefined || SPECIAL.has(name);
  }

  #below(name: string): Definition | undefined {
    for (let i = this.below.length - 1; i >= 0; i--) {
      const found = (this.below[i] as Layer).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #belowRaw(name: string): Value | undefined {
    return this.#below(name)?.raw();
  }

  /** Whether working the host's variable out asked, directly or not, for a name that is something else here. */
  #touches(name: string): boolean {
    const known = this.#touched.get(name);
    if (known !== undefined) return known;
    this.#touched.set(name, false); // a cycle adds nothing
    let touches = false;
    for (const used of this.host.known(name)?.uses ?? []) {
      if (this.above.has(used) || (this.#below(used) !== undefined && !this.#isHosts(used)) || this.#touches(used)) {
        touches = true;
        break;
      }
    }
    this.#touched.set(name, touches);
    return touches;
  }
}

const SPECIAL: ReadonlySet<string> = new Set(["hostvars", "vars", "ansible_facts"]);

function attempt(body: () => Value): { readonly value: Value } | { readonly failure: Failure } {
  try {
    return { value: body() };
  } catch (error) {
    if (error instanceof Failure) return { failure: error };
    throw error;
  }
}

function unwrap(result: { readonly value: Value } | { readonly failure: Failure }): Value {
  if ("failure" in result) throw result.failure;
  return result.value;
}

function rawOf(definition: Definition): Value {
  return checked(definition.raw());
}

/** A definition that cannot be read stands as an Undefined with its failure. */
function checked(raw: Value): Value {
  if (raw instanceof Undefined && raw.failure !== undefined) throw raw.failure;
  return raw;
}

/** `ansible_facts`: the facts by their bare names. Plain data: they are never templated. */
function factsDict(context: ViewContext, scope: HostScope, view: HostView): LazyDict {
  const names = context.factNames(scope.host);
  return new LazyDict({
    names: () => {
      context.evaluations.readAll(scope);
      return names.keys();
    },
    has: (name) => {
      context.evaluations.readFact(scope, name);
      return names.has(name) || notGathered(name);
    },
    value: (name) => {
      context.evaluations.readFact(scope, name);
      const variable = names.get(name);
      if (variable !== undefined) return view.resolve(variable);
      notGathered(name);
      return undefined;
    },
  });
}

/** False for a name that is no fact of kubespray's. Throws Failure for one that only the machine can tell. */
function notGathered(name: string): false {
  const failure = gatheredBareFact(name);
  if (failure !== undefined) throw failure;
  return false;
}

/** `vars`: raw before ansible-core 2.19, templated when asked for since. */
function varsDict(generation: Generation, scope: HostScope, evaluations: Evaluations, view: HostView): LazyDict {
  return new LazyDict({
    names: () => view.names(),
    has: (name) => view.has(name),
    value: (name) => {
      if (generation === "native") return view.has(name) ? view.resolve(name) : undefined;
      evaluations.read(scope, name);
      const raw = view.raw(name);
      return raw instanceof TaggedText ? raw.text : raw;
    },
  });
}
