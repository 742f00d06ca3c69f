import type { CancellationToken, ResponseError, TextDocumentPositionParams } from "vscode-languageserver";
import type { Document, FeatureContext } from "../features/feature";
import { guarded, type Log } from "./guard";
import type { Turns } from "./turns";
import { pathOf } from "./uris";
import type { WorkspaceInventory, WorkspaceSnapshot } from "./workspaceSnapshot";

/** A question about a document. */
export interface Question {
  readonly context: FeatureContext;
  readonly document: Document;
  readonly inventory: WorkspaceInventory;
}

/** null: nothing to say. */
export type Answer<R> = R | null | ResponseError<void>;

type Handler<P, R> = (params: P, token: CancellationToken) => Promise<Answer<R> | ResponseError<void>>;

/**
 * Makes guarded handlers of functions that answer about a document; those that belong to no inventory are answered with null. What was begun
 * is answered for the documents as they were then, however long it takes.
 */
export interface Asking {
  /** For answers that take more than a moment. */
  readonly turns: Turns;
  about<P extends { readonly textDocument: { readonly uri: string } }, R>(
    name: string,
    answer: (question: Question, params: P) => Answer<R> | Promise<Answer<R>>,
  ): Handler<P, R>;
  /** About a place in it. */
  at<P extends TextDocumentPositionParams, R>(
    name: string,
    answer: (question: Question, offset: number, params: P) => Answer<R> | Promise<Answer<R>>,
  ): Handler<P, R>;
  /** Resolves something that was given out for the document `uri`; `item` stays as it is where that no longer says anything. */
  again<T>(
    name: string,
    uri: (item: T) => string | undefined,
    answer: (question: Question, item: T, isOver: () => boolean) => T | Promise<T>,
  ): (item: T, token: CancellationToken) => Promise<T>;
}

export function createAsking(snapshot: () => WorkspaceSnapshot, turns: Turns, log: Log): Asking {
  const questionFor = async (uri: string | undefined, token: CancellationToken) => {
    const path = uri === undefined ? undefined : pathOf(uri);
    if (path === undefined) return undefined;
    const now = snapshot();
    const opening = now.openingFor(path);
    if (opening) await turns.run(opening, () => token.isCancellationRequested);
    return token.isCancellationRequested ? undefined : now.question(path);
  };
  const asking: Asking = {
    turns,
    about: (name, answer) =>
      guarded(name, log, null, async (params, token) => {
        const question = await questionFor(params.textDocument.uri, token);
        return question ? answer(question, params) : null;
      }),
    at: (name, answer) =>
      asking.about(name, (question, params) => answer(question, question.document.lines.offsetAt(params.position), params)),
    again:
      <T>(
        name: string,
        uri: (item: T) => string | undefined,
        answer: (question: Question, item: T, isOver: () => boolean) => T | Promise<T>,
      ) =>
      (item: T, token: CancellationToken) =>
        guarded<T, T>(name, log, item, async (asked) => {
          const question = await questionFor(uri(asked), token);
          return question ? answer(question, asked, () => token.isCancellationRequested) : asked;
        })(item, token) as Promise<T>,
  };
  return asking;
}
