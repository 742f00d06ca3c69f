/**
 * Work that comes in small steps, a slice of it in each round of the event loop, however much of it there is: so messages are taken in and
 * other questions are answered in between.
 */
export class Turns {
  readonly #jobs: Job[] = [];
  #isRunning = false;

  /**
   * Runs all steps and gives their result; rejects with what one throws. undefined where `isOver` says, before a slice, that nobody wants it
   * any more. What runs `idly` runs only when nothing else does.
   */
  run<T>(steps: Iterator<void, T>, isOver: () => boolean = () => false, idly = false): Promise<T | undefined> {
    return new Promise<T | undefined>((resolve, reject) => {
      const slice = () => {
        if (isOver()) {
          resolve(undefined);
          return true;
        }
        const began = performance.now();
        do {
          const step = steps.next();
          if (!step.done) continue;
          resolve(step.value);
          return true;
        } while (performance.now() - began < AT_ONCE);
        return false;
      };
      this.#jobs.push({ slice, reject, idly });
      if (!this.#isRunning) this.#next();
    });
  }

  #next(): void {
    this.#isRunning = true;
    setImmediate(() => {
      const urgent = this.#jobs.findIndex(({ idly }) => !idly);
      const [job] = this.#jobs.splice(Math.max(urgent, 0), 1);
      if (job && !isDone(job)) this.#jobs.push(job);
      if (this.#jobs.length > 0) this.#next();
      else this.#isRunning = false;
    });
  }
}

/** Milliseconds, and what the last step takes beyond. */
const AT_ONCE = 8;

interface Job {
  /** True when the work is over. */
  readonly slice: () => boolean;
  readonly reject: (error: unknown) => void;
  readonly idly: boolean;
}

function isDone({ slice, reject }: Job): boolean {
  try {
    return slice();
  } catch (error) {
    reject(error);
    return true;
  }
}
