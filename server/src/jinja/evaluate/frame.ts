import type { Value } from "../../python/values";
import type { Prepared } from "./prepare";

/** One run of one template: what all its frames share. */
export interface Run {
  readonly prepared: Prepared;
  /** The template calls methods that change lists or dicts: it gets copies of the variables' values. */
  readonly changing: boolean;
  /** The item of a native `when:`, where constants that hold a template are templated (jinja_bits.py, _access_const). */
  readonly templatesConstants: boolean;
}

/**
 * A scope of names inside a template: the template itself, the body of a loop, macro, call, filter, set or with block. `if` has none.
 * Names that no frame holds are variables.
 */
export class Frame {
  names: Map<string, Value> | undefined;
  /** Of names set to text: whether classic templating must not turn it into a list or dict (keptText.ts). */
  keptTexts: Map<string, boolean> | undefined;

  constructor(
    readonly run: Run,
    readonly parent: Frame | undefined,
  ) {}

  get(name: string): Value | undefined {
    let frame: Frame | undefined = this;
    while (frame !== undefined) {
      const value = frame.names?.get(name);
      if (value !== undefined) return value;
      frame = frame.parent;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.names ??= new Map();
    this.names.set(name, value);
    this.keptTexts?.delete(name);
  }

  noteText(name: string, kept: boolean): void {
    this.keptTexts ??= new Map();
    this.keptTexts.set(name, kept);
  }

  /** What is noted of the name in the frame that holds it. */
  keepsText(name: string): boolean | undefined {
    let frame: Frame | undefined = this;
    while (frame !== undefined) {
      if (frame.names?.has(name)) return frame.keptTexts?.get(name);
      frame = frame.parent;
    }
    return undefined;
  }
}
