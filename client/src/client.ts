import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State, TransportKind } from "vscode-languageclient/node";
import { ACTIVE_DOCUMENT, type ActiveParams, CHANGED, type InitializationOptions, LINE_LEFT } from "../../server/src/protocol";

/** The connection to the language server: started when it is first needed, or at once where an inventory may be. */
export interface Server extends vscode.Disposable {
  /** Starts the server unless it runs, and resolves when it answers. */
  start(): Promise<void>;
  restart(): Promise<void>;
  readonly isRunning: boolean;
  /** Asks; starts the server where it does not run. */
  request<R>(method: string, params?: unknown, token?: vscode.CancellationToken): Promise<R>;
  /** Answers may have changed. */
  readonly onDidChange: vscode.Event<void>;
}

/** Documents that can belong to an inventory; which of them do is for the server to say. */
export const SELECTOR = [
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "ansible" },
  { scheme: "file", language: "kubespray-inventory-ini" },
  { scheme: "file", language: "ini" },
  { scheme: "file", pattern: "**/{hosts,inventory,cluster}.ini" },
] as const;

export function createServer(context: vscode.ExtensionContext, selected: () => string | undefined): Server {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist/server.js").fsPath;
  const serverOptions: ServerOptions = {
    // A young generation of the usual size would hold twice the memory for nothing that can be measured.
    run: { module, transport: TransportKind.ipc, options: { execArgv: ["--max-semi-space-size=8"] } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
  };
  const changed = new vscode.EventEmitter<void>();
  let client: LanguageClient | undefined;
  let starting: Promise<void> | undefined;

  async function launch(): Promise<void> {
    // Asked for again when the client starts a server that ended by itself.
    const options = (): InitializationOptions => ({ locale: vscode.env.language, inventory: selected() ?? null });
    const clientOptions: LanguageClientOptions = {
      documentSelector: SELECTOR.map((filter) => ({ ...filter })),
      initializationOptions: options,
      diagnosticCollectionName: "kubespray",
      outputChannelName: "Kubespray Inventory",
      markdown: { isTrusted: false, supportHtml: false },
    };
    client = new LanguageClient("kubesprayInventory", "Kubespray Inventory", serverOptions, clientOptions);
    client.onNotification(CHANGED, () => changed.fire());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) changed.fire();
    });
    await client.start();
    tellActive(vscode.window.activeTextEditor);
  }

  function tellActive(editor: vscode.TextEditor | undefined): void {
    if (client?.state !== State.Running || editor?.document.uri.scheme !== "file") return;
    const params: ActiveParams = { uri: client.code2ProtocolConverter.asUri(editor.document.uri) };
    void client.sendNotification(ACTIVE_DOCUMENT, params);
  }

  // The server holds back what is wrong with a line as long as it is being typed.
  let typed: { readonly document: vscode.TextDocument; readonly line: number } | undefined;
  const listener = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tellActive),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const [change] = contentChanges;
      if (change && document.uri.scheme === "file") typed = { document, line: change.range.start.line };
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (typed === undefined || (textEditor.document === typed.document && selections[0]?.active.line === typed.line)) return;
      typed = undefined;
      if (client?.state === State.Running) void client.sendNotification(LINE_LEFT);
    }),
  );

  const server: Server = {
    get isRunning() {
      return client?.state === State.Running;
    },
    onDidChange: changed.event,
    start() {
      starting ??= launch().catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      return starting;
    },
    async restart() {
      await client?.stop().catch(() => undefined);
      await client?.dispose().catch(() => undefined);
      client = undefined;
      starting = undefined;
      await server.start();
      changed.fire();
    },
    async request<R>(method: string, params: unknown = {}, token?: vscode.CancellationToken): Promise<R> {
      await server.start();
      if (!client) throw new Error("the server does not run");
      return token ? client.sendRequest<R>(method, params, token) : client.sendRequest<R>(method, params);
    },
    dispose() {
      listener.dispose();
      changed.dispose();
      void client?.stop().catch(() => undefined);
    },
  };
  return server;
}
