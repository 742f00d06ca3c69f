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
import { prepareCompletion } from "../features/completion/prepareCompletion";
import { resolveCompletion } from "../features/completion/resolveCompletion";
import { definition } from "../features/definition";
import { hover } from "../features/hover";
import { references } from "../features/references";
import { prepareRename, rename } from "../features/rename";
import { createAsking } from "./asking";
import { fromProtocolItem, toProtocolItem, withResolved } from "./completionItems";
import { toLocation, toRange } from "./convert";
import { documentCapabilities, registerDocumentFeatures } from "./documentHandlers";
import type { Log } from "./guard";
import type { Turns } from "./turns";
import { type EditingClient, workspaceEdit } from "./workspaceEdit";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** The editor features: what the server says that it can, and the handler of each. Each calls one function of features/ and converts. */

export const featureCapabilities: ServerCapabilities = {
  completionProvider: { resolveProvider: true, triggerCharacters: [...TRIGGER_CHARACTERS], completionItem: { labelDetailsSupport: true } },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  ...documentCapabilities,
};

export function registerFeatures(
  connection: Connection,
  snapshot: () => WorkspaceSnapshot,
  turns: Turns,
  log: Log,
  editing: EditingClient,
): void {
  const asking = createAsking(snapshot, turns, log);
  const { at, again } = asking;
  registerDocumentFeatures(connection, asking, snapshot, log, editing);
  connection.onHover(
    at<TextDocumentPositionParams, Hover>("hover", ({ context, document }, offset) => {
      const found = hover(context, document, offset);
      return found ? { contents: { kind: "markdown", value: found.markdown }, range: toRange(document.lines, found.span) } : null;
    }),
  );
  connection.onCompletion(
    at<CompletionParams, CompletionList>("completion", async ({ context, document }, offset, { textDocument, context: asked }) => {
      const preparing = prepareCompletion(context);
      if (preparing) await turns.run(preparing);
      const character = asked?.triggerCharacter;
      const { items, isIncomplete } = completion(context, document, offset, character === undefined ? {} : { character });
      return { isIncomplete, items: items.map((item) => toProtocolItem(item, document.lines, textDocument.uri)) };
    }),
  );
  connection.onCompletionResolve(
    again<CompletionItem>(
      "completion item",
      (item) => fromProtocolItem(item)?.uri,
      ({ context }, item) => {
        const known = fromProtocolItem(item);
        return known ? withResolved(item, resolveCompletion(context, known.item)) : item;
      },
    ),
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
      return (
        workspaceEdit(context, answer.edits, editing) ?? new ResponseError(LSPErrorCodes.ContentModified, "The text went on meanwhile.")
      );
    }),
  );
}

/** What the editor shows in place of an answer. */
function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
