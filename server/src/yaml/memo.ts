import { Failure } from "../python/failure";

/** The function's result, worked out when first asked for and then kept; a Failure is kept and thrown again. */
export function memo<T>(compute: () => T): () => T {
  let outcome: { readonly value: T } | { readonly failure: Failure } | undefined;
  return () => {
    if (!outcome) {
      try {
        outcome = { value: compute() };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        outcome = { failure: error };
      }
    }
    if ("failure" in outcome) throw outcome.failure;
    return outcome.value;
  };
}
