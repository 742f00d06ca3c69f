import { iterate, truthy, useUndefined } from "../../python/convert";
import { Failure, fail, unknown } from "../../python/failure";
import { type CallArgs, PyDict, PyObject, PyTuple, typeName, Undefined, type Value } from "../../python/values";
import type { CallBlockNode, Expression, FilterNode, ForNode, MacroNode, Parameter, Statement, Target } from "../ast";
import { childrenOf, type Node } from "../parse/children";
import { deepCopy, Macro } from "./callables";
import type { Evaluator } from "./evaluator";
import { Frame, type Run } from "./frame";
import { keepsText, mayKeepText } from "./keptText";
import { LoopState } from "./loop";
import { classicConcat, classicFinalize, looksLiteral, nativeConcat } from "./output";
import type { Prepared } from "./prepare";
import { Sink } from "./sink";

/**
 * Runs a template's statements and gives what they yield, with Jinja2's scopes: a `set` inside a loop, macro or block does not leave it.
 * Throws Failure.
 */
export class Renderer {
  /** The result of the last `render` is text that must stay text (NativeJinjaText). */
  keptText = false;

  constructor(private readonly evaluator: Evaluator) {}

  /** The template's value: concatenated as the generation does, not finalized. */
  render(prepared: Prepared, templatesConstants = false): Value {
    const run: Run = { prepared, changing: prepared.changing, templatesConstants };
    const frame = new Frame(run, undefined);
    this.#enter(frame, prepared.body);
    const sink = new Sink();
    this.#body(prepared.body, frame, sink);
    return this.#concat(sink);
  }

  /** The value of the one expression, not written as text. */
  expression(prepared: Prepared, templatesConstants = false): Value {
    const run: Run = { prepared, changing: prepared.changing, templatesConstants };
    const frame = new Frame(run, undefined);
    this.#enter(frame, prepared.body);
    return prepared.only ? this.evaluator.evaluate(prepared.only, frame) : fail("not an expression");
  }

  /** Resolves the names that Jinja2 resolves on entry: see frameNames.ts. */
  #enter(frame: Frame, body: object): void {
    const names = frame.run.prepared.frames?.get(body);
    if (names === undefined) return;
    const { variables, budget } = this.evaluator.context;
    if (frame.run.changing) {
      for (const name of names.loads) if (variables.has(name)) frame.set(name, deepCopy(this.#resolveOnEntry(name), budget));
      return;
    }
    for (const name of names.unsure) if (!variables.isPlain?.(name) && variables.has(name)) this.#resolveOnEntry(name);
  }

  /** What is unknown may stay so as long as nothing reaches it. */
  #resolveOnEntry(name: string): Value {
    try {
      return this.evaluator.resolve(name);
    } catch (error) {
      if (error instanceof Failure && error.kind === "unknown" && error.subject !== "budget") {
        return new Undefined(error.message, name, error);
      }
      throw error;
    }
  }

  #concat(sink: Sink): Value {
    const { budget } = this.evaluator.context;
    this.keptText = false;
    if (this.evaluator.native) return nativeConcat(sink.pieces, budget);
    return classicConcat(sink.pieces, budget, () => {
      this.keptText = sink.expression !== undefined && sink.frame !== undefined && this.#keepsText(sink.expression, sink.frame);
      return this.keptText;
    });
  }

  #keepsText(expression: Expression, frame: Frame): boolean {
    const kept = keepsText(expression, frame, this.evaluator);
    if (kept !== undefined) return kept;
    if (!mayKeepText(frame.run.prepared.source, this.evaluator)) return false;
    return unknown("Whether this text stays text or becomes a value is not known.", "type");
  }

  /** The value of a block's body, in a frame of its own. */
  #block(body: readonly Statement[], frame: Frame): Value {
    const sink = new Sink();
    this.#enter(frame, body);
    this.#body(body, frame, sink);
    return this.#concat(sink);
  }

  #body(body: readonly Statement[], frame: Frame, sink: Sink): void {
    for (const node of body) this.#statement(node, frame, sink);
  }

  #statement(node: Statement, frame: Frame, sink: Sink): void {
    const { evaluator } = this;
    evaluator.context.budget.step();
    switch (node.kind) {
      case "text":
        if (node.text !== "") {
          evaluator.context.budget.allocate(node.text.length);
          sink.add(node.text);
        }
        return;
      case "output": {
        const value = evaluator.evaluate(node.expression, frame);
        sink.output(evaluator.native ? value : classicFinalize(value, evaluator.context.budget), node.expression, frame);
        return;
      }
      case "if": {
        const branch = node.branches.find(({ test }) => truthy(evaluator.evaluate(test, frame)));
        this.#body(branch ? branch.body : node.otherwise, frame, sink);
        return;
      }
      case "for":
        this.#for(node, frame, sink);
        return;
      case "set": {
        const value = evaluator.evaluate(node.value, frame);
        const literal = !evaluator.native && typeof value === "string" && looksLiteral(value);
        const kept = literal ? keepsText(node.value, frame, evaluator) : undefined;
        this.#assign(node.target, value, frame);
        if (kept !== undefined && node.target.kind === "name") frame.noteText(node.target.name, kept);
        return;
      }
      case "setBlock": {
        const inner = new Frame(frame.run, frame);
        const text = this.#block(node.body, inner);
        const kept = this.keptText && !node.filter;
        this.#assign(node.target, node.filter ? this.#blockFilter(node.filter, text, inner) : text, frame);
        if (node.target.kind === "name") frame.noteText(node.target.name, kept);
        return;
      }
      case "macro":
        frame.set(node.name, this.#macro(node.name, node, frame));
        return;
      case "callBlock": {
        const args = evaluator.arguments(node.call.args, frame);
        const caller = this.#macro("caller", node, frame);
        const keyword = new Map([...args.keyword, ["caller", caller] as const]);
        sink.add(evaluator.call(evaluator.evaluate(node.call.callee, frame), { positional: args.positional, keyword }));
        return;
      }
      case "filterBlock": {
        const inner = new Frame(frame.run, frame);
        sink.add(this.#blockFilter(node.filter, this.#block(node.body, inner), inner));
        return;
      }
      case "with": {
        const inner = new Frame(frame.run, frame);
        for (const { target, value } of node.bindings) this.#assign(target, evaluator.evaluate(value, frame), inner);
        this.#enter(inner, node.body);
        this.#body(node.body, inner, sink);
        return;
      }
      case "outside":
        unknown(`'${node.tag}' reaches outside the text and is not evaluated.`, "statement");
    }
  }

  /** The filters of a filter or set block: the innermost one has no input. */
  #blockFilter(node: FilterNode, text: Value, frame: Frame): Value {
    const input = node.input?.kind === "filter" ? this.#blockFilter(node.input, text, frame) : text;
    return this.evaluator.filter(node.name, input, this.evaluator.arguments(node.args, frame));
  }

  #assign(target: Target, value: Value, frame: Frame): void {
    if (target.kind === "name") frame.set(target.name, value);
    else if (target.kind === "tuple") this.#unpack(target.items, value, frame);
    else {
      const held = frame.get(target.name);
      const namespace = held !== undefined ? held : this.evaluator.variable(target.name, frame);
      if (namespace instanceof Undefined) useUndefined(namespace);
      if (!(namespace instanceof PyObject) || !namespace.set) fail("cannot assign attribute on non-namespace object");
      namespace.set(target.attribute, value);
    }
  }

  #unpack(targets: readonly Target[], value: Value, frame: Frame): void {
    const items = value instanceof PyTuple ? value.items : Array.isArray(value) ? value : undefined;
    const parts = items ?? unpackable(value);
    if (parts.length > targets.length) fail(`too many values to unpack (expected ${targets.length})`);
    if (parts.length < targets.length) fail(`not enough values to unpack (expected ${targets.length}, got ${parts.length})`);
    for (let i = 0; i < targets.length; i++) this.#assign(targets[i] as Target, parts[i] as Value, frame);
  }

  // ── loops ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #for(node: ForNode, frame: Frame, sink: Sink): void {
    const iterable = this.evaluator.evaluate(node.iterable, frame);
    if (!node.recursive) {
      this.#loop(node, iterable, frame, sink, 0);
      return;
    }
    // A recursive loop is a function whose text is written (compiler.py, visit_For).
    const inner = new Sink();
    this.#loop(node, iterable, frame, inner, 0);
    sink.add(this.#concat(inner));
  }

  #loop(node: ForNode, iterable: Value, frame: Frame, sink: Sink, depth: number): void {
    const { evaluator } = this;
    const { budget } = evaluator.context;
    const inner = new Frame(frame.run, frame);
    const extended = node.recursive || this.#mentions(node, ["loop"]).has("loop");
    let source: Iterable<Value> = Array.isArray(iterable) ? iterable : iterate(iterable);
    let state: LoopState | undefined;
    if (extended) {
      const items: Value[] = [];
      for (const item of source) {
        budget.step();
        if (this.#passes(node, item, inner)) items.push(item);
      }
      budget.allocate(items.length);
      source = items;
      const again = node.recursive ? (value: Value) => this.#again(node, value, frame, depth + 1) : undefined;
      state = new LoopState(items, depth, again);
    }
    let ran = false;
    for (const item of source) {
      budget.step();
      if (!extended && !this.#passes(node, item, inner)) continue;
      ran = true;
      inner.names?.clear();
      inner.keptTexts = undefined;
      if (state) {
        state.index++;
        inner.set("loop", state.object);
      }
      this.#assign(node.target, item, inner);
      this.#enter(inner, node.body);
      this.#body(node.body, inner, sink);
    }
    if (ran) return;
    const otherwise = new Frame(frame.run, frame);
    this.#enter(otherwise, node.otherwise);
    this.#body(node.otherwise, otherwise, sink);
  }

  #passes(node: ForNode, item: Value, inner: Frame): boolean {
    if (!node.filter) return true;
    inner.names?.clear();
    this.#assign(node.target, item, inner);
    return truthy(this.evaluator.evaluate(node.filter, inner));
  }

  #again(node: ForNode, iterable: Value, frame: Frame, depth: number): Value {
    const { budget } = this.evaluator.context;
    budget.enter();
    try {
      const sink = new Sink();
      this.#loop(node, iterable, frame, sink, depth);
      return this.#concat(sink);
    } finally {
      budget.leave();
    }
  }

  // ── macros ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #macro(name: string, node: MacroNode | CallBlockNode, frame: Frame): Macro {
    const special = this.#mentions(node, ["varargs", "kwargs", "caller"]);
    return new Macro(name, (args) => {
      const { budget } = this.evaluator.context;
      budget.enter();
      try {
        const inner = new Frame(frame.run, frame);
        this.#bindParameters(name, node.parameters, special, args, inner);
        return this.#block(node.body, inner);
      } finally {
        budget.leave();
      }
    });
  }

  /** jinja2/runtime.py, Macro.__call__ */
  #bindParameters(name: string, parameters: readonly Parameter[], special: ReadonlySet<string>, args: CallArgs, inner: Frame): void {
    const keyword = new Map(args.keyword);
    let callerGiven = false;
    parameters.forEach((parameter, i) => {
      let value = args.positional[i];
      if (value === undefined) {
        value = keyword.get(parameter.name);
        keyword.delete(parameter.name);
      }
      if (parameter.name === "caller") callerGiven = true;
      if (value === undefined) {
        value = parameter.defaultValue
          ? this.evaluator.evaluate(parameter.defaultValue, inner)
          : new Undefined(`parameter '${parameter.name}' was not provided`, parameter.name);
      }
      inner.set(parameter.name, value);
    });
    if (special.has("caller") && !callerGiven) {
      inner.set("caller", keyword.get("caller") ?? new Undefined("No caller defined", "caller"));
      keyword.delete("caller");
    }
    const [surplus] = keyword.keys();
    if (special.has("kwargs")) inner.set("kwargs", new PyDict(keyword));
    else if (surplus !== undefined) {
      if (surplus === "caller")
        fail(`macro '${name}' was invoked with two values for the special caller argument. This is most likely a bug.`);
      fail(`macro '${name}' takes no keyword argument '${surplus}'`);
    }
    if (special.has("varargs")) inner.set("varargs", new PyTuple(args.positional.slice(parameters.length)));
    else if (args.positional.length > parameters.length) fail(`macro '${name}' takes not more than ${parameters.length} argument(s)`);
  }

  readonly #mentioned = new WeakMap<object, ReadonlySet<string>>();

  /** Which of `names` the body of a loop or macro mentions. */
  #mentions(node: ForNode | MacroNode | CallBlockNode, names: readonly string[]): ReadonlySet<string> {
    const held = this.#mentioned.get(node);
    if (held) return held;
    const found = new Set<string>();
    const pending: Node[] = [...node.body];
    if ("otherwise" in node && node.filter) pending.push(node.filter);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === "name" && names.includes(next.name)) found.add(next.name);
      for (const child of childrenOf(next)) pending.push(child);
    }
    this.#mentioned.set(node, found);
    return found;
  }
}

function unpackable(value: Value): readonly Value[] {
  if (value instanceof Undefined) useUndefined(value);
  if (value === null || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") {
    return fail(`cannot unpack non-iterable ${typeName(value)} object`);
  }
  return [...iterate(value)];
}
