/** For tests that need ../shared: where it is, and a `describe` that is skipped with one clear line where it is absent. */
import { describe } from "vitest";
import { shared } from "./sharedPath";

export { shared };

/** `describe` if `path` exists in ../shared. */
export function describeShared(name: string, path: string, body: () => void): void {
  if (shared(path) !== undefined) describe(name, body);
  else describe.skip(`${name} (skipped: ../shared/${path} is not here)`, body);
}
