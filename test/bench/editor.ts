/**
 * `npm run bench:editor [-- --keys 1000 --hosts 5 --other DIR]`: the language server under a fast typist, in a workspace that holds a real
 * kubespray tree (../shared's v2.31.0) and an inventory. `--other`: a folder with @ansible/ansible-language-server installed, which then
 * types the same file in the same run.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { shared } from "../support/sharedPath";
import { printTable } from "./measure";
import { type ServerProcess, startServerProcess } from "./serverProcess";

const { values: options } = parseArgs({
  options: {
    keys: { type: "string", default: "1000" },
    hosts: { type: "string", default: "5" },
    other: { type: "string" },
  },
});
const KEYS = Number(options.keys);
/** What the server waits after a change before it looks for problems (server.ts); taken off what is measured. */
const DEBOUNCE = 120;

const workspace = mkdtempSync(join(tmpdir(), "kubespray-inventory-editor-"));
bench()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(workspace, { recursive: true, force: true }));

async function bench(): Promise<void> {
  const file = makeWorkspace();
  const rows = [await typing("kubespray-inventory", ["dist/server.js", "--stdio"], file)];
  if (options.other) {
    const other = join(resolve(options.other), "node_modules/@ansible/ansible-language-server/bin/ansible-language-server");
    if (existsSync(other)) rows.push(await typing("ansible-language-server", [other, "--stdio"], file));
    else console.log(`${other} is not there: left out`);
  }
  const names = ["", ...rows.map((row) => row.name)];
  const line = (name: string, of: (row: Typed) => string) => [name, ...rows.map(of)];
  printTable(`${KEYS} keystrokes, ${options.hosts} hosts; milliseconds, p50 / p95`, [
    names,
    line("start to first hover", ({ start }) => start.toFixed(0)),
    line("completion", ({ completion }) => spread(completion)),
    line("hover", ({ hover }) => spread(hover)),
    line("problems, after the debounce", ({ problems }) => spread(problems)),
    line("longest stall of the event loop", ({ stall }) => stall.toFixed(0)),
    line("memory at the end, MiB", ({ memory }) => memory.toFixed(0)),
    line("items in a completion", ({ items }) => String(items)),
  ]);
}

interface Typed {
  readonly name: string;
  readonly start: number;
  readonly completion: readonly number[];
  readonly hover: readonly number[];
  readonly problems: readonly number[];
  readonly stall: number;
  readonly memory: number;
  readonly items: number;
}

async function typing(name: string, command: readonly string[], file: string): Promise<Typed> {
  const began = performance.now();
  const server = await startServerProcess(command, workspace, join(workspace, `${name}.stall`));
  const text = readFileSync(file, "utf8");
  await server.open(file, text);
  const line = text.split("\n").findIndex((one) => one.startsWith("kube_version:"));
  await server.hover(file, line, 3);
  const start = performance.now() - began;
  const completion: number[] = [];
  const hover: number[] = [];
  let items = 0;
  const last = text.split("\n").length - 1;
  let typed = "";
  for (let key = 0; key < KEYS; key++) {
    typed = WORDS[key % WORDS.length] === "\n" ? "" : typed + WORDS[key % WORDS.length];
    await server.change(file, `${text}${typed}`);
    const before = performance.now();
    items = Math.max(items, await server.completion(file, last, typed.length));
    completion.push(performance.now() - before);
    if (key % 5 === 0) {
      const asked = performance.now();
      await server.hover(file, line, 3);
      hover.push(performance.now() - asked);
    }
  }
  const problems = name === "kubespray-inventory" ? await problemTimes(server, file, text) : [];
  const memory = server.memory();
  return { name, start, completion, hover, problems, memory, items, stall: await server.stop() };
}

/** One character of a plausible line at a time, then the line is taken back. */
const WORDS = [
  ..."kube_network_plugin: cilium",
  "\n",
  ..."metrics_server_enabled: true",
  "\n",
  ...'x: "{{ kube_version | default(1) }}"',
  "\n",
];

/** A mistake is made and taken back: how long until the server has said so. */
async function problemTimes(server: ServerProcess, file: string, text: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const broken = `${text}broken_${round}: [1,\n`;
    for (const [next, wanted] of [
      [broken, true],
      [text, false],
    ] as const) {
      const told = server.problems(file, (count) => count > 0 === wanted);
      const before = performance.now();
      await server.change(file, next);
      await told;
      times.push(Math.max(0, performance.now() - before - DEBOUNCE));
    }
  }
  return times;
}

function makeWorkspace(): string {
  const tree = shared("kubespray/v2.31.0/tree");
  if (tree === undefined) {
    cpSync("example", workspace, { recursive: true });
    return join(workspace, "inventory/group_vars/k8s_cluster/k8s-cluster.yml");
  }
  cpSync(tree, join(workspace, "kubespray"), { recursive: true });
  const inventory = join(workspace, "inventory");
  cpSync(join(tree, "inventory/sample/group_vars"), join(inventory, "group_vars"), { recursive: true });
  const hosts = Array.from({ length: Number(options.hosts) }, (_, i) => `node${i + 1}`);
  const first = hosts.slice(0, 3);
  const lines = [
    "[kube_control_plane]",
    ...first,
    "[etcd]",
    ...first,
    "[kube_node]",
    ...hosts,
    "[k8s_cluster:children]",
    "kube_control_plane",
    "kube_node",
  ];
  writeFileSync(join(inventory, "inventory.ini"), `${lines.join("\n")}\n`);
  const file = join(inventory, "group_vars/k8s_cluster/k8s-cluster.yml");
  mkdirSync(join(inventory, "group_vars/k8s_cluster"), { recursive: true });
  const text = readFileSync(file, "utf8");
  if (!/^kube_version:/m.test(text)) writeFileSync(file, `${text}\nkube_version: 1.34.0\n`);
  return file;
}

function spread(times: readonly number[]): string {
  if (times.length === 0) return "-";
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(1);
  return `${at(0.5)} / ${at(0.95)}`;
}
