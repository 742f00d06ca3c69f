import { type Connection, DidChangeWatchedFilesNotification, type Disposable, type FileSystemWatcher } from "vscode-languageserver";
import type { FilePath } from "../files/fileSystem";
import { isInside } from "../files/paths";
import { uriOf } from "./uris";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/**
 * What the client is asked to watch: the workspace as a whole (a folder that is renamed or removed is told of by its own name alone, so no
 * narrower pattern would do), and kubespray trees that lie outside of it.
 */
export class Watchers {
  #outside: readonly FilePath[] = [];
  #registered: Promise<Disposable> | undefined;

  constructor(
    private readonly connection: Connection,
    /** The client watches folders outside of the workspace. */
    private readonly relative: () => boolean,
  ) {}

  start(): void {
    void this.#register([{ globPattern: "**/*" }]);
  }

  /** Looks at where the trees of the models are that were opened so far. */
  update(snapshot: WorkspaceSnapshot): void {
    if (!this.relative()) return;
    const outside = snapshot.openTrees.filter((root) => !snapshot.folders.some((folder) => isInside(root, folder)));
    if (outside.length === this.#outside.length && outside.every((root) => this.#outside.includes(root))) return;
    this.#outside = outside;
    const before = this.#registered;
    this.#registered = undefined;
    void before?.then((one) => one.dispose()).catch(() => undefined);
    if (outside.length === 0) return;
    this.#registered = this.#register(outside.map((root) => ({ globPattern: { baseUri: uriOf(root), pattern: "**/*" } })));
    this.#registered.catch(() => undefined);
  }

  #register(watchers: FileSystemWatcher[]): Promise<Disposable> {
    return this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}
