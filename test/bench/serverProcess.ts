/** A language server as a child process, with the few requests that the benchmark makes, each with a time limit. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from "vscode-languageserver-protocol/node";

export interface ServerProgram {
  readonly name: string;
  /** The Node that it runs with, and what is given to it. */
  readonly node: string;
  readonly command: readonly string[];
  /** What VS Code would call the file. */
  readonly languageId: string;
  /** What its extension answers to `workspace/configuration`, by section. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ServerProcess {
  open(file: string, text: string): Promise<void>;
  change(file: string, text: string): Promise<void>;
  /** How many items; undefined where the time limit passed. */
  completion(file: string, line: number, character: number): Promise<number | undefined>;
  /** Whether there was something to show; undefined where the time limit passed. */
  hover(file: string, line: number, character: number): Promise<boolean | undefined>;
  /** True with the next report on the file whose number of errors is wanted; false where the time limit passed. */
  problems(file: string, wanted: (count: number) => boolean): Promise<boolean>;
  /** MiB resident now, and the most so far. */
  memory(): { readonly now: number; readonly peak: number };
  /** Ends the server; the longest time, in milliseconds, that its event loop stood still since the first second. */
  stop(): Promise<number | undefined>;
}

interface Told {
  readonly severity?: number;
}

/** DiagnosticSeverity.Error */
const ERROR = 1;

/** Written beside the workspace and loaded before the server: notes how long the event loop stands still. */
const WATCH = `
const { monitorEventLoopDelay } = require("node:perf_hooks");
const seen = monitorEventLoopDelay({ resolution: 5 });
setTimeout(() => seen.enable(), 1000).unref();
process.on("exit", () => require("node:fs").writeFileSync(process.env.STALL_FILE, String(seen.max / 1e6)));
`;

/** Rejects where the server does not even answer `initialize` within `limit` milliseconds. */
export async function startServerProcess(
  program: ServerProgram,
  workspace: string,
  stallFile: string,
  limit: number,
): Promise<ServerProcess> {
  writeFileSync(`${stallFile}.cjs`, WATCH);
  const child = spawn(program.node, ["-r", `${stallFile}.cjs`, ...program.command], {
    cwd: workspace,
    // As VS Code starts it. Over standard output, what version 1.2.1 of Ansible's prints there breaks the protocol.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...process.env, STALL_FILE: stallFile },
  });
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const waiting = new Set<{ uri: string; wanted: (count: number) => boolean; done: () => void }>();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: { uri: string; diagnostics: Told[] }) => {
    // A sound file may have hints.
    const errors = diagnostics.filter(({ severity = ERROR }) => severity === ERROR).length;
    for (const one of waiting) {
      if (one.uri !== uri || !one.wanted(errors)) continue;
      waiting.delete(one);
      one.done();
    }
  });
  // Whatever else a server asks of its client is granted, as VS Code does: a question that stays open may keep a server from answering.
  const all = connection as unknown as { onRequest(handler: () => null): void };
  all.onRequest(() => null);
  connection.onRequest("workspace/configuration", ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => program.settings[section ?? ""] ?? null),
  );
  connection.listen();
  const root = pathToFileURL(workspace).href;
  const ask = <T>(method: string, params: unknown) => within(connection.sendRequest<T>(method, params), limit);
  const hello = await ask("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "workspace" }],
    capabilities: {
      workspace: { workspaceFolders: true, configuration: true },
      textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: { contentFormat: ["markdown"] } },
    },
  });
  if (hello === undefined) {
    child.kill("SIGKILL");
    throw new Error(`${program.name} did not answer "initialize" within ${limit} ms`);
  }
  await connection.sendNotification("initialized", {});
  const uriOf = (file: string) => pathToFileURL(file).href;
  let version = 1;
  const at = (file: string, line: number, character: number) => ({ textDocument: { uri: uriOf(file) }, position: { line, character } });
  return {
    open: (file, text) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: uriOf(file), languageId: program.languageId, version, text },
      }),
    change: (file, text) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: uriOf(file), version: ++version },
        contentChanges: [{ text }],
      }),
    async completion(file, line, character) {
      const answer = await ask<{ items: unknown[] } | unknown[] | null>("textDocument/completion", at(file, line, character));
      return answer && (Array.isArray(answer.value) ? answer.value.length : (answer.value?.items.length ?? 0));
    },
    async hover(file, line, character) {
      const answer = await ask("textDocument/hover", at(file, line, character));
      return answer && answer.value !== null;
    },
    async problems(file, wanted) {
      const told = new Promise<void>((done) => waiting.add({ uri: uriOf(file), wanted, done }));
      return (await within(told, limit)) !== undefined;
    },
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
      return { now: of("VmRSS"), peak: of("VmHWM") };
    },
    async stop() {
      const ended = new Promise((done) => child.on("exit", done));
      await ask("shutdown", undefined);
      await connection.sendNotification("exit").catch(() => undefined);
      if ((await within(ended, limit)) === undefined) child.kill("SIGKILL");
      connection.dispose();
      return existsSync(stallFile) ? Number(readFileSync(stallFile, "utf8")) : undefined;
    },
  };
}

/** undefined where the time is over before the answer is there. */
async function within<T>(answer: Promise<T>, limit: number): Promise<{ readonly value: T } | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), limit);
  });
  try {
    return await Promise.race([answer.then((value) => ({ value })), over]);
  } finally {
    clearTimeout(timer);
  }
}
