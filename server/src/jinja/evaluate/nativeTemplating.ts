import type { Budget } from "../../python/budget";
import { truthy } from "../../python/convert";
import { Failure, fail, unknown } from "../../python/failure";
import { LazyDict } from "../../python/lazyDict";
import { PyDict, PyTuple, TaggedText, typeName, Undefined, type Value } from "../../python/values";
import type { Statement } from "../ast";
import type { Variables } from "../context";
import { deferred, deferredElement } from "./failures";
import { isOmit, nativeFinalize } from "./output";
import type { PreparedCache } from "./prepare";
import type { Renderer } from "./renderer";
import type { Resolving } from "./resolving";
import { mayBeTemplate, OVERRIDE, type Templating, templateDict, templateList, withNewlinesOf } from "./templating";

/**
 * Templating from ansible-core 2.19 on (_internal/_templating/_engine.py): results keep their types, and an error is a value that fails
 * when it is used. Containers are templated whole where their path cannot be followed (paths.ts).
 */
export class NativeTemplating implements Templating {
  constructor(
    private readonly renderer: Renderer,
    private readonly cache: PreparedCache,
    private readonly variables: Variables,
    private readonly budget: Budget,
    private readonly resolving: Resolving,
    private readonly allowBrokenConditionals: boolean,
  ) {}

  template(raw: Value): Value {
    if (typeof raw === "string") return this.#text(raw);
    if (typeof raw !== "object" || raw === null) return raw;
    if (Array.isArray(raw)) return this.#list(raw);
    if (raw instanceof PyDict) return raw instanceof LazyDict ? raw : this.#dict(raw);
    if (raw instanceof PyTuple) return new PyTuple(this.#list(raw.items), raw.names);
    if (raw instanceof TaggedText) {
      if (raw.tag === "unsafe") return raw.text;
      const reason = "The value is vaulted.";
      return new Undefined(reason, undefined, new Failure("unknown", reason, "vault"));
    }
    return raw;
  }

  finalize(value: Value): Value {
    if (isOmit(value)) return fail("The value is omitted.");
    return nativeFinalize(value, this.budget, true);
  }

  resolveVariable(name: string, raw: Value): Value {
    if (typeof raw !== "object" ? typeof raw !== "string" || !mayBeTemplate(raw) : raw === null) return raw;
    this.resolving.refuse(name);
    return this.#open(name, raw);
  }

  /** One element of a variable's raw value, reached by its path. */
  element(path: string, raw: Value): Value {
    if (typeof raw !== "object" ? typeof raw !== "string" || !mayBeTemplate(raw) : raw === null) return raw;
    try {
      this.resolving.refuse(path);
      return this.#open(path, raw);
    } catch (error) {
      return deferred(error);
    }
  }

  #open(key: string, raw: Value): Value {
    this.resolving.enter(key, typeof raw === "object");
    try {
      return this.template(raw);
    } finally {
      this.resolving.leave(key);
    }
  }

  /** _engine.py, evaluate_conditional */
  condition(test: string | boolean): boolean {
    const result = this.#conditionValue(test);
    if (typeof result === "boolean") return result;
    if (this.allowBrokenConditionals) return truthy(result);
    return fail(
      `Conditional result (${truthy(result) ? "True" : "False"}) was derived from value of type '${typeName(result)}'. Conditionals must have a boolean result.`,
    );
  }

  #conditionValue(test: string | boolean): Value {
    if (typeof test === "boolean") return test;
    let text = test.trim();
    if (text !== "" && isAllTemplate(text)) {
      const result = this.finalize(this.template(text));
      if (typeof result !== "string") return result ?? this.#empty();
      if (result.trim() !== "") this.#requireTrust(text);
      text = result.trim();
    }
    if (text === "") return this.#empty();
    const prepared = this.cache.condition(text);
    if (prepared.problem !== undefined) return fail(`Syntax error in expression: ${prepared.problem}`);
    return this.finalize(this.renderer.expression(prepared, mayBeTemplate(text)));
  }

  /** Only text that stands as it is in a definition may be a condition; what a template made may not (TrustedAsTemplate). */
  #requireTrust(source: string): void {
    const { body, only } = this.cache.template(source);
    if (only?.kind === "name") {
      const raw = this.variables.raw?.(only.name);
      if (typeof raw === "string") {
        if (mayBeTemplate(raw)) this.#requireTrust(raw);
        return;
      }
    }
    const made = only === undefined ? isMade(body) || !source.includes("{{") : only.kind === "constant" || only.kind === "concat";
    if (made) fail("Encountered untrusted template or expression.");
    unknown("Whether this text may be a condition is not known.", "trust");
  }

  #empty(): boolean {
    return this.allowBrokenConditionals || fail("Empty conditional expressions are not allowed.");
  }

  expression(text: string): Value {
    const prepared = this.cache.expression(text);
    if (prepared.problem !== undefined) return fail(`Syntax error in expression: ${prepared.problem}`);
    return this.renderer.expression(prepared);
  }

  /** The text's value; an Undefined where it fails. */
  #text(source: string): Value {
    if (!mayBeTemplate(source)) return source;
    if (source.startsWith(OVERRIDE)) return unknown(`Texts with a '${OVERRIDE}' header are not evaluated.`, "override");
    const prepared = this.cache.template(source);
    this.budget.enter();
    try {
      if (prepared.problem !== undefined) return fail(`Syntax error in template: ${prepared.problem}`);
      const value = this.renderer.render(prepared);
      return typeof value === "string" ? withNewlinesOf(source, value) : value;
    } catch (error) {
      return deferred(error);
    } finally {
      this.budget.leave();
    }
  }

  #list(raw: readonly Value[]): Value[] {
    return templateList(raw, (item) => this.#element(item), this.budget);
  }

  #dict(raw: PyDict): PyDict {
    return templateDict(raw, (item) => this.#element(item), this.budget);
  }

  #element(raw: Value): Value {
    if (typeof raw !== "string" && (typeof raw !== "object" || raw === null)) return raw;
    try {
      return this.template(raw);
    } catch (error) {
      return deferredElement(error);
    }
  }
}

function isAllTemplate(text: string): boolean {
  return /^(?:#jinja2:|\{[{%#])/.test(text) && (/[}%#]\}$/.test(text) || text.startsWith(OVERRIDE));
}

/** The template's text is put together of several pieces. */
function isMade(body: readonly Statement[]): boolean {
  return body.every(({ kind }) => kind === "text" || kind === "output");
}
