import { mayBeTemplate } from "../jinja/evaluate/templating";
import type { Budget } from "../python/budget";
import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import type { HostScope, SharedScope } from "./scope";
import { signatureOf } from "./signature";

/** What came of working something out, with the variables that it asked for directly. */
export type Evaluation = ({ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }) & {
  readonly uses: ReadonlySet<string>;
};

/** A result and what it rests on among the names that differ between the hosts of a class. */
interface Shared {
  readonly result: unknown;
  readonly own: ReadonlyMap<string, unknown>;
}

interface Frame {
  readonly scope: HostScope;
  readonly uses: Set<string>;
  /** Own names (see SharedScope) that were read, directly or not, with this host's signatures. */
  readonly own: Map<string, unknown>;
}

/** Stands for "all names there are": never alike on two hosts. */
const ALL_NAMES = "\0all";
/** Why some names may be defined where nobody can see. */
const OPAQUE = "\0opaque";
/** Before a name: that its value holds no template, whatever it is. */
const PLAIN = "\0plain ";
/** Before a name within `ansible_facts`: which variable it is, or that the host has no such fact. */
const FACT = "\0fact ";
/** How many different results are kept for one question of a class, before hosts are left to themselves. */
const MAXIMUM_VARIANTS = 8;

/**
 * Remembers what was worked out, once for all hosts that are alike. While something is worked out, every variable that it reads is noted;
 * of those only the names that single hosts define for themselves can make a difference between hosts of one class. A result holds for every
 * host of the class that defines those equally.
 */
export class Evaluations {
  readonly #classes = new Map<SharedScope, Map<string, Shared[]>>();
  readonly #hosts = new Map<HostScope, Map<string, Shared>>();
  readonly #signatures = new Map<HostScope, Map<string, unknown>>();
  readonly #frames: Frame[] = [];
  readonly #active = new Map<HostScope, Set<string>>();

  constructor(
    private readonly budget: Budget,
    /** The variable that a name within `ansible_facts` stands for on a host; undefined where the host has no such fact. */
    private readonly factVariable: (host: string, fact: string) => string | undefined,
  ) {}

  /** Notes that `name` is read in what is being worked out for the host. */
  read(scope: HostScope, name: string): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.scope !== scope) return;
    frame.uses.add(name);
    if (!frame.own.has(name) && scope.shared.isOwn(name)) frame.own.set(name, this.#signature(scope, name));
  }

  /** Notes that the list of all names is read. */
  readAll(scope: HostScope): void {
    const frame = this.#frames.at(-1);
    if (frame?.scope === scope) frame.own.set(ALL_NAMES, scope);
  }

  /** Notes that it counts that the name's value holds no template, but not what it is. */
  readPlain(scope: HostScope, name: string): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.scope !== scope) return;
    frame.uses.add(name);
    if (!frame.own.has(name) && scope.shared.isOwn(name)) frame.own.set(PLAIN + name, true);
  }

  /** Notes that it is asked whether the host has a fact; an answer may rest on its absence alone. */
  readFact(scope: HostScope, fact: string): void {
    const frame = this.#frames.at(-1);
    if (frame?.scope === scope) frame.own.set(FACT + fact, this.factVariable(scope.host, fact));
  }

  /** Notes that it is asked whether the host may have definitions that cannot be seen. */
  readOpaque(scope: HostScope): void {
    const frame = this.#frames.at(-1);
    if (frame?.scope === scope) frame.own.set(OPAQUE, scope.opaque);
  }

  /** `work` for one host, remembered under `key`. A cycle gives a failure, as Python's recursion limit does in Ansible. */
  remember(scope: HostScope, key: string, name: string, work: () => Value): Evaluation {
    const known = this.#find(scope, key);
    if (known !== undefined) return this.#use(scope, known) as Evaluation;
    const active = this.#activeOf(scope);
    if (active.has(key)) throw new Failure("error", `recursive loop detected in template string: {{ ${name} }}`);
    active.add(key);
    const ample = this.budget.ample;
    try {
      const { result, own } = this.#run(scope, () => {
        const evaluation = this.run(scope, work);
        this.read(scope, name); // which definition it is may itself differ from host to host
        return evaluation;
      });
      // Running out of a budget that others have used up says nothing about the value.
      const passing = !result.ok && result.failure.subject === "budget" && this.#frames.length > 0 && !ample;
      if (!passing) this.#keep(scope, key, { result, own });
      return result;
    } finally {
      active.delete(key);
    }
  }

  /** What was remembered, without working anything out. */
  known(scope: HostScope, key: string): Evaluation | undefined {
    return this.#find(scope, key)?.result as Evaluation | undefined;
  }

  /** Runs `work` and turns what it throws on purpose into data. */
  run(scope: HostScope, work: () => Value): Evaluation {
    const frame: Frame = { scope, uses: new Set(), own: new Map() };
    this.#frames.push(frame);
    try {
      return { ok: true, value: work(), uses: frame.uses };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ok: false, failure: error, uses: frame.uses };
    } finally {
      this.#leave(frame);
    }
  }

  isKnown(scope: HostScope, key: string): boolean {
    return this.#find(scope, onceKey(key)) !== undefined;
  }

  /** Any result of `work`, shared among hosts that are alike. What it throws is not remembered. */
  once<T>(scope: HostScope, key: string, work: () => T): T {
    const full = onceKey(key);
    const known = this.#find(scope, full);
    if (known !== undefined) return this.#use(scope, known) as T;
    const shared = this.#run(scope, work);
    this.#keep(scope, full, shared);
    return shared.result;
  }

  #run<T>(scope: HostScope, work: () => T): { readonly result: T; readonly own: ReadonlyMap<string, unknown> } {
    const frame: Frame = { scope, uses: new Set(), own: new Map() };
    this.#frames.push(frame);
    try {
      return { result: work(), own: frame.own };
    } finally {
      this.#leave(frame);
    }
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (outer?.scope === frame.scope) for (const [name, signature] of frame.own) outer.own.set(name, signature);
  }

  #use(scope: HostScope, shared: Shared): unknown {
    const outer = this.#frames.at(-1);
    if (outer?.scope === scope) for (const [name, signature] of shared.own) outer.own.set(name, signature);
    return shared.result;
  }

  #find(scope: HostScope, key: string): Shared | undefined {
    const variants = this.#classes.get(scope.shared)?.get(key);
    if (variants === undefined) return undefined;
    if (variants[0]?.own.size === 0) return variants[0];
    const own = this.#hosts.get(scope)?.get(key);
    if (own !== undefined) return own;
    const found = variants.find((variant) => this.#holds(scope, variant));
    if (found !== undefined && found.own.size > 0) this.#keepForHost(scope, key, found);
    return found;
  }

  #holds(scope: HostScope, variant: Shared): boolean {
    for (const [name, signature] of variant.own) {
      if (this.#now(scope, name) !== signature) return false;
    }
    return true;
  }

  /** What a note of `own` would say on this host. */
  #now(scope: HostScope, name: string): unknown {
    if (name === ALL_NAMES) return scope;
    if (name === OPAQUE) return scope.opaque;
    if (name.startsWith(FACT)) return this.factVariable(scope.host, name.slice(FACT.length));
    if (!name.startsWith(PLAIN)) return this.#signature(scope, name);
    const definition = scope.find(name.slice(PLAIN.length));
    return definition !== undefined && isPlain(definition.raw());
  }

  #keep(scope: HostScope, key: string, shared: Shared): void {
    let questions = this.#classes.get(scope.shared);
    if (questions === undefined) {
      questions = new Map();
      this.#classes.set(scope.shared, questions);
    }
    const variants = questions.get(key);
    if (variants === undefined) questions.set(key, [shared]);
    else if (variants.length < MAXIMUM_VARIANTS) variants.push(shared);
    if (shared.own.size > 0) this.#keepForHost(scope, key, shared);
  }

  #keepForHost(scope: HostScope, key: string, shared: Shared): void {
    let questions = this.#hosts.get(scope);
    if (questions === undefined) {
      questions = new Map();
      this.#hosts.set(scope, questions);
    }
    questions.set(key, shared);
  }

  #activeOf(scope: HostScope): Set<string> {
    let active = this.#active.get(scope);
    if (active === undefined) {
      active = new Set();
      this.#active.set(scope, active);
    }
    return active;
  }

  /** Equal on two hosts where the definition of the name is one and the same, or holds equal raw values. */
  #signature(scope: HostScope, name: string): unknown {
    let signatures = this.#signatures.get(scope);
    if (signatures === undefined) {
      signatures = new Map();
      this.#signatures.set(scope, signatures);
    }
    if (signatures.has(name)) return signatures.get(name);
    const definition = scope.find(name);
    const signature = definition === undefined ? undefined : (signatureOf(definition.raw()) ?? definition);
    signatures.set(name, signature);
    return signature;
  }
}

function onceKey(key: string): string {
  return `once\0${key}`;
}

/** A raw value that templating leaves as it is. */
export function isPlain(raw: Value): boolean {
  return typeof raw === "string" ? !mayBeTemplate(raw) : typeof raw !== "object" || raw === null;
}
