import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { diskFileSystem } from "./files/disk";
import { replaceFiles } from "./files/diskReplaceFiles";
import { startServer } from "./server";

/** The language server as a Node program: over IPC when VS Code starts it, over standard input and output with --stdio. */
startServer(createConnection(ProposedFeatures.all), { disk: diskFileSystem(), replaceFiles });
