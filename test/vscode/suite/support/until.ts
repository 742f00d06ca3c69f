/**
 * Waiting for what VS Code does in its own time, without sleeping: a condition is tried at once, on each of the given events, and, for
 * what has no event, at short intervals.
 */
import type { Event } from "vscode";

/** The first value of `probe` that is neither undefined nor false. Rejects after `milliseconds` with `what` and the last error. */
export function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: { readonly on?: readonly Event<unknown>[]; readonly milliseconds?: number } = {},
): Promise<T> {
  const { on = [], milliseconds = 15_000 } = options;
  return new Promise((done, failed) => {
    let last: unknown;
    let busy = false;
    let over = false;
    const attempt = async () => {
      if (busy || over) return;
      busy = true;
      try {
        const value = await probe();
        if (value !== undefined && value !== false && !over) {
          end();
          done(value);
        }
      } catch (error) {
        last = error;
      } finally {
        busy = false;
      }
    };
    const listeners = on.map((event) => event(attempt));
    const interval = setInterval(attempt, 50);
    const timer = setTimeout(() => {
      end();
      failed(new Error(`timed out after ${milliseconds} ms: ${what}`, { cause: last }));
    }, milliseconds);
    const end = () => {
      over = true;
      clearInterval(interval);
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
    };
    void attempt();
  });
}
