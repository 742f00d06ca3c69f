import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** Says where something went wrong; the server goes on. */
export type Log = (message: string) => void;

/**
 * A handler that never takes the server down: what it throws is logged and costs this one answer, which is `fallback`. Before it starts,
 * messages that have arrived meanwhile are taken in, so that a cancelled question is not worked out and an edit is seen.
 */
export function guarded<P, R>(
  name: string,
  log: Log,
  fallback: R,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
  return async (params, token) => {
    await pause();
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    try {
      return await handler(params, token);
    } catch (error) {
      log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}

/** The same for notifications. */
export function guardedNotice<P>(name: string, log: Log, handler: (params: P) => void): (params: P) => void {
  return (params) => {
    try {
      handler(params);
    } catch (error) {
      log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
}

/** Lets what waits in the event loop run. */
export function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
