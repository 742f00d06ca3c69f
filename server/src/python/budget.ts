import { Failure } from "./failure";

/**
 * Bounds on one evaluation, so that no text of a workspace can hang the program or fill its memory. Running out is `unknown`, never a
 * wrong value.
 */
export interface BudgetLimits {
  readonly steps: number;
  readonly depth: number;
  /** Characters and elements created, added up. */
  readonly output: number;
  /** By the clock that the budget is given. Only a backstop: on a busy or slow machine the answers must be the same as on a fast one. */
  readonly milliseconds: number;
}

export const DEFAULT_LIMITS: BudgetLimits = { steps: 2_000_000, depth: 200, output: 32_000_000, milliseconds: 3_000 };

export class Budget {
  #steps = 0;
  #output = 0;
  #depth = 0;
  #deadline: number;

  constructor(
    readonly limits: BudgetLimits = DEFAULT_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#deadline = now() + limits.milliseconds;
  }

  /** Starts again at nothing: one budget serves one question after another. */
  reset(): void {
    this.#steps = 0;
    this.#output = 0;
    this.#depth = 0;
    this.#deadline = this.now() + this.limits.milliseconds;
  }

  /** Counts work; looks at the clock every thousand steps or so. */
  step(count = 1): void {
    const before = this.#steps;
    this.#steps += count;
    if (this.#steps > this.limits.steps) exhausted("it takes too many steps");
    if (before >> 10 !== this.#steps >> 10 && this.now() > this.#deadline) exhausted("it takes too long");
  }

  /** To be called BEFORE creating text of `size` characters or a list of `size` elements. */
  allocate(size: number | bigint): void {
    this.#output += Number(size);
    if (!(this.#output <= this.limits.output)) exhausted("its result is too large");
  }

  /** Runs `body` one level deeper. */
  deeper<T>(body: () => T): T {
    this.enter();
    try {
      return body();
    } finally {
      this.leave();
    }
  }

  /** One level deeper, where a closure for `deeper` would cost too much. Every enter() that returns needs its leave(). */
  enter(): void {
    if (this.#depth >= this.limits.depth) exhausted("it is nested too deeply");
    this.#depth++;
  }

  leave(): void {
    this.#depth--;
  }
}

function exhausted(why: string): never {
  throw new Failure("unknown", `Not evaluated to the end: ${why}.`, "budget");
}
