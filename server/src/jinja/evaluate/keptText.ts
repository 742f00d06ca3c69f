import { truthy } from "../../python/convert";
import { Undefined } from "../../python/values";
import type { Expression } from "../ast";
import { type Evaluator, TEXT_FILTERS } from "./evaluator";
import type { Frame } from "./frame";

/**
 * Whether an expression's value is what Ansible marks as NativeJinjaText: the result of `string`, `to_json` and the like, handed on
 * unchanged. Classic templating does not turn such text into a list, dict or bool. JavaScript's strings carry no mark, so the way the
 * value took is followed again; asked only for text that looks like a literal, which is rare.
 */
export function keepsText(node: Expression, frame: Frame, evaluator: Evaluator): boolean {
  switch (node.kind) {
    case "filter":
      if (TEXT_FILTERS.has(node.name)) return true;
      if (node.input === undefined) return false;
      if (node.name === "default" || node.name === "d") {
        const input = evaluator.evaluate(node.input, frame);
        const [fallback, boolean] = node.args.positional;
        const strict = boolean ?? node.args.keyword.find(({ name }) => name === "boolean")?.value;
        const other = fallback ?? node.args.keyword.find(({ name }) => name === "default_value")?.value;
        const missing = input instanceof Undefined || (strict !== undefined && truthy(evaluator.evaluate(strict, frame)) && !truthy(input));
        return missing ? other !== undefined && keepsText(other, frame, evaluator) : keepsText(node.input, frame, evaluator);
      }
      if (node.name === "ternary") {
        const chosen = truthy(evaluator.evaluate(node.input, frame)) ? node.args.positional[0] : node.args.positional[1];
        return chosen !== undefined && keepsText(chosen, frame, evaluator);
      }
      return node.name === "mandatory" && keepsText(node.input, frame, evaluator);
    case "name":
      return frame.keepsText(node.name) ?? evaluator.keptTexts.variable(node.name);
    case "attribute":
    case "item":
      return evaluator.keptTexts.element(evaluator.evaluate(node.object, frame), evaluator.evaluate(node, frame));
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

/** What resolving has found to be such text. Belongs to one engine. */
export class KeptTexts {
  readonly #variables = new Set<string>();
  readonly #elements = new WeakMap<object, Set<unknown>>();

  noteVariable(name: string, kept: boolean): void {
    if (kept) this.#variables.add(name);
    else if (this.#variables.size > 0) this.#variables.delete(name);
  }

  noteElement(container: object, text: unknown): void {
    const texts = this.#elements.get(container) ?? new Set();
    texts.add(text);
    this.#elements.set(container, texts);
  }

  variable(name: string): boolean {
    return this.#variables.has(name);
  }

  element(container: unknown, text: unknown): boolean {
    return typeof container === "object" && container !== null && (this.#elements.get(container)?.has(text) ?? false);
  }
}
