import { appendFileSync } from "node:fs";

/** A line for people among mocha's: what was measured. The extension host's own console is seen by nobody. */
export function say(text: string): void {
  const { SUITE_LOG: log } = process.env;
  if (log) appendFileSync(log, `      ${text}\n`);
  else console.log(`      ${text}`);
}
