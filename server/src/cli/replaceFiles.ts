import { type NewFile, replaceFiles as replaceOnDisk } from "../files/diskReplaceFiles";
import { CommandError, EXIT } from "./exitCodes";

/** Writing files, with what went wrong in the words of the command line. */

export type { NewFile } from "../files/diskReplaceFiles";

/** Makes the folder where it is missing. Throws CommandError (`failed`), and then nothing has changed. */
export function replaceFiles(folder: string, files: readonly NewFile[]): void {
  try {
    replaceOnDisk(folder, files);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The files cannot be written to ${folder}: ${detail}`,
      "Nothing was changed there. Name another folder with --out.",
      EXIT.failed,
    );
  }
}
