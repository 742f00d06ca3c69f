import * as assert from "node:assert/strict";
import { say } from "./say";

/** What is promised to people on an ordinary machine, and what a machine under load may take before a test fails. */
const PROMISED = 1000;
const CAP = 5000;

/** Does something, waits until it shows, and tells how long that took. Fails where it does not come at all, or far later than promised. */
export async function soon<T>(what: string, act: () => unknown, shown: () => Promise<T>): Promise<T> {
  const started = performance.now();
  await act();
  const result = await shown();
  const took = performance.now() - started;
  say(`${what}: ${took.toFixed(0)} ms${took > PROMISED ? ` (promised: ${PROMISED} ms)` : ""}`);
  assert.ok(took < CAP, `${what}: ${took.toFixed(0)} ms`);
  return result;
}
