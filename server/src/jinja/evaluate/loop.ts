import { equal } from "../../python/compare";
import { fail } from "../../python/failure";
import { PyCallable, PyObject, PyTuple, Undefined, type Value } from "../../python/values";

/** `loop` inside a for loop (jinja2/runtime.py, LoopContext). */
export class LoopState {
  index = -1;
  #changed: Value | undefined;
  /** What the template sees as `loop`. */
  readonly object: Value;

  constructor(
    private readonly items: readonly Value[],
    private readonly depth: number,
    /** Renders the loop again over other items; only for a recursive loop. */
    again: ((items: Value) => Value) | undefined,
  ) {
    const get = (name: string) => this.#get(name);
    this.object = again
      ? new PyCallable(
          "loop",
          ({ positional }) => again(positional[0] ?? fail("loop() missing 1 required positional argument: 'iterable'")),
          get,
        )
      : new PyObject("LoopContext", get, () => `<LoopContext ${this.index + 1}/${items.length}>`);
  }

  #get(name: string): Value | undefined {
    const { items, index } = this;
    switch (name) {
      case "index":
        return BigInt(index + 1);
      case "index0":
        return BigInt(index);
      case "revindex":
        return BigInt(items.length - index);
      case "revindex0":
        return BigInt(items.length - index - 1);
      case "length":
        return BigInt(items.length);
      case "first":
        return index === 0;
      case "last":
        return index === items.length - 1;
      case "depth":
        return BigInt(this.depth + 1);
      case "depth0":
        return BigInt(this.depth);
      case "previtem":
        return index > 0 ? items[index - 1] : new Undefined("there is no previous item");
      case "nextitem":
        return index + 1 < items.length ? items[index + 1] : new Undefined("there is no next item");
      case "cycle":
        return new PyCallable("cycle", ({ positional }) =>
          positional.length === 0 ? fail("no items for cycling given") : (positional[index % positional.length] as Value),
        );
      case "changed":
        return new PyCallable("changed", ({ positional }) => {
          const now = new PyTuple(positional);
          if (this.#changed !== undefined && equal(this.#changed, now)) return false;
          this.#changed = now;
          return true;
        });
    }
    return undefined;
  }
}
