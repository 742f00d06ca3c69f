/** The server and a client in one process, joined by a pair of streams, over files in memory. Nothing sleeps: tests wait for messages. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { onTestFinished } from "vitest";
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { CHANGED } from "../../server/src/protocol";
import { startServer } from "../../server/src/server";
import { ROOT } from "../support/cli";

export interface Client {
  readonly connection: ProtocolConnection;
  readonly logged: string[];
  readonly diagnostics: Map<string, readonly Diagnostic[]>;
  /** Files on the "disk"; changes are told with `workspace/didChangeWatchedFiles`. */
  readonly files: Map<string, string>;
  readonly written: Map<string, string>;
  open(path: string, text?: string): Promise<string>;
  /** Replaces text `from` by `to` in an open document, as an incremental edit. */
  edit(path: string, from: string, to: string): Promise<void>;
  /** Resolves when the server has settled after what was sent so far. */
  settled(): Promise<void>;
  /** Resolves with the next diagnostics of a document. */
  told(uri: string): Promise<void>;
  request<T>(method: string, params?: unknown): Promise<T>;
}

export async function startClient(
  files: ReadonlyMap<string, string>,
  settings: Readonly<Record<string, unknown>> = {},
  capabilities: ClientCapabilities = {},
  /** What is wrong with the line that was typed in last waits for it to be left, unless a test says otherwise. */
  patience = 1_000_000,
  locale = "en",
): Promise<Client> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const disk = new Map(files);
  const written = new Map<string, string>();
  // Read anew at every call, as a disk is.
  const now = () => memoryFileSystem(disk);
  startServer(createConnection(toServer, toClient), {
    disk: { read: (path) => now().read(path), list: (path) => now().list(path), kind: (path) => now().kind(path), real: (path) => path },
    replaceFiles: (folder, list) => {
      for (const { name, text } of list) written.set(`${folder}/${name}`, text);
    },
    delay: 0,
    patience,
  });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  onTestFinished(() => connection.dispose());
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const logged: string[] = [];
  let rounds = 0;
  let waiting: (() => void)[] = [];
  const listeners = new Set<{ readonly uri: string; readonly done: () => void }>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics: list }) => {
    diagnostics.set(uri, list);
    for (const one of listeners) {
      if (one.uri !== uri) continue;
      listeners.delete(one);
      one.done();
    }
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message));
  connection.onNotification(CHANGED, () => {
    rounds++;
    for (const done of waiting) done();
    waiting = [];
  });
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly unknown[] }) => items.map(() => settings));
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const folder = { uri: "file:///w", name: "w" };
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: folder.uri,
    locale,
    workspaceFolders: [folder],
    capabilities: { ...capabilities, workspace: { configuration: true, workspaceFolders: true, ...capabilities.workspace } },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const texts = new Map<string, { text: string; version: number }>();
  const client: Client = {
    connection,
    logged,
    diagnostics,
    files: disk,
    written,
    async open(path, text = disk.get(path) ?? "") {
      const uri = `file://${path}`;
      texts.set(path, { text, version: 1 });
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "yaml", version: 1, text },
      });
      return uri;
    },
    async edit(path, from, to) {
      const document = texts.get(path);
      if (!document?.text.includes(from)) throw new Error(`no ${from} in ${path}`);
      const start = document.text.indexOf(from);
      const range = { start: position(document.text, start), end: position(document.text, start + from.length) };
      document.text = document.text.replace(from, () => to);
      document.version++;
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: `file://${path}`, version: document.version },
        contentChanges: [{ range, text: to }],
      });
    },
    settled() {
      const before = rounds;
      return new Promise((done) => (rounds > before ? done() : waiting.push(done)));
    },
    told: (uri) => new Promise((done) => listeners.add({ uri, done })),
    request: (method, params) => connection.sendRequest(method, params ?? {}),
  };
  await client.settled();
  return client;
}

function position(text: string, offset: number) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** The example as the workspace `/w`. */
export function exampleWorkspace(): Map<string, string> {
  const root = join(ROOT, "example");
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/w${path.slice(root.length).replaceAll("\\", "/")}`, readFileSync(path, "utf8")];
    }),
  );
}

export type { FilePath };
