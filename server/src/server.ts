import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  type GenericRequestHandler,
  type InitializeParams,
  type InitializeResult,
  ResourceOperationKind,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { NewFile } from "./files/diskReplaceFiles";
import type { FilePath, FileSystem } from "./files/fileSystem";
import { DiagnosticsScheduler } from "./lsp/diagnostics";
import { explainRequest, groupFilesRequest, variablesRequest } from "./lsp/explainRequest";
import { featureCapabilities, registerFeatures } from "./lsp/featureHandlers";
import { guarded, guardedNotice } from "./lsp/guard";
import { generateListsRequest, listTextRequest, resolvedListsRequest } from "./lsp/listRequests";
import { checkAnswerRequest, generateManifestsRequest, manifestKindsRequest } from "./lsp/manifestRequests";
import { readSettings, SECTION } from "./lsp/settings";
import { inventoriesRequest, statusRequest } from "./lsp/status";
import { Turns } from "./lsp/turns";
import { pathOf, uriOf } from "./lsp/uris";
import { Watchers } from "./lsp/watchers";
import { isSafePath } from "./manifests/frame/makeManifest";
import * as protocol from "./protocol";
import { Session } from "./session";

/** What the server needs of the machine that it runs on. */
export interface ServerHost {
  readonly disk: FileSystem;
  /** Writes all files of a folder or none; throws where it cannot. */
  readonly replaceFiles: (folder: FilePath, files: readonly NewFile[]) => void;
  /** Milliseconds of rest after an edit before problems are looked for. */
  readonly delay?: number;
  /** Milliseconds of rest after which a line that was typed in counts as finished. */
  readonly patience?: number;
}

/** Wires a connection to a session: capabilities, the table of handlers, nothing else. */
export function startServer(connection: Connection, host: ServerHost): void {
  const session = new Session(host.disk);
  const turns = new Turns();
  const documents = new TextDocuments(TextDocument);
  const log = (message: string) => connection.console.error(message);
  const client = {
    configuration: false,
    dynamicConfiguration: false,
    watchedFiles: false,
    folders: false,
    relativeWatchers: false,
    hints: false,
    lenses: false,
    documentChanges: false,
    renames: false,
  };
  const watchers = new Watchers(connection, () => client.relativeWatchers);
  const diagnostics = new DiagnosticsScheduler(session, {
    publish: (uri, list) => void connection.sendDiagnostics({ uri, diagnostics: [...list] }),
    settled: () => {
      void connection.sendNotification(protocol.CHANGED);
      watchers.update(session.snapshot);
      // An edit in one file changes what stands beside another.
      if (client.hints) connection.languages.inlayHint.refresh().catch(() => undefined);
      if (client.lenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    },
    log,
    turns,
    delay: host.delay ?? 120,
    patience: host.patience ?? 1500,
  });
  const on = <P, R>(method: string, fallback: R, answer: (params: P) => R | Promise<R>) => {
    const opened = async (params: P) => {
      const opening = session.snapshot.opening();
      if (opening) await turns.run(opening);
      return answer(params);
    };
    connection.onRequest(method, guarded<P, R>(method, log, fallback, opened) as GenericRequestHandler<unknown, void>);
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { workspace } = params.capabilities;
    client.configuration = workspace?.configuration === true;
    client.dynamicConfiguration = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    client.watchedFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    client.relativeWatchers = client.watchedFiles && workspace?.didChangeWatchedFiles?.relativePatternSupport === true;
    client.folders = workspace?.workspaceFolders === true;
    client.hints = workspace?.inlayHint?.refreshSupport === true;
    client.lenses = workspace?.codeLens?.refreshSupport === true;
    client.documentChanges = workspace?.workspaceEdit?.documentChanges === true;
    client.renames = workspace?.workspaceEdit?.resourceOperations?.includes(ResourceOperationKind.Rename) === true;
    const options = (params.initializationOptions ?? {}) as protocol.InitializationOptions;
    session.locale = options.locale ?? params.locale ?? "en";
    session.select(options.inventory ? pathOf(options.inventory) : undefined);
    const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    session.setFolders(uris.flatMap((uri) => pathOf(uri) ?? []));
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...featureCapabilities,
      },
    };
  });

  connection.onInitialized(async () => {
    if (client.dynamicConfiguration) void connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    if (client.watchedFiles) watchers.start();
    if (client.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.flatMap(({ uri }) => pathOf(uri) ?? []);
        const more = added.flatMap(({ uri }) => pathOf(uri) ?? []);
        session.setFolders([...session.folders.filter((folder) => !gone.includes(folder)), ...more]);
        void settingsChanged();
      });
    }
    await settingsChanged();
  });

  async function settingsChanged(): Promise<void> {
    if (client.configuration) {
      const { folders } = session;
      const items = folders.map((folder) => ({ scopeUri: uriOf(folder), section: SECTION }));
      const given = await connection.workspace.getConfiguration(items).catch(() => []);
      for (const [i, folder] of folders.entries()) session.setSettings(folder, readSettings(given[i]));
    }
    diagnostics.schedule();
  }

  connection.onDidChangeConfiguration(() => void settingsChanged());
  connection.onDidChangeWatchedFiles(
    guardedNotice("files", log, ({ changes }) => {
      if (session.filesChanged(changes.flatMap(({ uri }) => pathOf(uri) ?? []))) diagnostics.schedule();
    }),
  );
  documents.onDidChangeContent(
    guardedNotice("document", log, ({ document }) => {
      const path = pathOf(document.uri);
      if (path === undefined) return;
      const before = session.openDocuments.get(path);
      session.setDocument(path, document.getText());
      diagnostics.edited(path, before, document.getText());
    }),
  );
  documents.onDidSave(() => diagnostics.lineLeft());
  connection.onNotification(protocol.LINE_LEFT, () => diagnostics.lineLeft());
  documents.onDidClose(
    guardedNotice("close", log, ({ document }) => {
      const path = pathOf(document.uri);
      if (path === undefined) return;
      session.closeDocument(path);
      diagnostics.schedule();
    }),
  );
  connection.onNotification(
    protocol.ACTIVE_DOCUMENT,
    guardedNotice<protocol.ActiveParams>("active document", log, ({ uri }) => {
      const { version } = session;
      session.setActive(uri === null ? undefined : pathOf(uri));
      if (session.version !== version) diagnostics.schedule();
    }),
  );

  on(protocol.INVENTORIES, { inventories: [], trees: [] }, () => inventoriesRequest(session.snapshot));
  on(protocol.STATUS, indexing, () => statusRequest(session.snapshot));
  on(protocol.SELECT_INVENTORY, indexing, ({ inventory }: protocol.SelectInventoryParams) => {
    session.select(inventory === null ? undefined : pathOf(inventory));
    diagnostics.schedule();
    return statusRequest(session.snapshot);
  });
  on(
    protocol.RESOLVED_LISTS,
    { state: "indexing", items: [], gaps: [] },
    (params: protocol.ListsParams): Promise<protocol.ResolvedLists> => resolvedListsRequest(session.snapshot, params, turns),
  );
  on(protocol.LIST_TEXT, "", (params: protocol.ListTextParams) => listTextRequest(session.snapshot, params, turns));
  on(protocol.VARIABLES, [], () => variablesRequest(session.snapshot));
  on(protocol.GROUP_FILES, [], () => groupFilesRequest(session.snapshot));
  on(protocol.EXPLAIN, null, (params: protocol.ExplainParams) => explainRequest(session.snapshot, params));
  connection.onRequest(
    protocol.GENERATE_LISTS,
    guarded<protocol.GenerateParams, protocol.GeneratedLists | null>(protocol.GENERATE_LISTS, log, null, async (params, token) => {
      const isCancelled = () => token.isCancellationRequested;
      return (await generateListsRequest(session.snapshot, params, { turns, isCancelled, disk: host.disk })) ?? null;
    }),
  );
  on(protocol.MANIFEST_KINDS, [], (params: protocol.ManifestsParams) => manifestKindsRequest(session.snapshot, params));
  on(protocol.CHECK_ANSWER, null, (params: protocol.CheckAnswerParams) => checkAnswerRequest(params, session.locale));
  connection.onRequest(
    protocol.GENERATE_MANIFESTS,
    guarded<protocol.GenerateManifestsParams, protocol.GeneratedManifests | null>(
      protocol.GENERATE_MANIFESTS,
      log,
      null,
      async (params, token) => {
        const isCancelled = () => token.isCancellationRequested;
        return (await generateManifestsRequest(session.snapshot, params, { isCancelled, disk: host.disk, log })) ?? null;
      },
    ),
  );
  const write = ({ folder, files }: protocol.WriteParams, mayBe: (name: string) => boolean): protocol.Written => {
    const path = pathOf(folder);
    const names = files.map(({ name }) => name);
    if (path === undefined || !names.every(mayBe)) return { files: [], error: `${folder} is no folder on disk` };
    try {
      host.replaceFiles(path, files);
    } catch (error) {
      return { files: [], error: error instanceof Error ? error.message : String(error) };
    }
    const paths = names.map((name) => `${path}/${name}`);
    session.filesChanged(paths);
    return { files: paths.map((one) => uriOf(one)) };
  };
  const failed: protocol.Written = { files: [], error: "internal error" };
  on(protocol.WRITE_LISTS, failed, (params: protocol.WriteParams) => write(params, (name) => /^[\w-][\w.-]*$/.test(name)));
  on(protocol.WRITE_MANIFESTS, failed, (params: protocol.WriteParams) => write(params, isSafePath));

  registerFeatures(connection, () => session.snapshot, turns, log, {
    get documentChanges() {
      return client.documentChanges;
    },
    get renames() {
      return client.renames;
    },
    document: (path) => documents.all().find(({ uri }) => pathOf(uri) === path),
  });
  connection.onShutdown(() => diagnostics.dispose());
  documents.listen(connection);
  connection.listen();
}

const indexing: protocol.Status = { state: "indexing", inventories: 0, hosts: [], groups: [], architectures: [] };
