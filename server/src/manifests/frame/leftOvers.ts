import type { FilePath, FileSystem } from "../../files/fileSystem";
import { isInside, join } from "../../files/paths";
import type { GeneratedFile } from "../manifest";
import { CHECKSUMS } from "./makeKit";

/**
 * Files of an earlier kit in this folder that the new one does not have, as another release or fewer kinds leave behind: its checksums name
 * them, those of the new kit no longer do, and nobody would see that they are out of date. Empty where the new files are no kit.
 */
export function leftOvers(disk: FileSystem, folder: FilePath, files: readonly GeneratedFile[]): readonly FilePath[] {
  const before = disk.read(join(folder, CHECKSUMS));
  if (!before.ok || !files.some(({ path }) => path === CHECKSUMS)) return [];
  const now = new Set(files.map(({ path }) => join(folder, path)));
  return before.text
    .split("\n")
    .flatMap((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? [])
    .map((path) => join(folder, path))
    .filter((path) => isInside(path, folder) && !now.has(path) && disk.kind(path) === "file");
}
