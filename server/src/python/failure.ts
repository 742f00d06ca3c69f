/**
 * The one exception that evaluation throws on purpose. Everything else thrown is a defect of ours.
 */

/**
 * - `undefined`: an undefined variable or attribute was used (Ansible: AnsibleUndefinedVariable).
 * - `error`: Ansible fails here too (syntax, type, a filter's own complaint, recursion).
 * - `unknown`: the value cannot be known before the run, or not by us; `message` is the reason.
 */
export type FailureKind = "undefined" | "error" | "unknown";

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** For `undefined`: the name that is missing. For `unknown`: a stable word for the reason (`vault`, `filter`, `lookup`, `budget`, `fact`). */
    readonly subject?: string,
  ) {
    super(message);
  }
}

export function fail(message: string): never {
  throw new Failure("error", message);
}

export function unknown(reason: string, subject?: string): never {
  throw new Failure("unknown", reason, subject);
}
