import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  type Connection,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  type InlayHint,
  type InlayHintParams,
  type SelectionRange,
  type SelectionRangeParams,
  type ServerCapabilities,
  SymbolKind,
  type WorkspaceSymbol,
} from "vscode-languageserver";
import { codeLenses, type LensData, resolveCodeLens } from "../features/codeLenses";
import { documentLinks } from "../features/documentLinks";
import { documentSymbols, type DocumentSymbol as Symbols } from "../features/documentSymbols";
import { foldingRanges } from "../features/foldingRanges";
import { inlayHints } from "../features/inlayHints";
import { selectionRanges } from "../features/selectionRanges";
import { workspaceSymbols } from "../features/workspaceSymbols";
import type { LineIndex } from "../text/lineIndex";
import type { Span } from "../text/span";
import type { Asking } from "./asking";
import { codeActions } from "./codeActions";
import { toLocation, toRange } from "./convert";
import { guarded, type Log } from "./guard";
import { uriOf } from "./uris";
import type { EditingClient } from "./workspaceEdit";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** Features about a whole document: outline, links, folds, hints, lenses, quick fixes; and symbols of the workspace. */

export const documentCapabilities: ServerCapabilities = {
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  documentLinkProvider: { resolveProvider: false },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
};

export function registerDocumentFeatures(
  connection: Connection,
  { about, again, turns }: Asking,
  snapshot: () => WorkspaceSnapshot,
  log: Log,
  editing: EditingClient,
): void {
  connection.onDocumentSymbol(
    about<DocumentSymbolParams, DocumentSymbol[]>("symbols", ({ context, document }) =>
      documentSymbols(context, document).map((symbol) => toSymbol(symbol, document.lines)),
    ),
  );
  connection.onWorkspaceSymbol(
    guarded("workspace symbols", log, null, ({ query }: { query: string }) => {
      const now = snapshot();
      const { current } = now;
      if (!current) return null;
      const context = now.context(current);
      return workspaceSymbols(context, query).map(
        (symbol): WorkspaceSymbol => ({
          name: symbol.name,
          kind: KINDS[symbol.kind],
          containerName: symbol.container,
          location: toLocation(symbol, context.fs, context.memo),
        }),
      );
    }),
  );
  connection.onDocumentLinks(
    about<DocumentLinkParams, DocumentLink[]>("links", ({ context, document }) =>
      documentLinks(context, document).map(({ span, target }) => ({ range: toRange(document.lines, span), target })),
    ),
  );
  connection.onFoldingRanges(
    about<FoldingRangeParams, FoldingRange[]>("folds", ({ context, document }) =>
      foldingRanges(context, document).map(({ startLine, endLine, kind }) => ({
        startLine,
        endLine,
        ...(kind && { kind: FoldingRangeKind.Comment }),
      })),
    ),
  );
  connection.onSelectionRanges(
    about<SelectionRangeParams, SelectionRange[]>("selection", ({ context, document }, { positions }) =>
      positions.map((position) => nested(selectionRanges(context, document, document.lines.offsetAt(position)), document.lines)),
    ),
  );
  connection.languages.inlayHint.on(
    about<InlayHintParams, InlayHint[]>("inlay hints", ({ context, document, inventory }, { range }) => {
      if (!inventory.settings.inlayHints) return null;
      const { lines } = document;
      const visible = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      return inlayHints(context, document, visible).map(({ offset, label, tooltip }) => ({
        position: lines.positionAt(offset),
        label,
        ...(tooltip !== undefined && { tooltip }),
      }));
    }),
  );
  connection.onCodeAction(
    about<CodeActionParams, CodeAction[]>("code actions", (question, params) => codeActions(question, params, snapshot(), editing)),
  );
  connection.onCodeLens(
    about<CodeLensParams, CodeLens[]>("lenses", ({ context, document, inventory }) => {
      if (!inventory.settings.codeLens) return null;
      return codeLenses(context, document).map(({ span, data }) => ({ range: toRange(document.lines, span), data }));
    }),
  );
  connection.onCodeLensResolve(
    again<CodeLens>(
      "lens",
      ({ data }) => uriOf((data as LensData).file),
      async ({ context, document }, lens, isOver) => {
        const title = (await turns.run(resolveCodeLens(context, document, lens.data as LensData), isOver))?.title ?? "";
        return { ...lens, command: { title, command: title === "" ? "" : "kubesprayInventory.showLists" } };
      },
    ),
  );
}

const KINDS: Readonly<Record<Symbols["kind"], SymbolKind>> = {
  variable: SymbolKind.Variable,
  dictionary: SymbolKind.Object,
  list: SymbolKind.Array,
  group: SymbolKind.Namespace,
  host: SymbolKind.Field,
  variables: SymbolKind.Struct,
  children: SymbolKind.Struct,
};

function toSymbol({ name, detail, kind, span, selection, children }: Symbols, lines: LineIndex): DocumentSymbol {
  return {
    name,
    kind: KINDS[kind],
    range: toRange(lines, span),
    selectionRange: toRange(lines, selection),
    children: children.map((child) => toSymbol(child, lines)),
    ...(detail !== undefined && { detail }),
  };
}

/** Innermost first, each the parent of the one before. */
function nested(spans: readonly Span[], lines: LineIndex): SelectionRange {
  let outer: SelectionRange | undefined;
  for (const span of [...spans].reverse()) outer = { range: toRange(lines, span), ...(outer && { parent: outer }) };
  const nowhere = { line: 0, character: 0 };
  return outer ?? { range: { start: nowhere, end: nowhere } };
}
