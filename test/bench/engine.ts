/** Inside one process: opening, resolving everything, resolving again after one value changed, one hover. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { diskFileSystem } from "../../server/src/files/disk";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { openModel } from "../../server/src/kubespray/openModel";
import { printTable, timeOf } from "./measure";

export interface EngineBench {
  readonly tree: string;
  readonly inventory: string;
  readonly runs: number;
}

export function benchEngine({ tree, inventory, runs }: EngineBench): void {
  const disk = diskFileSystem();
  const open = () => openModel({ fs: disk, kubespray: tree, inventory, env: () => "" });
  const cold = timeOf(() => open().variables(open().hosts[0] as string), 1);
  const index = timeOf(() => open().variables(open().hosts[0] as string), runs, 3);
  const whole = timeOf(() => open().lists(), runs, 3);
  const file = changedFile(inventory);
  let version = 0;
  const changed = timeOf(
    () => {
      const text = `docker_image_repo: "registry${version++}.example"\n`;
      const fs = overlayFileSystem(disk, new Map([[file, text]]));
      openModel({ fs, kubespray: tree, inventory, env: () => "" }).lists();
    },
    runs,
    3,
  );
  const model = open();
  const host = model.hosts[0] as string;
  model.lists();
  const hover = timeOf(() => model.explain(host, "kubelet_download_url"), runs, 3);
  const row = (name: string, milliseconds: number) => [name, milliseconds.toFixed(2), (milliseconds / whole).toFixed(3)];
  printTable("In process, median", [
    ["", "ms", "of a full resolution"],
    row("index the tree and the inventory, first time", cold),
    row("index, warm", index),
    row("open and resolve every download of every host", whole),
    row("the same after one value changed", changed),
    row("explain one variable (a hover)", hover),
  ]);
}

function changedFile(inventory: string): string {
  const all = join(inventory, "group_vars/all");
  return existsSync(all) && readdirSync(all).length > 0 ? join(all, "zz-bench.yml") : join(inventory, "group_vars/all.yml");
}
