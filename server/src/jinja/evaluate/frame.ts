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
  /** Names set to text that classic templating must not turn into a list or dict (NativeJinjaText). */
  keptTexts: Set<string> | undefined;

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

  keepText(name: string): void {
    this.keptTexts ??= new Set();
    this.keptTexts.add(name);
  }

  /** Whether the name's value in the frame that holds it is a text to be kept; undefined where no frame holds it. */
  keepsText(name: string): boolean | undefined {
    let frame: Frame | undefined = this;
    while (frame !== undefined) {
      if (frame.names?.has(name)) return frame.keptTexts?.has(name) ?? false;
      frame = frame.parent;
    }
    return undefined;
  }
}
