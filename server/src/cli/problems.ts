import { lineIndex } from "../text/lineIndex";
import type { Problem } from "../text/problem";
import { redact } from "../text/redact";
import type { Loaded } from "./load";
import { fileLine } from "./places";
import { printable, type Terminal } from "./terminal";

/** More than this is a flood that hides the first, which is usually the cause. */
const MOST = 40;
/** Messages of Ansible quote whole templates. */
const MOST_CHARACTERS = 600;

/**
 * Tells on standard error what is wrong, `file:line: message` and what to do, errors first, each once. True where an answer may be incomplete.
 */
export function reportProblems(loaded: Loaded, gaps: readonly Problem[], terminal: Terminal): boolean {
  // Without a tree nothing is known of any download: saying so once is enough.
  const told = loaded.model.kubespray ? gaps : [];
  const problems = distinct([...loaded.problems, ...loaded.model.problems, ...told], loaded.model.hosts);
  const rank = { error: 0, warning: 1, info: 2 };
  problems.sort((a, b) => rank[a.problem.severity] - rank[b.problem.severity]);
  const advised = new Set<string>();
  for (const { problem, more } of problems.slice(0, MOST)) {
    const remedy = remedyFor(problem);
    terminal.error(`${describeProblem(problem, more, loaded, terminal)}\n`);
    if (remedy !== undefined && !advised.has(remedy)) terminal.error(`  ${terminal.errorStyle.dim(remedy)}\n`);
    if (remedy !== undefined) advised.add(remedy);
  }
  if (problems.length > MOST) terminal.error(`... and ${problems.length - MOST} more\n`);
  // Of hosts that are made up no answer is complete.
  const { imaginary } = loaded.model.inventory;
  return gaps.length > 0 || imaginary !== undefined || problems.some(({ problem }) => problem.severity === "error");
}

function describeProblem(problem: Problem, more: number, loaded: Loaded, terminal: Terminal): string {
  const { red, yellow, dim } = terminal.errorStyle;
  const place = fileLine(problem.file, problem.line ?? lineOf(problem, loaded), loaded);
  const word = problem.severity === "error" ? red("error: ") : problem.severity === "warning" ? yellow("warning: ") : dim("note: ");
  const others = more === 0 ? "" : dim(` (and ${more} more like it)`);
  const clean = (text: string) => printable(redact(text));
  const message = problem.message.length > MOST_CHARACTERS ? `${problem.message.slice(0, MOST_CHARACTERS)} ...` : problem.message;
  return `${place === undefined ? "" : `${clean(place)}: `}${word}${clean(message)}${others}`;
}

/** For a problem that says where in the text it stands, and not in which line. */
function lineOf({ file, span }: Problem, { fs }: Loaded): number | undefined {
  if (file === undefined || span === undefined) return undefined;
  const read = fs.read(file);
  return read.ok ? lineIndex(read.text).positionAt(span.start).line + 1 : undefined;
}

interface Told {
  readonly problem: Problem;
  /** How many more there are that differ only in the host or, of a list's gaps, in the item that the same reason costs. */
  more: number;
}

function distinct(problems: readonly Problem[], hosts: readonly string[]): Told[] {
  const names = new Set(hosts);
  const seen = new Map<string, Told>();
  const exactly = new Set<string>();
  for (const problem of problems) {
    const { file, line, message, code } = problem;
    const whole = JSON.stringify([file, line, message]);
    if (exactly.has(whole)) continue;
    exactly.add(whole);
    const reason = code === "list-incomplete" ? message.slice(message.indexOf(": ") + 1) : message;
    const key = JSON.stringify([file, line, reason.replace(/[\w.-]+/g, (word) => (names.has(word) ? "" : word))]);
    const first = seen.get(key);
    if (first) first.more++;
    else seen.set(key, { problem, more: 0 });
  }
  return [...seen.values()];
}

/** What to do about a problem, where its message does not say so itself. Said once for all of its kind. */
function remedyFor({ code }: Problem): string | undefined {
  if (code === "yaml-limit")
    return "That is more than this program reads of one file; Ansible may read it. Only what stands there is missing.";
  if (code.startsWith("yaml-"))
    return "Ansible refuses the whole file. Here only what stands around the mistake is missing: mend it and ask again.";
  if (code === "list-incomplete") return "`kubespray-inventory explain NAME` shows where a name in the message comes from.";
  return undefined;
}
