import { arithmetic, unary } from "../../python/arithmetic";
import type { Budget } from "../../python/budget";
import { iterate, toList, truthy, useUndefined } from "../../python/convert";
import { Failure, fail, unknown } from "../../python/failure";
import { slice } from "../../python/subscript";
import { str } from "../../python/text";
import {
  type CallArgs,
  PyCallable,
  PyDict,
  PyIterator,
  PyRange,
  PyTuple,
  PyView,
  TaggedText,
  typeName,
  Undefined,
  UnhashableError,
  type Value,
} from "../../python/values";
import type {
  Arguments,
  AttributeNode,
  CallNode,
  CompareNode,
  ConditionalNode,
  ConstantNode,
  Expression,
  FilterNode,
  ItemNode,
  SliceNode,
  TestNode,
} from "../ast";
import type { EvaluationContext } from "../context";
import { deepCopy, Macro, NO_ARGUMENTS } from "./callables";
import { compares } from "./comparison";
import { deferred } from "./failures";
import type { Frame } from "./frame";
import { attributeOf, itemOf } from "./lookups";
import { PartialValue, type PathReader } from "./paths";

/**
 * Walks an expression's tree and gives its value, as the code that jinja2/compiler.py generates would under Ansible's environments.
 * What differs between classic and native templating is asked of `native`. Throws Failure.
 */

/** Filters whose result stays text (ansible/config/base.yml, STRING_TYPE_FILTERS). */
export const TEXT_FILTERS: ReadonlySet<string> = new Set([
  "string",
  "to_json",
  "to_nice_json",
  "to_yaml",
  "to_nice_yaml",
  "ppretty",
  "json",
]);

/** Globals that are given Undefined arguments as they are (ansible-core 2.19 _jinja_plugins.py, _DirectCall). */
const DIRECT_CALLS: ReadonlySet<string> = new Set(["lookup", "query", "q", "undef"]);

export class Evaluator {
  readonly native: boolean;
  readonly #budget: Budget;
  readonly #copies = new WeakMap<object, Map<string, Value>>();

  constructor(
    readonly context: EvaluationContext,
    /** Refuses a name whose own value is being worked out. */
    private readonly refuseCycle: (name: string) => void,
    private readonly paths: PathReader | undefined,
    /** Whether a definition renders to text that classic templating keeps as text (keptText.ts). */
    readonly rendersKeptText: (definition: string) => boolean,
  ) {
    this.native = context.generation === "native";
    this.#budget = context.budget;
  }

  evaluate(node: Expression, frame: Frame): Value {
    this.#budget.step();
    switch (node.kind) {
      case "constant":
        return this.#constant(node.value, frame);
      case "name":
        return this.#name(node.name, frame);
      case "attribute":
      case "item":
        return this.#member(node, frame);
      case "filter":
        return this.#filter(node, frame);
      case "test":
        return this.#test(node, frame);
      case "call":
        return this.#call(node, frame);
      case "binary":
        if (node.operator === "and") {
          const left = this.evaluate(node.left, frame);
          return truthy(left) ? this.evaluate(node.right, frame) : left;
        }
        if (node.operator === "or") {
          const left = this.evaluate(node.left, frame);
          return truthy(left) ? left : this.evaluate(node.right, frame);
        }
        return arithmetic(node.operator, this.evaluate(node.left, frame), this.evaluate(node.right, frame), this.#budget);
      case "compare":
        return this.#compare(node, frame);
      case "concat":
        return this.#concat(node.items, frame);
      case "conditional":
        return this.#conditional(node, frame);
      case "unary":
        if (node.operator === "not") return !truthy(this.evaluate(node.operand, frame));
        return unary(node.operator, this.evaluate(node.operand, frame));
      case "list":
        return this.#items(node.items, frame);
      case "tuple":
        return new PyTuple(this.#items(node.items, frame));
      case "dict":
        return this.#dict(node.entries, frame);
      case "slice":
        return fail("a slice cannot stand here");
      case "missing":
        return fail("template error while templating string: an expression is missing");
    }
  }

  #constant(value: ConstantNode["value"], frame: Frame): Value {
    if (typeof value === "string" && frame.run.templatesConstants) return this.context.template(value);
    // The code generated for it would name a variable of Python (jinja_bits.py, visit_Const).
    if (value === Number.POSITIVE_INFINITY && this.native) return fail("name 'inf' is not defined");
    return value;
  }

  #name(name: string, frame: Frame): Value {
    const held = frame.get(name);
    return held !== undefined ? held : this.variable(name, frame); // null is None
  }

  /** A name that no frame holds: a variable, else a global, else undefined. */
  variable(name: string, frame: Frame): Value {
    if (name === "self") return unknown("'self' stands for the template's blocks and is not evaluated.", "statement");
    if (!frame.run.changing || !this.native) return this.resolve(name);
    // Native templating keeps one container per template run: what a method changes is seen again.
    let copies = this.#copies.get(frame.run);
    if (copies === undefined) {
      copies = new Map();
      this.#copies.set(frame.run, copies);
    }
    const held = copies.get(name) ?? deepCopy(this.resolve(name), this.#budget);
    copies.set(name, held);
    return held;
  }

  resolve(name: string): Value {
    const { variables, plugins } = this.context;
    if (variables.has(name)) {
      if (!this.native) {
        this.refuseCycle(name);
        return variables.resolve(name, this.context);
      }
      try {
        this.refuseCycle(name);
        return variables.resolve(name, this.context);
      } catch (error) {
        return deferred(error);
      }
    }
    const global = plugins.globals.get(name);
    return global ? global(this.context) : new Undefined(`'${name}' is undefined`, name);
  }

  // ── attributes and items ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #member(node: AttributeNode | ItemNode, frame: Frame): Value {
    if (this.paths === undefined) return this.#step(node, this.evaluate(node.object, frame), frame);
    const value = this.#partial(node, frame, this.paths);
    return value instanceof PartialValue ? this.paths.whole(value) : value;
  }

  #step(node: AttributeNode | ItemNode, object: Value, frame: Frame): Value {
    if (node.kind === "attribute") return this.attribute(object, node.name, frame.run.changing);
    if (node.index.kind === "slice") return this.#slice(object, node.index, frame);
    return this.item(object, this.evaluate(node.index, frame), frame.run.changing);
  }

  /** Native templating: `a.b[0].c` templates only what it reaches. */
  #partial(node: Expression, frame: Frame, paths: PathReader): Value | PartialValue {
    if (node.kind === "name") {
      const held = frame.get(node.name);
      if (held !== undefined) return held;
      return (frame.run.changing ? undefined : paths.start(node.name)) ?? this.variable(node.name, frame);
    }
    if (node.kind !== "attribute" && node.kind !== "item") return this.evaluate(node, frame);
    const object = this.#partial(node.object, frame, paths);
    if (!(object instanceof PartialValue)) return this.#step(node, object, frame);
    if (node.kind === "item" && node.index.kind === "slice") return this.#step(node, paths.whole(object), frame);
    const key = node.kind === "attribute" ? node.name : this.evaluate(node.index, frame);
    const found = paths.step(object, key, node.kind === "attribute");
    return found !== undefined ? found : this.#keyed(paths.whole(object), key, node.kind === "attribute");
  }

  #keyed(object: Value, key: Value, asAttribute: boolean): Value {
    return asAttribute ? this.attribute(object, key as string) : this.item(object, key);
  }

  attribute(object: Value, name: string, mayChange = false): Value {
    return attributeOf(object, name, { budget: this.#budget, mayChange, native: this.native });
  }

  item(object: Value, key: Value, mayChange = false): Value {
    return itemOf(object, key, { budget: this.#budget, mayChange, native: this.native });
  }

  #slice(object: Value, node: SliceNode, frame: Frame): Value {
    const start = node.start ? this.evaluate(node.start, frame) : null;
    const stop = node.stop ? this.evaluate(node.stop, frame) : null;
    const step = node.step ? this.evaluate(node.step, frame) : null;
    return slice(object, start, stop, step, this.#budget);
  }

  // ── operators and literals ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #compare(node: CompareNode, frame: Frame): Value {
    let left = this.evaluate(node.first, frame);
    let result = true;
    for (const { operator, value } of node.rest) {
      const right = this.evaluate(value, frame);
      result = compares(operator, left, right, this.native, this.#budget);
      if (!result) return false;
      left = right;
    }
    return result;
  }

  #concat(items: readonly Expression[], frame: Frame): string {
    let out = "";
    for (const item of items) {
      const text = str(this.evaluate(item, frame));
      this.#budget.allocate(text.length);
      out += text;
    }
    return out;
  }

  #conditional(node: ConditionalNode, frame: Frame): Value {
    if (truthy(this.evaluate(node.test, frame))) return this.evaluate(node.then, frame);
    if (node.otherwise) return this.evaluate(node.otherwise, frame);
    const message = "the inline if-expression on line 1 evaluated to false and no else section was defined.";
    return new Undefined(message, undefined, this.native ? new Failure("error", message) : undefined, true);
  }

  #items(items: readonly Expression[], frame: Frame): Value[] {
    const out: Value[] = [];
    for (const item of items) out.push(this.evaluate(item, frame));
    return out;
  }

  #dict(entries: readonly { readonly key: Expression; readonly value: Expression }[], frame: Frame): Value {
    const dict = new PyDict();
    for (const { key, value } of entries) {
      const name = this.evaluate(key, frame);
      if (name instanceof Undefined && !name.lenient) useUndefined(name);
      try {
        dict.set(name, this.evaluate(value, frame));
      } catch (error) {
        if (error instanceof UnhashableError) return fail(error.message);
        throw error;
      }
    }
    return dict;
  }

  // ── filters, tests, calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #filter(node: FilterNode, frame: Frame): Value {
    const input = node.input ? this.evaluate(node.input, frame) : "";
    return this.filter(node.name, input, this.arguments(node.args, frame));
  }

  /** Applies the filter `name`; in native templating its failure becomes a value that fails on use. */
  filter(name: string, input: Value, args: CallArgs = NO_ARGUMENTS): Value {
    const filter = this.context.plugins.filters.get(name) ?? unknown(`The filter '${name}' is not evaluated.`, "filter");
    this.#budget.step(stepsOver(input));
    if (!this.native) {
      const result = filter(this.context, plain(input), args);
      return TEXT_FILTERS.has(name) ? str(result) : this.unrolled(result);
    }
    if (!this.context.plugins.acceptUndefined.has(name)) {
      const undefinedArgument = firstUndefined(input, args);
      if (undefinedArgument !== undefined) return undefinedArgument;
    }
    try {
      return this.unrolled(filter(this.context, plain(input), args));
    } catch (error) {
      return deferred(error);
    }
  }

  #test(node: TestNode, frame: Frame): Value {
    const input = this.evaluate(node.input, frame);
    const result = this.test(node.name, input, this.arguments(node.args, frame));
    return node.negated ? !truthy(result) : result;
  }

  /** Applies the test `name`: a bool, or in native templating an Undefined where it fails. */
  test(name: string, input: Value, args: CallArgs = NO_ARGUMENTS): boolean | Undefined {
    const test = this.context.plugins.tests.get(name) ?? unknown(`The test '${name}' is not evaluated.`, "test");
    this.#budget.step(stepsOver(input));
    if (!this.native) return test(this.context, plain(input), args);
    if (!this.context.plugins.acceptUndefined.has(name)) {
      const undefinedArgument = firstUndefined(input, args);
      if (undefinedArgument !== undefined) return undefinedArgument;
    }
    try {
      return test(this.context, plain(input), args);
    } catch (error) {
      return deferred(error);
    }
  }

  #call(node: CallNode, frame: Frame): Value {
    const callee = this.evaluate(node.callee, frame);
    return this.call(callee, this.arguments(node.args, frame));
  }

  call(callee: Value, args: CallArgs): Value {
    this.#budget.step();
    if (!this.native) return this.#callPlainly(callee, args);
    const direct = callee instanceof Macro || (callee instanceof PyCallable && DIRECT_CALLS.has(callee.name));
    if (!direct) {
      const undefinedArgument = firstUndefined(undefined, args);
      if (undefinedArgument !== undefined) return undefinedArgument;
    }
    try {
      const result = this.#callPlainly(callee, args);
      return result instanceof PyRange ? result : this.unrolled(result);
    } catch (error) {
      return deferred(error);
    }
  }

  #callPlainly(callee: Value, args: CallArgs): Value {
    if (callee instanceof PyCallable) return callee.call(args);
    if (callee instanceof Undefined) useUndefined(callee);
    return fail(`'${typeName(callee)}' object is not callable`);
  }

  /** Iterators, views and ranges as lists: what plugins give (JinjaPluginIntercept, _unroll_iterator; 2.19 _wrap_plugin_output). */
  unrolled(value: Value): Value {
    if (!(value instanceof PyIterator || value instanceof PyView || value instanceof PyRange)) return value;
    const out: Value[] = [];
    for (const item of iterate(value)) {
      this.#budget.step();
      this.#budget.allocate(1);
      out.push(item);
    }
    return out;
  }

  arguments(args: Arguments, frame: Frame): CallArgs {
    if (args.positional.length === 0 && args.keyword.length === 0 && !args.star && !args.starStar) return NO_ARGUMENTS;
    const positional = this.#items(args.positional, frame);
    if (args.star) for (const item of toList(this.evaluate(args.star, frame))) positional.push(plain(item));
    if (args.keyword.length === 0 && !args.starStar) return { positional, keyword: NO_ARGUMENTS.keyword };
    const keyword = new Map<string, Value>();
    for (const { name, value } of args.keyword) keyword.set(name, this.evaluate(value, frame));
    if (args.starStar) {
      const more = this.evaluate(args.starStar, frame);
      if (!(more instanceof PyDict)) return fail(`argument after ** must be a mapping, not ${typeName(more)}`);
      for (const [key, value] of more.entries()) {
        if (typeof key !== "string") return fail("keywords must be strings");
        if (keyword.has(key)) return fail(`got multiple values for keyword argument '${key}'`);
        keyword.set(key, value);
      }
    }
    return { positional, keyword };
  }
}

function plain(value: Value): Value {
  return value instanceof TaggedText ? value.text : value;
}

function firstUndefined(input: Value | undefined, args: CallArgs): Undefined | undefined {
  if (input instanceof Undefined && !input.lenient) return input;
  for (const value of args.positional) if (value instanceof Undefined && !value.lenient) return value;
  for (const value of args.keyword.values()) if (value instanceof Undefined && !value.lenient) return value;
  return undefined;
}

/** What a filter or test may cost: it can walk the whole text or list. */
function stepsOver(input: Value): number {
  return typeof input === "string" || Array.isArray(input) ? 1 + (input.length >> 6) : 1;
}
