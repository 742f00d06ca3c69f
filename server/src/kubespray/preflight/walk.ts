import type { Engine } from "../../jinja/engine";
import { str } from "../../python/text";
import type { Value } from "../../python/values";
import { attempt } from "../taskScope";
import { templateNames, visitTexts } from "../templateNames";
import type { PreflightAnswer, PreflightSource, PreflightTree } from "./preflight";
import type { Assertion, Condition, Step } from "./steps";

/** One host's way through the assertions of a role: which of them come into play, and what each says. */

/** What is inherited by a task from the blocks, files and roles around it. */
export interface Surroundings {
  readonly when: readonly Condition[];
  readonly variables: ReadonlyMap<string, Value>;
  /** Outermost first: the last one's tasks are walked. */
  readonly roles: readonly string[];
  /** Set where it cannot be told whether the tasks inside run at all: why. */
  readonly blocked: string | undefined;
  /** The names that the item of a loop is made of. */
  readonly itemNames?: readonly string[];
}

export interface WalkSource extends PreflightSource {
  /** Grows by every name that an answer rests on. */
  readonly asked: Set<string>;
}

export type HostAnswer = Omit<PreflightAnswer, "host">;

/** The answers of the role and of what it depends on and includes. */
export function walkRole(
  source: WalkSource,
  tree: PreflightTree,
  host: string,
  isFirst: boolean,
  role: string,
  around: Surroundings,
): readonly HostAnswer[] {
  const walk = new Walk(source, tree, host, isFirst);
  walk.role(role, around);
  return walk.answers;
}

const MAXIMUM_DEPTH = 12;

class Walk {
  readonly answers: HostAnswer[] = [];
  readonly #seen = new Set<string>();
  readonly #engines = new Map<Surroundings["variables"], Map<string, Engine>>();

  constructor(
    private readonly source: WalkSource,
    private readonly tree: PreflightTree,
    private readonly host: string,
    /** `run_once` tasks run on the first host alone. */
    private readonly isFirst: boolean,
  ) {}

  role(role: string, around: Surroundings): void {
    const own = this.tree.steps.ofRole(role);
    if (own === undefined || around.roles.length > MAXIMUM_DEPTH || this.#seen.has(role)) return;
    const inside = { ...around, roles: [...around.roles, role] };
    const run = this.#decide(around.when, inside);
    if (run.state === "false") return;
    this.#seen.add(role);
    const here: Surroundings = { ...inside, when: [], blocked: run.state === "undecided" ? run.reason : around.blocked };
    for (const { name, when } of own.dependencies) this.role(name, { ...here, when });
    this.#steps(own.steps, here);
  }

  #steps(steps: readonly Step[], around: Surroundings): void {
    for (const step of steps) {
      const inside: Surroundings = {
        ...around,
        when: step.when.length === 0 ? around.when : [...around.when, ...step.when],
        variables: step.variables ? new Map([...around.variables, ...step.variables]) : around.variables,
      };
      if (step.kind === "steps") this.#steps(step.steps, inside);
      else if (step.kind === "role") this.#include(step.name, inside);
      else if (!step.assertion.runOnce || this.isFirst) this.#assert(step.assertion, inside);
    }
  }

  #include(name: string, around: Surroundings): void {
    if (this.#decide(around.when, around).state === "false" || this.#unknowable([name], around) !== undefined) return;
    const role = attempt(() => str(this.#engine(around).template(name)));
    if (role.ok && /^[\w./-]+$/.test(role.value) && !role.value.includes("..")) this.role(role.value, around);
  }

  #assert(assertion: Assertion, around: Surroundings): void {
    const items = this.#items(assertion.loop, around);
    if (items === undefined) this.answers.push(this.#answer(assertion, around, "its loop cannot be evaluated"));
    const raw = assertion.loop?.raw;
    for (const [i, item] of (items ?? []).entries()) {
      const itemNames = templateNames(Array.isArray(raw) && raw.length === items?.length ? (raw[i] as Value) : (raw ?? null));
      const inside = item === undefined ? around : { ...around, itemNames, variables: new Map([...around.variables, ["item", item]]) };
      this.answers.push(this.#answer(assertion, inside, undefined));
    }
  }

  #answer(assertion: Assertion, around: Surroundings, problem: string | undefined): HostAnswer {
    const { file, name, that, message } = assertion;
    const about = { role: around.roles.at(-1) ?? "", task: name, file };
    const undecided = (reason: string): HostAnswer => ({ ...about, state: "undecided", reason, names: [] });
    const run = this.#decide(around.when, around);
    if (run.state === "false") return { ...about, state: "skipped", reason: run.reason, names: [] };
    const open = problem ?? around.blocked ?? (run.state === "undecided" ? run.reason : undefined);
    if (open !== undefined) return undecided(open);
    // A task's arguments are rendered before it is asked anything.
    const hidden = message === undefined ? undefined : this.#unknowable([message], around);
    if (hidden !== undefined) return undecided(hidden);
    const said = message === undefined ? undefined : attempt(() => str(this.#engine(around).template(message)).trim());
    if (said?.ok === false) return undecided(`its message cannot be rendered: ${said.failure.message}`);
    // The first that does not hold ends the run; one that is undecided before it may end it earlier, with the same effect.
    const held = this.#decide(that, around);
    if (held.state === "true") return { ...about, state: "holds", reason: "", names: [] };
    if (held.state === "undecided") return undecided(held.reason);
    const names = [held.reason, ...around.when].flatMap((condition) => this.#namesIn(condition, around));
    return {
      ...about,
      state: "fails",
      reason: held.reason,
      names: [...new Set(names)],
      ...(said?.ok && message !== undefined && { message: said.value, template: message }),
    };
  }

  /** The items of a loop; no loop is one item that is undefined. Undefined where they cannot be known. */
  #items(loop: Assertion["loop"], around: Surroundings): readonly (Value | undefined)[] | undefined {
    if (loop === undefined) return [undefined];
    const { kind, raw } = loop;
    const text = typeof raw === "string" ? braced(raw) : raw;
    if (kind === "other" || this.#unknowable([text], around) !== undefined) return undefined;
    const value = attempt(() => this.#engine(around).template(text));
    if (!value.ok || !Array.isArray(value.value)) return undefined;
    return kind === "with_items" ? value.value.flatMap((item) => (Array.isArray(item) ? item : [item])) : value.value;
  }

  /** All of the conditions; `reason` is the one that decided. */
  #decide(
    conditions: readonly Condition[],
    around: Surroundings,
  ): { readonly state: "true" | "false" | "undecided"; readonly reason: string } {
    let open: string | undefined;
    for (const condition of conditions) {
      if (condition === true) continue;
      if (condition === false) return { state: "false", reason: "false" };
      const why = this.#unknowable([braced(condition)], around);
      if (why !== undefined) {
        open ??= why;
        continue;
      }
      const answer = attempt(() => this.#engine(around).condition(condition));
      if (!answer.ok) open ??= answer.failure.message;
      else if (!answer.value) return { state: "false", reason: condition };
    }
    return open === undefined ? { state: "true", reason: "" } : { state: "undecided", reason: open };
  }

  #engine({ variables, roles }: Surroundings): Engine {
    const engines = this.#engines.get(variables) ?? new Map<string, Engine>();
    this.#engines.set(variables, engines);
    const key = roles.join(" ");
    let engine = engines.get(key);
    if (engine === undefined) {
      const above = new Map<string, Value>();
      for (const role of roles) for (const [name, value] of this.source.roleValues(role, "vars")) above.set(name, value);
      for (const [name, value] of variables) above.set(name, value);
      engine = this.source.scope(this.host).engine(above, roles);
      engines.set(key, engine);
    }
    return engine;
  }

  /** Why texts cannot be evaluated before the run: they lead to a fact that nobody gave, or to a name that tasks set. */
  #unknowable(texts: readonly Value[], { variables, roles }: Surroundings): string | undefined {
    const { source, host } = this;
    let why: string | undefined;
    const rawOf = (name: string): Value | undefined => {
      if (why !== undefined) return undefined;
      const own = variables.get(name);
      if (own !== undefined) return own;
      if (this.tree.setByTasks.has(name) && !source.isKnown(name)) why = `${name} is set by kubespray at run time`;
      const definition = source.definition(host, name);
      if (definition?.layer === "facts" && ASSUMED.has(definition.owner)) why ??= `${name} is a fact of the machine`;
      if (definition === undefined || name === "ansible_facts") {
        if (RUN_TIME.test(name)) why ??= `${name} is known at run time only`;
      }
      if (why !== undefined) return undefined;
      return definition?.raw() ?? roles.flatMap((role) => source.roleValues(role, "defaults").get(name) ?? []).at(-1);
    };
    visitTexts([...texts], rawOf, (text) => {
      const names = this.tree.steps.names(text);
      for (const name of names) source.asked.add(name);
      // What is looked up by other ways than its name may change without it.
      if (names.includes("vars") || names.includes("hostvars") || LOOKUP.test(text)) source.asked.add(EVERYTHING);
      return names;
    });
    return why;
  }

  /** A variable of the task stands for what it is made of. */
  #namesIn(condition: Condition, { variables, itemNames }: Surroundings): readonly string[] {
    if (typeof condition !== "string") return [];
    return this.tree.steps.names(braced(condition)).flatMap((name) => {
      const own = variables.get(name);
      return own === undefined ? [name] : name === "item" && itemNames ? itemNames : templateNames(own);
    });
  }
}

/** Stands among the names that were asked for where any of all may count. */
export const EVERYTHING = "*";
/** Files, the environment; which names there are (`varnames`) is told apart from what they hold. */
const LOOKUP = /\b(?:lookup|query|q)\s*\((?!\s*['"](?:ansible\.builtin\.)?varnames['"])/;

/** Where facts come from that nobody gave. */
const ASSUMED: ReadonlySet<string> = new Set(["assumed facts", "gathered facts"]);
/** Ansible's own names that depend on how it is called. */
const RUN_TIME = /^(?:ansible_(?!host$|user$|port$|connection$)\w+|play_hosts)$/;

function braced(condition: string): string {
  return condition.includes("{{") || condition.includes("{%") ? condition : `{{ ${condition} }}`;
}
