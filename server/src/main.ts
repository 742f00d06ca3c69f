import { setFlagsFromString } from "node:v8";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { diskFileSystem } from "./files/disk";
import { replaceFiles } from "./files/diskReplaceFiles";
import { startServer } from "./server";

// A keystroke leaves megabytes of short-lived values behind. By itself V8 would let them grow to four times of what is in use before it
// clears them away; so it does at about twice, in small increments.
setFlagsFromString("--heap-growing-percent=60");

/** The language server as a Node program: over IPC when VS Code starts it, over standard input and output with --stdio. */
startServer(createConnection(ProposedFeatures.all), { disk: diskFileSystem(), replaceFiles });
