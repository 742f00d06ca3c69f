import type { FilePath, FileSystem } from "../files/fileSystem";
import { isInside } from "../files/paths";

/** Texts of files inside the folders alone, links followed: what lookup('file') may see. */
export function readerWithin(fs: FileSystem, folders: readonly (FilePath | undefined)[]): (path: string) => string | undefined {
  return (path) => {
    const real = fs.real(path);
    if (!folders.some((folder) => folder !== undefined && isInside(real, fs.real(folder)))) return undefined;
    const read = fs.read(real);
    return read.ok ? read.text : undefined;
  };
}
