/** What takes long can be called off; what is quick shows nothing. VS Code is stood in for by what this needs of it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

type Token = { isCancellationRequested: boolean };
const shown: { title: string; cancel: () => void }[] = [];
const open = vi.fn();

vi.mock("vscode", () => ({
  ProgressLocation: { Notification: 15 },
  CancellationTokenSource: class {
    token: Token = { isCancellationRequested: false };
    cancel = () => {
      this.token.isCancellationRequested = true;
      for (const listener of listeners.splice(0)) listener();
    };
    dispose() {}
  },
  window: {
    withProgress: async (options: { title: string }, work: (progress: object, token: object) => Promise<unknown>) => {
      open();
      let cancel = () => {};
      const token = { onCancellationRequested: (listener: () => void) => (cancel = listener) };
      shown.push({ title: options.title, cancel: () => cancel() });
      await work({}, token);
      shown.pop();
    },
  },
}));
const listeners: (() => void)[] = [];
const { cancellable } = await import("../../client/src/commands/cancellable");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  open.mockClear();
});

/** An answer after so many milliseconds; called off, it fails as a request does. */
const after = (milliseconds: number, error?: Error) => (): Promise<string> =>
  new Promise((done, failed) => {
    setTimeout(() => (error ? failed(error) : done("answer")), milliseconds);
    listeners.push(() => failed(new Error("cancelled")));
  });

test("a quick answer shows nothing", async () => {
  const asked = cancellable("Working", after(400));
  await vi.advanceTimersByTimeAsync(400);
  expect([await asked, open.mock.calls.length, vi.getTimerCount()]).toEqual(["answer", 0, 0]);
});

test("a slow one can be called off, and is shown until it comes", async () => {
  const asked = cancellable("Working", after(2000));
  await vi.advanceTimersByTimeAsync(600);
  expect(shown.map(({ title }) => title)).toEqual(["Working"]);
  await vi.advanceTimersByTimeAsync(1400);
  expect([await asked, shown.length]).toEqual(["answer", 0]);

  const other = cancellable("Working", after(2000));
  await vi.advanceTimersByTimeAsync(600);
  shown[0]?.cancel();
  expect([await other, shown.length]).toEqual([null, 0]);
});

test.each([100, 900])("what fails after %i ms fails", async (milliseconds) => {
  const asked = cancellable("Working", after(milliseconds, new Error("no")));
  const refused = expect(asked).rejects.toThrow("no");
  await vi.advanceTimersByTimeAsync(milliseconds);
  await refused;
  expect(shown).toEqual([]);
});
