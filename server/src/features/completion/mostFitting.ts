/**
 * Which of many candidates are worth sending: the editor filters by itself, but a thousand items for each keystroke are too many. What is
 * kept fits the typed text as editors see it: its letters stand in the name in that order.
 */
export interface Fitting<T> {
  readonly chosen: readonly T[];
  readonly isIncomplete: boolean;
}

export const MOST_ITEMS = 200;

/** `all` in order of preference. */
export function mostFitting<T>(all: readonly T[], nameOf: (one: T) => string, typed: string, most = MOST_ITEMS): Fitting<T> {
  if (all.length <= most) return { chosen: all, isIncomplete: false };
  if (typed === "") return { chosen: all.slice(0, most), isIncomplete: true };
  const wanted = typed.toLowerCase();
  const byFit: T[][] = [[], [], [], []];
  for (const one of all) {
    const fit = fitOf(nameOf(one).toLowerCase(), wanted);
    if (fit !== undefined) byFit[fit]?.push(one);
  }
  const fitting = byFit.flat();
  return { chosen: fitting.slice(0, most), isIncomplete: fitting.length > most };
}

/** 0: begins with it; 1: a word of it does; 2: holds it; 3: its letters in order. */
function fitOf(name: string, wanted: string): number | undefined {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(`_${wanted}`)) return 1;
  if (name.includes(wanted)) return 2;
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 3;
}
