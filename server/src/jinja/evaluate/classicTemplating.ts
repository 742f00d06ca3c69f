import type { Budget } from "../../python/budget";
import { truthy } from "../../python/convert";
import { Failure, fail, unknown } from "../../python/failure";
import { LazyDict } from "../../python/lazyDict";
import { str } from "../../python/text";
import { PyDict, PyRange, PyTuple, TaggedText, Undefined, type Value } from "../../python/values";
import type { Variables } from "../context";
import { asFailure, deferredElement } from "./failures";
import { failOnUndefined } from "./output";
import type { PreparedCache } from "./prepare";
import type { Renderer } from "./renderer";
import type { Resolving } from "./resolving";
import { mayBeTemplate, OVERRIDE, type Templating, templateDict, templateList, withNewlinesOf } from "./templating";

/**
 * Templating up to ansible-core 2.18 without jinja2_native: Templar.template and do_template (2.14 template/__init__.py), AnsibleJ2Vars
 * (template/vars.py) and Conditional (playbook/conditional.py).
 */
export class ClassicTemplating implements Templating {
  constructor(
    private readonly renderer: Renderer,
    private readonly cache: PreparedCache,
    private readonly variables: Variables,
    private readonly budget: Budget,
    private readonly resolving: Resolving,
  ) {}

  template(raw: Value): Value {
    if (typeof raw === "string") return this.#text(raw);
    if (typeof raw !== "object" || raw === null) return raw;
    if (Array.isArray(raw)) return this.#list(raw);
    if (raw instanceof PyDict) return raw instanceof LazyDict ? raw : this.#dict(raw);
    if (raw instanceof PyTuple) return [...this.#list(raw.items)];
    if (raw instanceof PyRange) return unknown("A range is not templated.", "type");
    if (raw instanceof TaggedText) return raw.tag === "unsafe" ? raw.text : unknown("The value is vaulted.", "vault");
    return raw;
  }

  finalize(value: Value): Value {
    failOnUndefined(value, this.budget);
    return value;
  }

  resolveVariable(name: string, raw: Value): Value {
    if (typeof raw !== "object" ? typeof raw !== "string" || !mayBeTemplate(raw) : raw === null) return raw;
    this.resolving.refuse(name);
    this.resolving.enter(name, typeof raw === "object");
    try {
      return this.template(raw);
    } catch (error) {
      const failure = asFailure(error);
      if (!(failure instanceof Failure) || failure.kind === "unknown") throw failure;
      if (failure.kind === "undefined") return new Undefined(hint(raw, failure.message), name);
      throw new Failure("error", wrapped(raw, failure.message), failure.subject);
    } finally {
      this.resolving.leave(name);
    }
  }

  /** Conditional.evaluate_conditional: the text is templated, then read as the head of `{% if %}`. */
  condition(test: string | boolean): boolean {
    if (typeof test === "boolean") return test;
    if (test === "") return true;
    let text: string = test;
    try {
      const first = this.template(test);
      if (typeof first !== "string" || first === "") return truthy(first);
      text = first;
      if (this.cache.template(text).problem !== undefined)
        return fail(`Invalid conditional detected: ${this.cache.template(text).problem}`);
      const value = this.template(`{% if ${text} %} True {% else %} False {% endif %}`);
      const answer = str(value).trim();
      return answer === "True" || (answer === "False" ? false : fail(`unable to evaluate conditional: ${test}`));
    } catch (error) {
      const failure = asFailure(error);
      if (!(failure instanceof Failure) || failure.kind === "unknown") throw failure;
      if (failure.kind === "undefined") {
        const answer = impliedAnswer(text, failure.message);
        if (answer !== undefined) return answer;
        throw new Failure("undefined", `error while evaluating conditional (${test}): ${failure.message}`, failure.subject);
      }
      throw new Failure("error", `The conditional check '${test}' failed. The error was: ${failure.message}`, failure.subject);
    }
  }

  expression(text: string): Value {
    const prepared = this.cache.expression(text);
    if (prepared.problem !== undefined) return syntaxError(prepared.problem, text);
    return this.renderer.expression(prepared);
  }

  #text(source: string): Value {
    if (!mayBeTemplate(source)) return source;
    if (source.startsWith(OVERRIDE)) return unknown(`Texts with a '${OVERRIDE}' header are not evaluated.`, "override");
    const prepared = this.cache.template(source);
    if (prepared.single !== undefined) {
      const raw = this.variables.raw?.(prepared.single);
      if (raw !== undefined && raw !== "" && (raw === null || (typeof raw !== "string" && typeof raw !== "object"))) return raw;
    }
    if (prepared.problem !== undefined) return syntaxError(prepared.problem, source);
    this.budget.enter();
    try {
      const value = this.renderer.render(prepared);
      if (typeof value !== "string") return value;
      const text = withNewlinesOf(source, value);
      if (text !== value) this.renderer.keptText = false;
      return text;
    } finally {
      this.budget.leave();
    }
  }

  /** Whether `source` renders to text that must stay text wherever it goes. */
  rendersKeptText(source: string): boolean {
    if (!mayBeTemplate(source)) return false;
    this.renderer.keptText = false;
    this.#text(source);
    return this.renderer.keptText;
  }

  #list(raw: readonly Value[]): Value[] {
    return templateList(raw, (item) => this.#element(item), this.budget);
  }

  #dict(raw: PyDict): PyDict {
    return templateDict(raw, (item) => this.#element(item), this.budget);
  }

  /** What cannot be known of one element leaves the others known; what fails fails for all. */
  #element(raw: Value): Value {
    if (typeof raw !== "string" && (typeof raw !== "object" || raw === null)) return raw;
    try {
      return this.template(raw);
    } catch (error) {
      const failure = asFailure(error);
      if (failure instanceof Failure && failure.kind === "unknown") return deferredElement(failure);
      throw failure;
    }
  }
}

function syntaxError(problem: string, source: string): never {
  throw new Failure("error", `template error while templating string: ${problem}. String: ${source}`);
}

/** Long definitions are left out of messages: they would grow with every variable on the way. */
const MAX_QUOTED = 400;

function quoted(raw: Value): string | undefined {
  return typeof raw === "string" && raw.length <= MAX_QUOTED ? raw : undefined;
}

function hint(raw: Value, message: string): string {
  const text = quoted(raw);
  return text === undefined ? message : `${text}: ${message}`;
}

function wrapped(raw: Value, message: string): string {
  const what = quoted(raw);
  return `An unhandled exception occurred while templating${what === undefined ? "" : ` '${what}'`}. Original message: ${message}`;
}

const UNDEFINED_NAME = /'(hostvars\[.+\]|[\p{L}\p{N}_]+)' is undefined/u;
const DEFINED_TEST = /(hostvars\[.+\]|[\p{L}\p{N}_]+)\s+(not\s+is|is|is\s+not)\s+(defined|undefined)/gu;

/**
 * The answer that a condition gets although it failed, because it asks itself whether the undefined variable is defined
 * (conditional.py, extract_defined_undefined).
 */
function impliedAnswer(condition: string, message: string): boolean | undefined {
  // The expressions below take quadratic time.
  if (condition.length > 10_000 || message.length > 20_000) return unknown("The condition is too long to be evaluated.", "budget");
  const name = UNDEFINED_NAME.exec(message)?.[1];
  if (name === undefined) return undefined;
  for (const [, tested = "", logic = "", state] of condition.matchAll(DEFINED_TEST)) {
    if (tested.replaceAll("'", '"') !== name.replaceAll("'", '"')) continue;
    const shouldExist = logic.includes("not") !== (state === "defined");
    return !shouldExist;
  }
  return undefined;
}
