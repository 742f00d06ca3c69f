import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from "vscode-languageserver";
import type { FileEdit, Fix, Found } from "../features/checks/check";
import { runChecks } from "../features/checks/checks";
import { unquotedFixes } from "../features/checks/unquotedTemplate";
import { documentIndex } from "../features/documentIndex";
import type { FilePath } from "../files/fileSystem";
import { span } from "../text/span";
import { say, type Wording } from "../text/wording";
import type { Question } from "./asking";
import { findingDiagnostic } from "./diagnostics";
import { type EditingClient, workspaceEdit } from "./workspaceEdit";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/**
 * Quick fixes of the findings at a place, and for each a comment that asks for silence. The checks whose codes are asked about run again on
 * the text as it is now, so that a fix is never for a text that is gone; each is bound to the versions of the documents that it changes.
 */
export function codeActions(
  question: Question,
  params: CodeActionParams,
  snapshot: WorkspaceSnapshot,
  editing: EditingClient,
): CodeAction[] {
  const { context, document, inventory } = question;
  const asked = params.context.diagnostics.filter(({ source }) => source === "kubespray");
  const codes = new Set(asked.map(({ code }) => String(code)));
  if (codes.size === 0) return [];
  const fixes: CodeAction[] = [];
  const silences: CodeAction[] = [];
  const ignored = new Set<string>();
  for (const found of runChecks(context, { codes, severities: inventory.settings.checks, workspace: inventory.workspaceFolder })) {
    if (found?.file !== document.path) continue;
    const now = findingDiagnostic(found, snapshot);
    const diagnostic = now && asked.find((one) => isSame(one, now));
    if (!diagnostic) continue;
    for (const fix of found.fixes ?? []) fixes.push(...toAction(fix, diagnostic, question, editing));
    const key = `${found.code} ${document.lines.positionAt(found.span.start).line}`;
    if (!ignored.has(key)) silences.push(...toAction(silence(found, question), diagnostic, question, editing));
    ignored.add(key);
  }
  for (const diagnostic of asked.filter(({ code }) => String(code).startsWith("yaml-"))) {
    const at = document.lines.offsetAt(diagnostic.range.start);
    for (const fix of unquotedFixes(document, at)) fixes.push(...toAction(fix, diagnostic, question, editing));
  }
  // What hides a finding comes last.
  return [...fixes, ...silences];
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.message === b.message && a.range.start.line === b.range.start.line;
}

/** None where a document went on since the question was asked, or where the client cannot do it. */
function toAction(
  { title, edits, moves, preferred }: Fix,
  diagnostic: Diagnostic,
  { context }: Question,
  editing: EditingClient,
): CodeAction[] {
  const byFile = new Map<FilePath, FileEdit[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  const edit = workspaceEdit(context, byFile, editing, moves);
  if (edit === undefined) return [];
  const action: CodeAction = { title: say(title, context.locale), kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
  return [{ ...action, ...(preferred && { isPreferred: true }) }];
}

/** A comment of its own above the line that the variable begins on (inside a block of text it would be text), as far in as that. */
function silence({ code, span: place, file }: Found, { context, document }: Question): Fix {
  const { text } = document;
  const at = documentIndex(context, document).variableAt(place.start)?.keySpan.start ?? place.start;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const title: Wording = { en: `Ignore ${code} here`, zh: `在此处忽略 ${code}` };
  return { title, edits: [{ file, span: span(start, start), text: `${indent}# kubespray: ignore ${code}\n` }] };
}
