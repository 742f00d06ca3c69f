/** A language server as a child process, with the few requests that the benchmark makes. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";

export interface ServerProcess {
  open(file: string, text: string): Promise<void>;
  change(file: string, text: string): Promise<void>;
  completion(file: string, line: number, character: number): Promise<number>;
  hover(file: string, line: number, character: number): Promise<unknown>;
  /** Resolves with the next report on the file whose number of problems is wanted. */
  problems(file: string, wanted: (count: number) => boolean): Promise<void>;
  /** MiB resident now. */
  memory(): number;
  /** Ends the server; the longest time, in milliseconds, that its event loop stood still since the first second. */
  stop(): Promise<number>;
}

/** Written beside the workspace and loaded before the server: notes how long the event loop stands still. */
const WATCH = `
const { monitorEventLoopDelay } = require("node:perf_hooks");
const seen = monitorEventLoopDelay({ resolution: 5 });
setTimeout(() => seen.enable(), 1000).unref();
process.on("exit", () => require("node:fs").writeFileSync(process.env.STALL_FILE, String(seen.max / 1e6)));
`;

export async function startServerProcess(command: readonly string[], workspace: string, stallFile: string): Promise<ServerProcess> {
  writeFileSync(`${stallFile}.cjs`, WATCH);
  const child = spawn(process.execPath, ["-r", `${stallFile}.cjs`, ...command], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, STALL_FILE: stallFile },
  });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set<{ uri: string; wanted: (count: number) => boolean; done: () => void }>();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: { uri: string; diagnostics: unknown[] }) => {
    for (const one of waiting) {
      if (one.uri !== uri || !one.wanted(diagnostics.length)) continue;
      waiting.delete(one);
      one.done();
    }
  });
  for (const request of ["client/registerCapability", "window/workDoneProgress/create"]) connection.onRequest(request, () => null);
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.listen();
  const root = pathToFileURL(workspace).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "workspace" }],
    capabilities: {
      workspace: { workspaceFolders: true, configuration: true },
      textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: { contentFormat: ["markdown"] } },
    },
  });
  await connection.sendNotification("initialized", {});
  const uriOf = (file: string) => pathToFileURL(file).href;
  let version = 1;
  const at = (file: string, line: number, character: number) => ({ textDocument: { uri: uriOf(file) }, position: { line, character } });
  return {
    open: (file, text) =>
      connection.sendNotification("textDocument/didOpen", { textDocument: { uri: uriOf(file), languageId: "yaml", version, text } }),
    change: (file, text) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: uriOf(file), version: ++version },
        contentChanges: [{ text }],
      }),
    async completion(file, line, character) {
      const answer = await connection.sendRequest<{ items: unknown[] } | unknown[] | null>(
        "textDocument/completion",
        at(file, line, character),
      );
      return Array.isArray(answer) ? answer.length : (answer?.items.length ?? 0);
    },
    hover: (file, line, character) => connection.sendRequest("textDocument/hover", at(file, line, character)),
    problems: (file, wanted) => new Promise((done) => waiting.add({ uri: uriOf(file), wanted, done })),
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    async stop() {
      const ended = new Promise((done) => child.on("exit", done));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
      return Number(readFileSync(stallFile, "utf8"));
    },
  };
}
