import type { Connection, ServerCapabilities } from "vscode-languageserver";
import type { Session } from "../session";
import type { Log } from "./guard";

/** The editor features: what the server says that it can, and the handler of each. Each calls one function of features/ and converts. */

export const featureCapabilities: ServerCapabilities = {};

export function registerFeatures(_connection: Connection, _session: Session, _log: Log): void {}
