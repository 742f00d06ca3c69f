/** Finds the folder ../shared (real trees, and what real Ansible makes of them) beside the repository, or where KUBESPRAY_INVENTORY_SHARED says. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The absolute path of `path` inside ../shared; undefined where it is not here. */
export function shared(path: string): string | undefined {
  const found = join(process.env.KUBESPRAY_INVENTORY_SHARED ?? besideRepository(), path);
  return existsSync(found) ? found : undefined;
}

function besideRepository(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return resolve(folder, "../shared");
}
