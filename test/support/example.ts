/** A copy of the embedded example that a test may break. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, temporaryFolder } from "./cli";

export interface ExampleCopy {
  /** Holds `kubespray/` and `inventory/`; run the command line in `inventory` or name both. */
  readonly folder: string;
  readonly inventory: string;
  readonly kubespray: string;
  /** `--kubespray` and `--inventory`. */
  readonly options: readonly string[];
}

/** `files`: written over the copy, by their paths in it. */
export function exampleCopy(files: Readonly<Record<string, string>> = {}): ExampleCopy {
  const folder = temporaryFolder({});
  cpSync(join(ROOT, "example"), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const inventory = join(folder, "inventory");
  const kubespray = join(folder, "kubespray");
  return { folder, inventory, kubespray, options: ["--kubespray", kubespray, "--inventory", inventory] };
}
