import type { BundleFile } from "./bundleFiles";
import { type Algorithm, checksumText } from "./checksum";

/** The bundle's lists for other programs: wget and friends, sha256sum, aria2. Addresses and places hold no control characters (mirrorPath). */

/** One address a line, as `lists` writes them. */
export function filesList(files: readonly BundleFile[]): string {
  return files.map(({ url }) => `${url}\n`).join("");
}

/**
 * For `sha256sum -c` and its kin, run in the bundle's folder. A backslash in a name stands as it is: only a line that begins with one has
 * escapes, for names with line breaks, of which there are none; the programs of busybox know no escapes.
 */
export function checksumFile(files: readonly BundleFile[], algorithm: Algorithm): string {
  return files
    .flatMap(({ path, checksums }) => checksums.filter((one) => one.algorithm === algorithm).map(({ digits }) => `${digits}  ${path}\n`))
    .join("");
}

/**
 * For `aria2c -i`. Each option stands on a line of its own behind its address, and aria2 cuts off spaces at both ends of it: a place that
 * ends in one cannot be told, and the file is left out.
 */
export function aria2Input(files: readonly BundleFile[]): string {
  return files
    .filter(({ path }) => aria2Takes(path))
    .map(({ request, path, checksums }) => {
      const [strongest] = checksums;
      const options = [`out=${path}`, ...ARIA2_OPTIONS];
      if (strongest)
        options.push(
          `checksum=${checksumText(strongest)
            .replace(/^sha(?=\d)/, "sha-")
            .replace(":", "=")}`,
        );
      return `${request}\n${options.map((option) => `  ${option}\n`).join("")}`;
    })
    .join("");
}

export function aria2Takes(path: string): boolean {
  return !path.endsWith(" ");
}

/** Goes on where it was, verifies what is there, and writes under no other name. */
const ARIA2_OPTIONS = ["continue=true", "check-integrity=true", "auto-file-renaming=false", "allow-overwrite=true"];
