import type { Value } from "../../python/values";
import type { Expression } from "../ast";
import type { Frame } from "./frame";

/** The pieces that a template or a block yields, and where the first came from (so that a single piece of text can be traced). */
export class Sink {
  readonly pieces: Value[] = [];
  expression: Expression | undefined;
  frame: Frame | undefined;

  add(value: Value): void {
    this.pieces.push(value);
  }

  output(value: Value, expression: Expression, frame: Frame): void {
    if (this.pieces.length === 0) {
      this.expression = expression;
      this.frame = frame;
    }
    this.pieces.push(value);
  }
}
