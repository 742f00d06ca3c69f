import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeEditorWorkspace } from "./editorWorkspace";
import { printTable } from "./measure";
import { otherServer } from "./otherServer";
import type { ServerProgram } from "./serverProcess";
import { spread, type Typed, typing } from "./typing";

export interface EditorBench {
  readonly tree: string;
  readonly keys: number;
  readonly hosts: number;
  /** Types the same file with @ansible/ansible-language-server too: that of this folder, or one from npm. */
  readonly other?: { readonly folder?: string };
  /** Milliseconds that any single request may take. */
  readonly limit: number;
}

/** The language server under a fast typist in a workspace with a kubespray tree, side by side with another one in the same run. */
export async function benchEditor({ tree, keys, hosts, other, limit }: EditorBench): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), "kubespray-inventory-editor-"));
  try {
    const file = makeEditorWorkspace(workspace, tree, hosts);
    const second = other && otherServer(other.folder);
    if (second && "problem" in second) console.log(`left out: ansible-language-server (${second.problem})`);
    const programs = [OURS, ...(second && !("problem" in second) ? [second] : [])];
    const rows: Typed[] = [];
    for (const program of programs) {
      try {
        rows.push(await typing(program, { workspace, file, keys, limit }));
      } catch (error) {
        console.log(`left out: ${program.name} (${error instanceof Error ? error.message : String(error)})`);
      }
    }
    if (rows.length > 0) report(`${keys} keystrokes in group_vars, ${hosts} hosts; milliseconds, p50 / p95`, rows);
  } finally {
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  }
}

const OURS: ServerProgram = {
  name: "kubespray-inventory",
  node: process.execPath,
  // As the extension starts it; the bundle beside this one.
  command: ["--max-semi-space-size=8", fileURLToPath(new URL("server.js", import.meta.url)), "--node-ipc"],
  languageId: "yaml",
  settings: {},
};

function report(title: string, rows: readonly Typed[]): void {
  const line = (name: string, of: (row: Typed) => string) => [name, ...rows.map(of)];
  printTable(title, [
    line("", ({ name }) => name),
    line("start to first hover (median)", ({ firstHover }) => spread(firstHover)),
    line("start to first problems (median)", ({ firstProblems }) => spread(firstProblems)),
    line("completion", ({ completion }) => spread(completion)),
    line("hover", ({ hover }) => spread(hover)),
    line("fresh problems, its own wait included", ({ problems }) => spread(problems)),
    line("longest stall of the event loop", ({ stall }) => stall?.toFixed(0) ?? "-"),
    line("memory at the end (most), MiB", ({ memory }) => `${memory.now.toFixed(0)} (${memory.peak.toFixed(0)})`),
    line("most items in a completion", ({ items }) => String(items)),
    line("hovers that showed something", ({ shown, hover }) => `${shown} of ${hover.times.length + hover.missing}`),
  ]);
}
