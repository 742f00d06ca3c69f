import { order } from "../../../python/compare";
import { fail } from "../../../python/failure";
import type { Value } from "../../../python/values";

/** Order of versions after PEP 440, for `version(..., version_type='pep440')`. Source: packaging/version.py. */

/** Throws "Invalid version: 'x'". */
export function comparePep440(a: string, b: string): number {
  return order(parts(a), parts(b));
}

const VERSION =
  /^\s*v?(?:(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d+)?)?((?:-(\d+))|(?:[-_.]?(post|rev|r)[-_.]?(\d+)?))?([-_.]?(dev)[-_.]?(\d+)?)?)(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

const PHASES: Readonly<Record<string, string>> = { alpha: "a", a: "a", beta: "b", b: "b", c: "rc", rc: "rc", pre: "rc", preview: "rc" };

/** packaging's _cmpkey with every part made comparable: a rank first, then what it ranks. */
function parts(text: string): Value[] {
  const match = VERSION.exec(text);
  if (!match) return fail(`Invalid version: '${text}'`);
  const [, epoch, release, phase, phaseNumber, post, postBare, , postNumber, dev, , devNumber, local] = match;
  const numbers: Value[] = (release as string).split(".").map(BigInt);
  while (numbers.length > 0 && numbers.at(-1) === 0n) numbers.pop();
  const hasPre = phase !== undefined;
  const pre: Value[] = hasPre ? [1n, PHASES[phase.toLowerCase()] as string, BigInt(phaseNumber ?? 0)] : !post && dev ? [0n] : [2n];
  return [
    BigInt(epoch ?? 0),
    numbers,
    pre,
    post ? [1n, BigInt(postBare ?? postNumber ?? 0)] : [0n],
    dev ? [0n, BigInt(devNumber ?? 0)] : [1n],
    local === undefined ? [] : localParts(local),
  ];
}

/** Words come before numbers; no local part before any. */
function localParts(local: string): Value[] {
  return local
    .toLowerCase()
    .split(/[-_.]/)
    .map((part): Value => (/^\d+$/.test(part) ? [1n, BigInt(part)] : [0n, part]));
}
