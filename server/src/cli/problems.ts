import { lineIndex } from "../text/lineIndex";
import type { Problem } from "../text/problem";
import type { Loaded } from "./load";
import { fileLine } from "./places";
import { redact } from "./redact";
import { printable, type Terminal } from "./terminal";

/** More than this is a flood that hides the first, which is usually the cause. */
const MOST = 40;

/**
 * Tells on standard error what is wrong, `file:line: message` and what to do, errors first, each once. True where there is an error.
 */
export function reportProblems(loaded: Loaded, gaps: readonly Problem[], terminal: Terminal): boolean {
  const problems = distinct([...loaded.problems, ...loaded.model.problems, ...standIn(loaded), ...gaps]);
  const rank = { error: 0, warning: 1, info: 2 };
  problems.sort((a, b) => rank[a.severity] - rank[b.severity]);
  for (const problem of problems.slice(0, MOST)) terminal.error(`${describeProblem(problem, loaded, terminal)}\n`);
  if (problems.length > MOST) terminal.error(`... and ${problems.length - MOST} more\n`);
  return gaps.length > 0 || problems.some((problem) => problem.severity === "error");
}

function describeProblem(problem: Problem, loaded: Loaded, terminal: Terminal): string {
  const { red, yellow, dim } = terminal.errorStyle;
  const place = fileLine(problem.file, problem.line ?? lineOf(problem, loaded), loaded);
  const word = problem.severity === "error" ? red("error: ") : problem.severity === "warning" ? yellow("warning: ") : dim("note: ");
  const remedy = REMEDIES[problem.code];
  const clean = (text: string) => printable(redact(text));
  return `${place === undefined ? "" : `${clean(place)}: `}${word}${clean(problem.message)}${remedy === undefined ? "" : `\n  ${dim(remedy)}`}`;
}

/** Imaginary hosts are an honest answer only where it is said that they are. */
function standIn({ model }: Loaded): Problem[] {
  const { imaginary, file, folder } = model.inventory;
  if (imaginary === undefined) return [];
  const hosts = model.hosts.join(", ");
  const message = `${imaginary} Imaginary hosts stand in, one for each of kubespray's groups (${hosts}): what is set for hosts of yours is missing.`;
  return [{ severity: "warning", code: "imaginary-hosts", message, file: file ?? folder }];
}

/** For a problem that says where in the text it stands, and not in which line. */
function lineOf({ file, span }: Problem, { fs }: Loaded): number | undefined {
  if (file === undefined || span === undefined) return undefined;
  const read = fs.read(file);
  return read.ok ? lineIndex(read.text).positionAt(span.start).line + 1 : undefined;
}

function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.file, problem.line, problem.message]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

/** What to do about a problem, where its message does not say so itself. */
const REMEDIES: Readonly<Record<string, string>> = {};
