import { setFlagsFromString } from "node:v8";

/**
 * V8's optimizing compiler and this command do not suit each other: most runs end in a fraction of a second, before optimized code has
 * paid for its making (a third of the whole run's processor time). So it starts switched off, and is switched on where there is much to do.
 */
export function withoutOptimizer(): void {
  setFlagsFromString("--no-opt");
}

/** From here on work is repeated often enough for optimized code to pay. */
export function withOptimizer(): void {
  setFlagsFromString("--opt");
}
