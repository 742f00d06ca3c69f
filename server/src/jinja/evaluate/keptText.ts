import { truthy } from "../../python/convert";
import { LazyDict } from "../../python/lazyDict";
import { textMethods } from "../../python/methodsText";
import { subscript } from "../../python/subscript";
import { PyDict, Undefined, type Value } from "../../python/values";
import type { CallNode, Expression, FilterNode } from "../ast";
import { type Evaluator, TEXT_FILTERS } from "./evaluator";
import type { Frame } from "./frame";

/**
 * Whether a text is what Ansible marks as NativeJinjaText: the result of `string`, `to_json` and the like, handed on unchanged. Classic
 * templating does not turn such text into a list, dict or bool. JavaScript's strings carry no mark, so the way that the value took is
 * followed again; asked only for text that looks like a literal, which is rare.
 */

/** undefined: it cannot be told from the expression. */
export function keepsText(node: Expression, frame: Frame, evaluator: Evaluator): boolean | undefined {
  switch (node.kind) {
    case "filter":
      return filterKeepsText(node, frame, evaluator);
    case "call":
      return callKeepsText(node);
    case "name":
    case "attribute":
    case "item": {
      if (node.kind === "item" && node.index.kind === "slice") return false;
      if (node.kind === "name" && frame.get(node.name) !== undefined) return frame.keepsText(node.name);
      const raw = definitionOf(node, frame, evaluator);
      if (raw === UNTRACED) return node.kind === "item" && typeof evaluator.evaluate(node.object, frame) === "string" ? false : undefined;
      return typeof raw === "string" && evaluator.rendersKeptText(raw);
    }
    case "conditional": {
      const chosen = truthy(evaluator.evaluate(node.test, frame)) ? node.then : node.otherwise;
      return chosen !== undefined && keepsText(chosen, frame, evaluator);
    }
    case "binary":
      if (node.operator !== "and" && node.operator !== "or") return false;
      return keepsText(
        truthy(evaluator.evaluate(node.left, frame)) === (node.operator === "or") ? node.left : node.right,
        frame,
        evaluator,
      );
    default:
      return false;
  }
}

/** Filters that hand on one of the values that they are given. */
const PASSING: ReadonlySet<string> = new Set(["first", "last", "min", "max", "random", "extract", "attr", "sum"]);

function filterKeepsText(node: FilterNode, frame: Frame, evaluator: Evaluator): boolean | undefined {
  const name = node.name.replace(/^ansible\.(?:builtin|legacy)\./, "");
  if (TEXT_FILTERS.has(node.name)) return true;
  if (node.input === undefined || name === "ternary") return undefined;
  if (name === "mandatory") return keepsText(node.input, frame, evaluator);
  if (name !== "default" && name !== "d") return PASSING.has(name) ? undefined : false;
  const [fallback, boolean] = node.args.positional;
  const strict = boolean ?? node.args.keyword.find((one) => one.name === "boolean")?.value;
  const other = fallback ?? node.args.keyword.find((one) => one.name === "default_value")?.value;
  const input = evaluator.evaluate(node.input, frame);
  const missing = input instanceof Undefined || (strict !== undefined && truthy(evaluator.evaluate(strict, frame)) && !truthy(input));
  if (!missing) return keepsText(node.input, frame, evaluator);
  return other !== undefined && keepsText(other, frame, evaluator);
}

/** A method of text makes new text; what others hand on cannot be told. */
function callKeepsText(node: CallNode): boolean | undefined {
  return node.callee.kind === "attribute" && textMethods.has(node.callee.name) && node.callee.name !== "format" ? false : undefined;
}

const UNTRACED = Symbol("untraced");

/**
 * The definition that a path of names and keys ends at; undefined where a template has made the container on the way, whose elements are
 * plain text.
 */
function definitionOf(node: Expression, frame: Frame, evaluator: Evaluator): Value | undefined | typeof UNTRACED {
  if (node.kind === "name") {
    if (frame.get(node.name) !== undefined) return UNTRACED;
    const raw = evaluator.context.variables.raw?.(node.name);
    return raw === undefined ? UNTRACED : raw;
  }
  if (node.kind !== "attribute" && (node.kind !== "item" || node.index.kind === "slice")) return UNTRACED;
  const container = definitionOf(node.object, frame, evaluator);
  if (container === UNTRACED || container instanceof LazyDict) return UNTRACED;
  if (!Array.isArray(container) && !(container instanceof PyDict)) return undefined;
  return subscript(container, node.kind === "attribute" ? node.name : evaluator.evaluate(node.index, frame));
}

const TEXT_FILTER = new RegExp(`\\|\\s*(?:${[...TEXT_FILTERS].join("|")})\\b|['"](?:${[...TEXT_FILTERS].join("|")})['"]`);

/** Whether such text can come about at all in a template: it, or a definition that it rests on, uses one of the filters. */
export function mayKeepText(source: string, evaluator: Evaluator): boolean {
  const { variables, budget } = evaluator.context;
  const seen = new Set<string>();
  const pending: Value[] = [source];
  for (let raw = pending.pop(); raw !== undefined; raw = pending.pop()) {
    budget.step();
    if (Array.isArray(raw)) for (const item of raw) pending.push(item);
    else if (raw instanceof PyDict && !(raw instanceof LazyDict)) for (const item of raw.values()) pending.push(item);
    if (typeof raw !== "string") continue;
    if (TEXT_FILTER.test(raw)) return true;
    for (const [name] of raw.includes("{") || raw === source ? raw.matchAll(/[A-Za-z_]\w*/g) : []) {
      if (seen.has(name)) continue;
      seen.add(name);
      const definition = variables.raw?.(name);
      if (definition !== undefined && definition !== null) pending.push(definition);
    }
  }
  return false;
}
