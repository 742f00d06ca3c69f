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

/** No question about kubespray, v2.16 to master, takes more than 6,000 steps, 9 levels or 9,000 characters; with 1,000 hosts neither. */
export const DEFAULT_LIMITS: BudgetLimits = { steps: 500_000, depth: 200, output: 8_000_000, milliseconds: 3_000 };

/** What a question may always take: this part of the limits. */
const ORDINARY = 1 / 20;
/** What all questions together may take beyond that: so many times the limits. A file with a thousand hostile values costs as few do. */
const EXTRAORDINARY = 3;

export class Budget {
  #steps = 0;
  #output = 0;
  #depth = 0;
  #deadline: number;
  /** What is left of it for the question at hand. */
  #mostSteps: number;
  #mostOutput: number;
  /** What earlier questions took beyond the ordinary. */
  #spentSteps = 0;
  #spentOutput = 0;

  constructor(
    readonly limits: BudgetLimits = DEFAULT_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#deadline = now() + limits.milliseconds;
    this.#mostSteps = limits.steps;
    this.#mostOutput = limits.output;
  }

  /** Starts again at nothing: one budget serves one question after another. */
  reset(): void {
    const { steps, output, milliseconds } = this.limits;
    this.#spentSteps += Math.max(0, this.#steps - steps * ORDINARY);
    // What was refused was not made.
    this.#spentOutput += Math.max(0, Math.min(this.#output, output) - output * ORDINARY);
    this.#mostSteps = allowance(steps, this.#spentSteps);
    this.#mostOutput = allowance(output, this.#spentOutput);
    this.#steps = 0;
    this.#output = 0;
    this.#depth = 0;
    this.#deadline = this.now() + milliseconds;
  }

  /** Whether half of everything is still there: what then runs out of it needs too much by itself, whoever asks for it. */
  get ample(): boolean {
    const { depth } = this.limits;
    return this.#steps <= this.#mostSteps / 2 && this.#output <= this.#mostOutput / 2 && this.#depth <= depth / 2;
  }

  /** Counts work; looks at the clock every thousand steps or so. */
  step(count = 1): void {
    const before = this.#steps;
    this.#steps += count;
    if (this.#steps > this.#mostSteps) exhausted("it takes too many steps");
    if (before >> 10 !== this.#steps >> 10 && this.now() > this.#deadline) exhausted("it takes too long");
  }

  /** To be called BEFORE creating text of `size` characters or a list of `size` elements. */
  allocate(size: number | bigint): void {
    this.#output += Number(size);
    if (!(this.#output <= this.#mostOutput)) exhausted("its result is too large");
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

function allowance(limit: number, spent: number): number {
  return limit * ORDINARY + Math.min(limit * (1 - ORDINARY), Math.max(0, limit * EXTRAORDINARY - spent));
}
