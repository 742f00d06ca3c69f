/** For tests that need ../shared: where it is, and a `describe` that is skipped with one clear line where it is absent. */
import { describe, test } from "vitest";
import { shared } from "./sharedPath";

export { shared };

/** `describe` if `path` exists in ../shared; `body` is given where. */
export function describeShared(name: string, path: string, body: (found: string) => void): void {
  const found = shared(path);
  if (found !== undefined) describe(name, () => body(found));
  else describe.skip(name, () => test(`skipped: ../shared/${path} is not here`, () => {}));
}
