import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Found, Severity } from "../features/checks/check";
import { CHECKS, runChecks } from "../features/checks/checks";
import { inventoryFiles, openDocument } from "../features/documents";
import { translated } from "../features/wording/translated";
import type { FilePath } from "../files/fileSystem";
import { createMemo } from "../files/memo";
import { toFilePath } from "../files/paths";
import type { LineIndex } from "../text/lineIndex";
import { say } from "../text/wording";
import type { CallProblem } from "./extraVars";
import type { Loaded } from "./load";

/**
 * The findings of `check` as plain data: those of every check, and the problems that reading the inventory met, each with its place in lines
 * and columns. What formats and baselines are made from.
 */
export interface CliFinding {
  readonly code: string;
  readonly severity: Severity;
  /** In the language asked for. */
  readonly message: string;
  /** Relative to `root`, forward slashes; undefined for what stands in no file below it. */
  readonly path: string | undefined;
  readonly file: FilePath | undefined;
  /** 1-based; columns count UTF-16 units. */
  readonly region: Region | undefined;
  /** The variable, host or group; the message, in English whatever was asked for, where there is none. */
  readonly subject: string;
  readonly related: readonly { readonly path: string; readonly region: Region; readonly message: string }[];
}

export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FindingsOptions {
  readonly locale: string;
  readonly severities: Readonly<Record<string, string>>;
  readonly codes: ReadonlySet<string> | undefined;
  /** The folder that paths are told from, and that the user's other files are looked for in. */
  readonly root: string;
}

/** Sorted by file, place and code. */
export function collectFindings(loaded: Loaded, options: FindingsOptions): readonly CliFinding[] {
  const { model, fs } = loaded;
  const { locale, severities, codes, root } = options;
  const context = { model, fs, memo: createMemo(), locale };
  const linesOf = (file: FilePath) => openDocument(context, file)?.lines;
  const found: CliFinding[] = [];
  // Opens the variable files of every host, which is when their problems are met.
  for (const host of model.hosts) {
    model.variables(host);
    model.plan(host);
  }
  for (const one of runChecks(context, { severities, workspace: toFilePath(root), ...(codes && { codes }) })) {
    if (one) found.push(fromCheck(one));
  }
  const own = new Set(inventoryFiles(context));
  const problems: readonly CallProblem[] = [...loaded.problems, ...model.problems];
  for (const { severity, code, message: english, wording, file, span, line } of problems) {
    if (
      codes?.has(code) === false ||
      (file !== undefined && !own.has(file) && model.kubespray && file.startsWith(`${model.kubespray.root}/`))
    )
      continue;
    const at = severities[code] ?? severity;
    if (at === "off") continue;
    const index = file === undefined ? undefined : linesOf(file);
    const region = index && span ? regionOf(index, span) : line === undefined ? undefined : lineRegion(line);
    const message = wording ? say(wording, locale) : translated(english, locale);
    found.push({ code, severity: at as Severity, message, path: pathOf(file), file, region, subject: english, related: [] });
  }
  return distinct(found).sort(byPlace);

  function fromCheck({ code, severity, message, file, span, subject, related }: Found): CliFinding {
    const index = linesOf(file);
    const more = (related ?? []).flatMap((one) => {
      const there = linesOf(one.file);
      const path = pathOf(one.file);
      return there && path !== undefined ? [{ path, region: regionOf(there, one.span), message: say(one.message, locale) }] : [];
    });
    const region = index && regionOf(index, span);
    return { code, severity, message: say(message, locale), path: pathOf(file), file, region, subject, related: more };
  }

  function pathOf(file: FilePath | undefined): string | undefined {
    if (file === undefined) return undefined;
    const path = relative(root, file).split(sep).join("/");
    return path.startsWith("../") || path === "" ? undefined : path;
  }
}

/** The folder that the inventory is versioned in, else where the user stands, else the inventory's own. */
export function rootFolder(inventory: FilePath, cwd: string): string {
  for (let folder: string = inventory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) break;
  }
  const below = relative(cwd, inventory);
  return below.startsWith("..") ? inventory : cwd;
}

/** Every code that `check` knows of by itself; problems of reading have others. */
export const CHECK_CODES: readonly string[] = CHECKS.map(({ code }) => code);

function regionOf(lines: LineIndex, { start, end }: { readonly start: number; readonly end: number }): Region {
  const [from, to] = [lines.positionAt(start), lines.positionAt(Math.max(start, end))];
  return { startLine: from.line + 1, startColumn: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
}

function lineRegion(line: number): Region {
  return { startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
}

function distinct(found: readonly CliFinding[]): CliFinding[] {
  const seen = new Map(found.map((one) => [JSON.stringify([one.code, one.file, one.region, one.message]), one]));
  return [...seen.values()];
}

function byPlace(a: CliFinding, b: CliFinding): number {
  const [left, right] = [a, b].map((one) => [one.path ?? "", one.region?.startLine ?? 0, one.region?.startColumn ?? 0, one.code] as const);
  for (const [i, x] of (left as readonly (string | number)[]).entries()) {
    const y = (right as readonly (string | number)[])[i] as string | number;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
