import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic, type TextEdit } from "vscode-languageserver";
import type { Fix, Found } from "../features/checks/check";
import { runChecks } from "../features/checks/checks";
import { unquotedFixes } from "../features/checks/unquotedTemplate";
import { documentIndex } from "../features/documentIndex";
import { say } from "../text/wording";
import type { Question } from "./asking";
import { toRange } from "./convert";
import { findingDiagnostic } from "./diagnostics";
import { uriOf } from "./uris";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/**
 * Quick fixes of the findings at a place, and for each a comment that asks for silence. The checks whose codes are asked about run again on
 * the text as it is now, so that a fix is never for a text that is gone.
 */
export function codeActions(question: Question, params: CodeActionParams, snapshot: WorkspaceSnapshot): CodeAction[] {
  const { context, document, inventory } = question;
  const asked = params.context.diagnostics.filter(({ source }) => source === "kubespray");
  const codes = new Set(asked.map(({ code }) => String(code)));
  if (codes.size === 0) return [];
  const actions: CodeAction[] = [];
  const ignored = new Set<string>();
  for (const found of runChecks(context, { codes, severities: inventory.settings.checks, workspace: inventory.workspaceFolder })) {
    if (found?.file !== document.path) continue;
    const now = findingDiagnostic(found, snapshot);
    const diagnostic = now && asked.find((one) => isSame(one, now));
    if (!diagnostic) continue;
    for (const fix of found.fixes ?? []) actions.push(toAction(fix, diagnostic, snapshot));
    const key = `${found.code} ${document.lines.positionAt(found.span.start).line}`;
    if (!ignored.has(key)) actions.push(silence(found, diagnostic, question));
    ignored.add(key);
  }
  for (const diagnostic of asked.filter(({ code }) => String(code).startsWith("yaml-"))) {
    const at = document.lines.offsetAt(diagnostic.range.start);
    for (const fix of unquotedFixes(document, at)) actions.push(toAction(fix, diagnostic, snapshot));
  }
  // Fixes first; what hides a finding comes last.
  return actions.sort((a, b) => Number(isSilence(a)) - Number(isSilence(b)));
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.message === b.message && a.range.start.line === b.range.start.line;
}

function toAction({ title, edits, preferred }: Fix, diagnostic: Diagnostic, snapshot: WorkspaceSnapshot): CodeAction {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, span, text } of edits) {
    const lines = snapshot.document(file)?.lines;
    if (!lines) continue;
    const list = changes[uriOf(file)] ?? [];
    list.push({ range: toRange(lines, span), newText: text });
    changes[uriOf(file)] = list;
  }
  return {
    title: say(title, snapshot.locale),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: { changes },
    ...(preferred && { isPreferred: true }),
  };
}

const IGNORE = "# kubespray: ignore ";

/** A comment of its own above the line that the variable begins on (inside a block of text it would be text), as far in as that. */
function silence({ code, span, file }: Found, diagnostic: Diagnostic, { context, document }: Question): CodeAction {
  const { text, lines } = document;
  const at = documentIndex(context, document).variableAt(span.start)?.keySpan.start ?? span.start;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const position = lines.positionAt(start);
  const newText = `${indent}${IGNORE}${code}\n`;
  return {
    title: say({ en: `Ignore ${code} here`, zh: `在此处忽略 ${code}` }, context.locale),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: { changes: { [uriOf(file)]: [{ range: { start: position, end: position }, newText }] } },
  };
}

function isSilence({ edit }: CodeAction): boolean {
  return Object.values(edit?.changes ?? {}).some((edits) => edits.some(({ newText }) => newText.trimStart().startsWith(IGNORE)));
}
