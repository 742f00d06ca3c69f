// Where the real VS Code for tests is kept: a cache of the user's, outside the project, because its node_modules holds a `node` of its own
// that would shadow the one that npm scripts run with.
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const codeServerVersion = "4.139.1"; // VS Code 1.139.1
export const nodeVersion = "24.21.0"; // what code-server's engines ask for

const cache = process.env.KUBESPRAY_INVENTORY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kubespray-inventory");
export const codeServerFolder = process.env.CODE_SERVER_DIR ?? join(cache, `code-server-${codeServerVersion}`);

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const vsixPath = join(projectRoot, "dist/kubespray-inventory.vsix");
/** The bundled mocha suite, for desktop VS Code and code-server alike. */
export const suitePath = join(projectRoot, "dist/vscode-suite/index.js");
