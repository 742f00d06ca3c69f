import {
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Connection,
  type Definition,
  type Hover,
  type Location,
  type LocationLink,
  LSPErrorCodes,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { completion, TRIGGER_CHARACTERS } from "../features/completion/completion";
import { resolveCompletion } from "../features/completion/resolveCompletion";
import { definition } from "../features/definition";
import type { Document, FeatureContext } from "../features/feature";
import { hover } from "../features/hover";
import { references } from "../features/references";
import { prepareRename, rename } from "../features/rename";
import { fromProtocolItem, toProtocolItem, withResolved } from "./completionItems";
import { linesOf, toLocation, toRange } from "./convert";
import { guarded, type Log } from "./guard";
import { pathOf, uriOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** The editor features: what the server says that it can, and the handler of each. Each calls one function of features/ and converts. */

export const featureCapabilities: ServerCapabilities = {
  completionProvider: { resolveProvider: true, triggerCharacters: [...TRIGGER_CHARACTERS], completionItem: { labelDetailsSupport: true } },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
};

/** A question about a document, and about a place in it where there is one. */
export interface Question {
  readonly context: FeatureContext;
  readonly document: Document;
  readonly inventory: WorkspaceInventory;
  readonly snapshot: WorkspaceSnapshot;
}

type Answer<R> = R | null | ResponseError<void>;

export function registerFeatures(connection: Connection, snapshot: () => WorkspaceSnapshot, log: Log): void {
  /** Asks about a document; null for those that belong to no inventory. */
  const about = <P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    answer: (question: Question, params: P) => Answer<R>,
  ) =>
    guarded<P, Answer<R>>(name, log, null, (params) => {
      const now = snapshot();
      const path = pathOf(params.textDocument.uri);
      const question = path === undefined ? undefined : now.question(path);
      return question ? answer({ ...question, snapshot: now }, params) : null;
    });
  /** Asks about a place in a document. */
  const at = <P extends TextDocumentPositionParams, R>(
    name: string,
    answer: (question: Question, offset: number, params: P) => Answer<R>,
  ) => about<P, R>(name, (question, params) => answer(question, question.document.lines.offsetAt(params.position), params));

  connection.onHover(
    at<TextDocumentPositionParams, Hover>("hover", ({ context, document }, offset) => {
      const found = hover(context, document, offset);
      return found ? { contents: { kind: "markdown", value: found.markdown }, range: toRange(document.lines, found.span) } : null;
    }),
  );
  connection.onCompletion(
    at<CompletionParams, CompletionList>("completion", ({ context, document }, offset, { textDocument, context: asked }) => {
      const character = asked?.triggerCharacter;
      const { items, isIncomplete } = completion(context, document, offset, character === undefined ? {} : { character });
      return { isIncomplete, items: items.map((item) => toProtocolItem(item, document.lines, textDocument.uri)) };
    }),
  );
  connection.onCompletionResolve((item, token) =>
    guarded<CompletionItem, CompletionItem>("completion item", log, item, (asked) => {
      const known = fromProtocolItem(asked);
      const path = known && pathOf(known.uri);
      const question = path === undefined ? undefined : snapshot().question(path);
      return known && question ? withResolved(asked, resolveCompletion(question.context, known.item)) : asked;
    })(item, token),
  );
  connection.onDefinition(
    at<TextDocumentPositionParams, LocationLink[] | Definition>("definition", ({ context, document }, offset) => {
      const found = definition(context, document, offset);
      if (!found) return null;
      const originSelectionRange = toRange(document.lines, found.origin);
      return found.locations.map((place): LocationLink => {
        const { uri, range } = toLocation(place, context.fs, context.memo);
        return { originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range };
      });
    }),
  );
  connection.onReferences(
    at<ReferenceParams, Location[]>("references", ({ context, document }, offset, params) => {
      const found = references(context, document, offset) ?? [];
      const wanted = params.context.includeDeclaration ? found : found.filter(({ isDefinition }) => !isDefinition);
      return wanted.map((place) => toLocation(place, context.fs, context.memo));
    }),
  );
  connection.onPrepareRename(
    at<TextDocumentPositionParams, { range: Range; placeholder: string }>("prepare rename", ({ context, document }, offset) => {
      const answer = prepareRename(context, document, offset);
      return "refused" in answer ? refusal(answer.refused) : { range: toRange(document.lines, answer.span), placeholder: answer.name };
    }),
  );
  connection.onRenameRequest(
    at<RenameParams, WorkspaceEdit>("rename", ({ context, document }, offset, { newName }) => {
      const answer = rename(context, document, offset, newName);
      if ("refused" in answer) return refusal(answer.refused);
      const changes: NonNullable<WorkspaceEdit["changes"]> = {};
      for (const [file, edits] of answer.edits) {
        const lines = linesOf(file, context.fs, context.memo);
        if (lines) changes[uriOf(file)] = edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text }));
      }
      return { changes };
    }),
  );
}

/** What the editor shows in place of an answer. */
function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
