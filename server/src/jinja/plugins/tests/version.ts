import { order } from "../../../python/compare";
import { truthy, useUndefined } from "../../../python/convert";
import { Failure, fail } from "../../../python/failure";
import { repr, str } from "../../../python/text";
import { Undefined, type Value } from "../../../python/values";
import type { Test } from "../../context";
import { test } from "../signature";
import { comparePep440 } from "./pep440";

/** The test `version`: which of two versions is later. Sources: ansible test/core.py (version_compare), module_utils/compat/version.py, utils/version.py. */

const version = test(
  "version_compare",
  ["version", ["operator", "eq"], ["strict", null], ["version_type", null]],
  (_context, value, other, operator, strict, type) => {
    if (strict !== null && type !== null) return fail("Cannot specify both 'strict' and 'version_type'");
    if (!truthy(value)) return fail("Input version value cannot be empty");
    if (!truthy(other)) return fail("Version parameter to compare against cannot be empty");
    if (operator instanceof Undefined) useUndefined(operator);
    const scheme = truthy(strict) ? compareStrict : schemeOf(type);
    const decide = typeof operator === "string" ? OPERATORS.get(operator) : undefined;
    if (!decide) return fail(`Invalid operator type (${str(operator)}). Must be one of ${[...OPERATORS.keys()].map(repr).join(", ")}`);
    return failing(() => scheme(str(value), str(other), decide));
  },
);

export const versionTests: Readonly<Record<string, Test>> = { version, version_compare: version };

/** What an operator makes of the sign; `name` is Python's, for its complaints. */
export interface Decision {
  readonly symbol: string;
  readonly of: (sign: number) => boolean;
}

const DECISIONS = {
  eq: { symbol: "<", of: (sign: number) => sign === 0 },
  lt: { symbol: "<", of: (sign: number) => sign < 0 },
  le: { symbol: "<", of: (sign: number) => sign <= 0 },
  gt: { symbol: "<", of: (sign: number) => sign > 0 },
  ge: { symbol: "<", of: (sign: number) => sign >= 0 },
  ne: { symbol: "<", of: (sign: number) => sign !== 0 },
} as const;

const OPERATORS: ReadonlyMap<string, Decision> = new Map([
  ["==", DECISIONS.eq],
  ["=", DECISIONS.eq],
  ["eq", DECISIONS.eq],
  ["<", DECISIONS.lt],
  ["lt", DECISIONS.lt],
  ["<=", DECISIONS.le],
  ["le", DECISIONS.le],
  [">", DECISIONS.gt],
  ["gt", DECISIONS.gt],
  [">=", DECISIONS.ge],
  ["ge", DECISIONS.ge],
  ["!=", DECISIONS.ne],
  ["<>", DECISIONS.ne],
  ["ne", DECISIONS.ne],
]);

type Scheme = (a: string, b: string, decide: Decision) => boolean;

function schemeOf(type: Value): Scheme {
  if (type instanceof Undefined) useUndefined(type);
  if (!truthy(type)) return compareLoose;
  const scheme = typeof type === "string" ? SCHEMES.get(type) : undefined;
  return scheme ?? fail(`Invalid version type (${str(type)}). Must be one of ${[...SCHEMES.keys()].map(repr).join(", ")}`);
}

function failing(compare: () => boolean): boolean {
  try {
    return compare();
  } catch (error) {
    if (error instanceof Failure && error.kind === "error") return fail(`Version comparison failed: ${error.message}`);
    throw error;
  }
}

/** LooseVersion: numbers and runs of lower-case letters, compared in order as Python compares lists. */
function compareLoose(a: string, b: string, decide: Decision): boolean {
  return decide.of(order(looseParts(a), looseParts(b)));
}

function looseParts(text: string): Value[] {
  return text
    .split(/(\p{Nd}+|[a-z]+|\.)/u)
    .filter((part) => part !== "" && part !== ".")
    .map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : part));
}

/** StrictVersion: two or three numbers and perhaps a or b with a number. */
function compareStrict(a: string, b: string, decide: Decision): boolean {
  return decide.of(order(strictParts(a), strictParts(b)));
}

function strictParts(text: string): Value[] {
  const match = /^([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?:([ab])([0-9]+))?\n?$/.exec(text);
  if (!match) return fail(`invalid version number '${text}'`);
  const [, major, minor, patch, letter, number] = match as unknown as [string, string, string, string?, string?, string?];
  // One without a pre-release tag is later than any with one.
  const tag: Value[] = letter === undefined || number === undefined ? ["z", 0n] : [letter, BigInt(number)];
  return [BigInt(major), BigInt(minor), BigInt(patch ?? 0), ...tag];
}

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\n?$/;

function compareSemver(a: string, b: string, decide: Decision): boolean {
  const [left, right] = [semverParts(a), semverParts(b)];
  const core = order(left.core, right.core);
  if (core !== 0) return decide.of(core);
  return decide.of(comparePrerelease(left.prerelease, right.prerelease));
}

function semverParts(text: string): { core: Value[]; prerelease: readonly string[] } {
  const match = SEMVER.exec(text);
  if (!match) return fail(`invalid semantic version '${text}'`);
  return { core: [1, 2, 3].map((i) => BigInt(match[i] as string)), prerelease: match[4]?.split(".") ?? [] };
}

/** No pre-release is later than one; numbers come before words; a longer list after its beginning. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length === a.length ? 0 : a.length === 0 ? 1 : -1;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as string, b[i] as string];
    if (x === y) continue;
    const [numberX, numberY] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (numberX && numberY) return BigInt(x) < BigInt(y) ? -1 : 1;
    if (numberX !== numberY) return numberX ? -1 : 1;
    return order(x, y);
  }
  return a.length - b.length;
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ["loose", compareLoose],
  ["strict", compareStrict],
  ["semver", compareSemver],
  ["semantic", compareSemver],
  ["pep440", (a, b, decide) => decide.of(comparePep440(a, b))],
]);
