/**
 * The releases that our tables of facts were made from, and where any other version stands among them. A rule is kept for a range of
 * releases; a version that came later falls under the newest rule, a patch release that we have not seen under its neighbour's.
 */

/** In order of time. `master` is the state of 2026-08 on the way to 2.32. */
export const RELEASES = [
  "v2.16.0",
  "v2.17.0",
  "v2.17.1",
  "v2.18.0",
  "v2.18.1",
  "v2.18.2",
  "v2.19.0",
  "v2.19.1",
  "v2.20.0",
  "v2.21.0",
  "v2.22.0",
  "v2.22.1",
  "v2.22.2",
  "v2.23.0",
  "v2.23.1",
  "v2.23.2",
  "v2.23.3",
  "v2.24.0",
  "v2.24.1",
  "v2.24.2",
  "v2.24.3",
  "v2.25.0",
  "v2.25.1",
  "v2.26.0",
  "v2.26.1",
  "v2.27.0",
  "v2.27.1",
  "v2.28.0",
  "v2.28.1",
  "v2.29.0",
  "v2.29.1",
  "v2.30.0",
  "v2.31.0",
  "master",
] as const;

/** What `master` leads to, so that it compares with versions. */
const MASTER = [2, 32, 0] as const;

export interface ReleaseRange {
  /** First release that it holds for; absent: from the oldest. `2.27` stands for `v2.27.0`. */
  readonly from?: string;
  /** First release that it no longer holds for; absent: still so. */
  readonly before?: string;
}

/** True for `v2.31.0`, `2.31.0` and `master`, which compareReleases can place. */
export function isReleaseName(name: string): boolean {
  return name === "master" || /^v?\d{1,4}\.\d{1,4}(\.\d{1,4})?$/.test(name);
}

/** The sign of a against b in time. Both must be release names. */
export function compareReleases(a: string, b: string): number {
  const left = numbers(a);
  const right = numbers(b);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function inRange(release: string, range: ReleaseRange): boolean {
  if (range.from !== undefined && compareReleases(release, range.from) < 0) return false;
  return range.before === undefined || compareReleases(release, range.before) < 0;
}

function numbers(name: string): readonly number[] {
  return name === "master" ? MASTER : name.replace(/^v/, "").split(".").map(Number);
}
