import { mayBeTemplate } from "../jinja/evaluate/templating";
import type { Budget } from "../python/budget";
import { Failure } from "../python/failure";
import type { Value } from "../python/values";
import type { KeptEvaluations, Recorded } from "./keptEvaluations";
import type { Definition } from "./model";
import { dataSize, isSameValue } from "./sameValue";
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
  /** For the next snapshot; undefined where it rests on something that is not noted. */
  readonly recorded?: Recorded | undefined;
}

interface Frame {
  readonly scope: HostScope;
  readonly uses: Set<string>;
  /** Own names (see SharedScope) that were read, directly or not, with this host's signatures. */
  readonly own: Map<string, unknown>;
  /** Everything that was read, with what it was (see #stillHolds); undefined once something was that is not noted. */
  reads: Map<string, unknown> | undefined;
}

/** Stands for "all names there are": never alike on two hosts. */
const ALL_NAMES = "\0all";
/** Why some names may be defined where nobody can see. */
const OPAQUE = "\0opaque";
/** Before a name: that its value holds no template, whatever it is. */
const PLAIN = "\0plain ";
/** Before a name within `ansible_facts`: which variable it is, or that the host has no such fact. */
const FACT = "\0fact ";
/** Before the key of another result that was used. */
const RESULT = "\0result ";
/** How deep results may rest on each other to be looked at anew. */
const MAXIMUM_DEPTH = 100;
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
  readonly #taken = new Map<HostScope, Map<Recorded, Shared | undefined>>();

  constructor(
    private readonly budget: Budget,
    /** The variable that a name within `ansible_facts` stands for on a host; undefined where the host has no such fact. */
    private readonly factVariable: (host: string, fact: string) => string | undefined,
    /** What earlier snapshots worked out. */
    private readonly kept?: KeptEvaluations,
  ) {
    kept?.begin();
  }

  /** Notes that `name` is read in what is being worked out for the host. */
  read(scope: HostScope, name: string): void {
    const frame = this.#frameOf(scope);
    if (frame === undefined) return;
    frame.uses.add(name);
    if (frame.reads !== undefined && !frame.reads.has(name)) frame.reads.set(name, scope.find(name));
    if (!frame.own.has(name) && scope.shared.isOwn(name)) frame.own.set(name, this.#signature(scope, name));
  }

  /** Notes that the list of all names is read. */
  readAll(scope: HostScope): void {
    const frame = this.#frameOf(scope);
    if (frame === undefined) return;
    frame.own.set(ALL_NAMES, scope);
    frame.reads = undefined;
  }

  /** Notes that it counts whether the name's value holds no template, but not what it is. */
  readPlain(scope: HostScope, name: string, plain: boolean): void {
    const frame = this.#frameOf(scope);
    if (frame === undefined) return;
    frame.reads?.set(PLAIN + name, plain);
    if (!plain) return; // it is resolved then, which is noted
    frame.uses.add(name);
    if (!frame.own.has(name) && scope.shared.isOwn(name)) frame.own.set(PLAIN + name, true);
  }

  /** Notes that it is asked whether the host has a fact; an answer may rest on its absence alone. */
  readFact(scope: HostScope, fact: string): void {
    const frame = this.#frameOf(scope);
    if (frame === undefined) return;
    const variable = this.factVariable(scope.host, fact);
    frame.own.set(FACT + fact, variable);
    frame.reads?.set(FACT + fact, variable);
  }

  /** Notes that it is asked whether the host may have definitions that cannot be seen. */
  readOpaque(scope: HostScope): void {
    const frame = this.#frameOf(scope);
    if (frame === undefined) return;
    frame.own.set(OPAQUE, scope.opaque);
    frame.reads?.set(OPAQUE, scope.opaque);
  }

  /**
   * What is being worked out rests on something that is not noted (another host, a file, the environment), or on where it was asked from (a
   * cycle): no later snapshot may take it over.
   */
  readOutside(): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.reads = undefined;
  }

  /** The frame in which reads of the host count. */
  #frameOf(scope: HostScope): Frame | undefined {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return undefined;
    if (frame.scope === scope) return frame;
    frame.reads = undefined;
    return undefined;
  }

  /** `work` for one host, remembered under `key`. A cycle gives a failure, as Python's recursion limit does in Ansible. */
  remember(scope: HostScope, key: string, name: string, work: () => Value): Evaluation {
    const known = this.#find(scope, key) ?? this.#takeOver(scope, key);
    if (known !== undefined) return this.#use(scope, known) as Evaluation;
    const active = this.#activeOf(scope);
    if (active.has(key)) this.readOutside();
    if (active.has(key)) throw new Failure("error", `recursive loop detected in template string: {{ ${name} }}`);
    active.add(key);
    const ample = this.budget.ample;
    try {
      const shared = this.#run(scope, key, () => {
        const evaluation = this.run(scope, work);
        this.read(scope, name); // which definition it is may itself differ from host to host
        return evaluation;
      });
      // Running out of a budget that others have used up says nothing about the value.
      const { result } = shared;
      const passing = !result.ok && result.failure.subject === "budget" && this.#frames.length > 0 && !ample;
      if (!passing) this.#keep(scope, key, shared);
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
    const frame = this.#enter(scope);
    try {
      return { ok: true, value: work(), uses: frame.uses };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ok: false, failure: error, uses: frame.uses };
    } finally {
      this.#leave(frame);
      const outer = this.#frames.at(-1);
      if (outer !== undefined) {
        if (frame.reads === undefined || outer.scope !== scope) outer.reads = undefined;
        else for (const [what, was] of frame.reads) outer.reads?.set(what, was);
      }
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
    const shared = this.#run(scope, undefined, work);
    this.#keep(scope, full, shared);
    return shared.result;
  }

  /** Runs `work`, and notes what it read; under `key` for later snapshots too. */
  #run<T>(scope: HostScope, key: string | undefined, work: () => T): Shared & { readonly result: T } {
    const frame = this.#enter(scope);
    let recorded: Recorded | undefined;
    try {
      const result = work();
      if (key !== undefined) recorded = this.#record(key, result as Evaluation, frame.reads);
      return { result, own: frame.own, recorded };
    } finally {
      this.#leave(frame);
      this.#noteUse(scope, recorded);
    }
  }

  #enter(scope: HostScope): Frame {
    const frame: Frame = { scope, uses: new Set(), own: new Map(), reads: this.kept && new Map() };
    this.#frames.push(frame);
    return frame;
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (outer?.scope === frame.scope) for (const [name, signature] of frame.own) outer.own.set(name, signature);
  }

  #use(scope: HostScope, shared: Shared): unknown {
    const outer = this.#frames.at(-1);
    if (outer?.scope === scope) for (const [name, signature] of shared.own) outer.own.set(name, signature);
    this.#noteUse(scope, shared.recorded);
    return shared.result;
  }

  /** Notes that a result is used in what is being worked out. */
  #noteUse(scope: HostScope, recorded: Recorded | undefined): void {
    const outer = this.#frames.at(-1);
    if (outer?.reads === undefined) return;
    if (recorded === undefined || outer.scope !== scope) outer.reads = undefined;
    else outer.reads.set(RESULT + recorded.key, recorded);
  }

  #record(key: string, result: Evaluation, reads: Map<string, unknown> | undefined): Recorded | undefined {
    if (this.kept === undefined || reads === undefined) return undefined;
    // What is left of a budget is nothing that could be looked at again.
    const size = result.ok ? dataSize(result.value) : result.failure.subject === "budget" ? undefined : 1;
    if (size === undefined) return undefined;
    const recorded = { key, result, reads, size };
    this.kept.keep(recorded);
    return recorded;
  }

  /** A result of an earlier snapshot, if everything that was read for it is the same on this host. */
  #takeOver(scope: HostScope, key: string): Shared | undefined {
    if (this.kept === undefined) return undefined;
    for (const candidate of this.kept.candidates(key)) {
      const shared = this.#stillHolds(scope, candidate, 0);
      if (shared !== undefined) return shared;
    }
    return undefined;
  }

  /** The result as one of this snapshot; undefined where something that was read for it differs. Works nothing out. */
  #stillHolds(scope: HostScope, recorded: Recorded, depth: number): Shared | undefined {
    let taken = this.#taken.get(scope);
    if (taken === undefined) {
      taken = new Map();
      this.#taken.set(scope, taken);
    }
    if (taken.has(recorded)) return taken.get(recorded);
    if (depth > MAXIMUM_DEPTH) return undefined;
    const own = this.#ownOf(scope, recorded, depth);
    const shared = own && { result: recorded.result, own, recorded };
    taken.set(recorded, shared);
    if (shared !== undefined) {
      this.kept?.keep(recorded);
      if (this.#find(scope, recorded.key) === undefined) this.#keep(scope, recorded.key, shared);
    }
    return shared;
  }

  /** What it rests on that may differ from host to host, as `own` of a frame has it; undefined where what was read is not the same any more. */
  #ownOf(scope: HostScope, recorded: Recorded, depth: number): ReadonlyMap<string, unknown> | undefined {
    const own = new Map<string, unknown>();
    for (const [what, was] of recorded.reads) {
      if (what.startsWith(RESULT)) {
        const used = this.#stillHolds(scope, was as Recorded, depth + 1);
        if (used === undefined) return undefined;
        for (const [name, signature] of used.own) own.set(name, signature);
      } else if (what === OPAQUE || what.startsWith(FACT)) {
        const now = this.#now(scope, what);
        if (now !== was) return undefined;
        own.set(what, now);
      } else if (what.startsWith(PLAIN)) {
        if (this.#now(scope, what) !== was) return undefined;
        if (was === true && scope.shared.isOwn(what.slice(PLAIN.length))) own.set(what, true);
      } else {
        const definition = scope.find(what);
        if (!isSameDefinition(definition, was as Definition | undefined)) return undefined;
        // Nothing of a file's earlier text is held on to.
        if (definition !== was) recorded.reads.set(what, definition);
        if (scope.shared.isOwn(what)) own.set(what, this.#signature(scope, what));
      }
    }
    return own;
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

/** To all that a template can see of it. */
function isSameDefinition(a: Definition | undefined, b: Definition | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isSameValue(a.raw(), b.raw()));
}

function onceKey(key: string): string {
  return `once\0${key}`;
}

/** A raw value that templating leaves as it is. */
export function isPlain(raw: Value): boolean {
  return typeof raw === "string" ? !mayBeTemplate(raw) : typeof raw !== "object" || raw === null;
}
