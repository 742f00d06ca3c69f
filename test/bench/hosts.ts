/** The cost of the lists against the number of hosts: like hosts share work, so that it may grow no faster than linearly. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskFileSystem } from "../../server/src/files/disk";
import { openModel } from "../../server/src/kubespray/openModel";
import { printTable, timeOf } from "./measure";

const COUNTS = [1, 10, 100, 1000];

export function benchHosts({ tree, scratch }: { readonly tree: string; readonly scratch: string }): void {
  const rows: string[][] = [["hosts", "lists, ms", "per host", "growth / growth of hosts", "all variables, ms", "per host"]];
  let before: { count: number; lists: number } | undefined;
  for (const count of COUNTS) {
    const inventory = join(scratch, `hosts-${count}`);
    writeInventory(inventory, count);
    const open = () => openModel({ fs: diskFileSystem(), kubespray: tree, inventory, env: () => "" });
    const lists = timeOf(() => open().lists(), 5, 1);
    const variables = timeOf(() => resolveAll(open()), 1);
    const growth = before ? (lists / before.lists / (count / before.count)).toFixed(2) : "";
    rows.push([String(count), lists.toFixed(1), (lists / count).toFixed(3), growth, variables.toFixed(0), (variables / count).toFixed(2)]);
    before = { count, lists };
  }
  printTable("Number of hosts", rows);
}

function resolveAll(model: ReturnType<typeof openModel>): void {
  for (const host of model.hosts) for (const name of model.variables(host)) model.resolve(host, name);
}

function writeInventory(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const hosts = Array.from({ length: count }, (_, i) => `node${i + 1}`);
  const masters = hosts.slice(0, Math.min(3, count));
  const lines = [
    "[all]",
    ...hosts.map(
      (host, i) => `${host} ansible_host=10.${i >> 16}.${(i >> 8) & 255}.${i & 255} ip=10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    ),
    "[kube_control_plane]",
    ...masters,
    "[etcd]",
    ...masters,
    "[kube_node]",
    ...hosts,
    "[k8s_cluster:children]",
    "kube_control_plane",
    "kube_node",
  ];
  writeFileSync(join(folder, "inventory.ini"), `${lines.join("\n")}\n`);
}
