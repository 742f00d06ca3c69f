import { Failure } from "../../python/failure";
import { Undefined, UnhashableError } from "../../python/values";

/** What was thrown, as a Failure where Ansible or our own bounds account for it; anything else is a defect and stays as it is. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof UnhashableError) return new Failure("error", error.message);
  // The engine's own stack, or a text or integer past what JavaScript can hold.
  if (error instanceof RangeError)
    return new Failure("unknown", "Not evaluated to the end: it is nested too deeply or too large.", "budget");
  return error;
}

/**
 * Native templating: an error becomes a value that fails when it is used (ansible-core 2.19 _jinja_common.py, Marker). What is unknown
 * stays thrown: no `default` may hide it.
 */
export function deferred(error: unknown): Undefined {
  const failure = asFailure(error);
  if (!(failure instanceof Failure) || failure.kind === "unknown") throw failure;
  return failure.kind === "undefined"
    ? new Undefined(failure.message, failure.subject)
    : new Undefined(failure.message, undefined, failure);
}

/**
 * A failing element of a container: the others stay usable. Unlike `deferred` it may be unknown, and running out of the budget ends
 * everything.
 */
export function deferredElement(error: unknown): Undefined {
  const failure = asFailure(error);
  if (!(failure instanceof Failure) || failure.subject === "budget") throw failure;
  return failure.kind === "undefined"
    ? new Undefined(failure.message, failure.subject)
    : new Undefined(failure.message, undefined, failure);
}
