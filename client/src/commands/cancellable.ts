import * as vscode from "vscode";

/** Milliseconds in which most answers come; a notification for them would only flash. */
const AT_ONCE = 500;

/** What `ask` gives; null where the user called it off, which he can as soon as it takes a while. */
export async function cancellable<T>(title: string, ask: (token: vscode.CancellationToken) => Promise<T>): Promise<T | null> {
  const source = new vscode.CancellationTokenSource();
  const asked = ask(source.token).catch((error: unknown) => {
    if (source.token.isCancellationRequested) return null;
    throw error;
  });
  const settled = asked.then(
    () => true,
    () => true,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<false>((done) => {
    timer = setTimeout(() => done(false), AT_ONCE);
  });
  try {
    if (!(await Promise.race([settled, tooLong]))) {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_progress, token) => {
        token.onCancellationRequested(() => source.cancel());
        return settled;
      });
    }
    return await asked;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
