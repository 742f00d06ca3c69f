import type { Connection, ServerCapabilities } from "vscode-languageserver";
import type { Log } from "./guard";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** The editor features: what the server says that it can, and the handler of each. Each calls one function of features/ and converts. */

export const featureCapabilities: ServerCapabilities = {};

export function registerFeatures(_connection: Connection, _snapshot: () => WorkspaceSnapshot, _log: Log): void {}
