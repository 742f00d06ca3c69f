import type {
  CompletionItem,
  CompletionList,
  CompletionParams,
  Connection,
  ServerCapabilities,
  TextDocumentPositionParams,
} from "vscode-languageserver";
import { completion, TRIGGER_CHARACTERS } from "../features/completion/completion";
import { resolveCompletion } from "../features/completion/resolveCompletion";
import type { Document, FeatureContext } from "../features/feature";
import { hover } from "../features/hover";
import { fromProtocolItem, toProtocolItem, withResolved } from "./completionItems";
import { toRange } from "./convert";
import { guarded, type Log } from "./guard";
import { pathOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** The editor features: what the server says that it can, and the handler of each. Each calls one function of features/ and converts. */

export const featureCapabilities: ServerCapabilities = {
  hoverProvider: true,
  completionProvider: { resolveProvider: true, triggerCharacters: [...TRIGGER_CHARACTERS], completionItem: { labelDetailsSupport: true } },
};

/** A question about a document, and about a place in it where there is one. */
export interface Question {
  readonly context: FeatureContext;
  readonly document: Document;
  readonly inventory: WorkspaceInventory;
  readonly snapshot: WorkspaceSnapshot;
}

export function registerFeatures(connection: Connection, snapshot: () => WorkspaceSnapshot, log: Log): void {
  /** Asks about a document; null for those that belong to no inventory. */
  const about = <P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    answer: (question: Question, params: P) => R | null,
  ) =>
    guarded<P, R | null>(name, log, null, (params) => {
      const now = snapshot();
      const path = pathOf(params.textDocument.uri);
      const question = path === undefined ? undefined : now.question(path);
      return question ? answer({ ...question, snapshot: now }, params) : null;
    });
  /** Asks about a place in a document. */
  const at = <P extends TextDocumentPositionParams, R>(name: string, answer: (question: Question, offset: number, params: P) => R | null) =>
    about<P, R>(name, (question, params) => answer(question, question.document.lines.offsetAt(params.position), params));

  connection.onHover(
    at("hover", ({ context, document }, offset) => {
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
}
