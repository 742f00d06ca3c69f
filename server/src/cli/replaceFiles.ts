import { type NewFile, replaceFiles as replaceOnDisk } from "../files/diskReplaceFiles";
import { CommandError, EXIT } from "./exitCodes";

/** Writing files, with what went wrong in the words of the command line. */

export type { NewFile } from "../files/diskReplaceFiles";

/**
 * Makes the folder where it is missing. Throws CommandError (`failed`), and then nothing has changed. Ctrl-C and `kill` wait until it is
 * done: half of the files replaced, or others left beside them, would be worse than the moment that it takes.
 */
export function replaceFiles(folder: string, files: readonly NewFile[]): void {
  const later = () => {};
  for (const signal of SIGNALS) process.on(signal, later);
  try {
    replaceOnDisk(folder, files);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The files cannot be written to ${folder}: ${detail}`,
      "Nothing was changed there. Name another folder with --out.",
      EXIT.failed,
    );
  } finally {
    for (const signal of SIGNALS) process.off(signal, later);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
