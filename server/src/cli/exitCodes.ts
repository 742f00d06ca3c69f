/** What the program's exit codes mean; the README and `--help` say the same. */
export const EXIT = {
  /** Everything asked for was answered. */
  ok: 0,
  /** Wrong usage: an unknown option, host, group or variable; no inventory to be found. Nothing was written. */
  usage: 1,
  /** Something in the input is wrong or cannot be known, so that what was printed or written may be incomplete. */
  incomplete: 2,
  /** The work could not be done: a file cannot be written, or a defect of the program. */
  failed: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Thrown for what the user can mend on the command line (or `failed`: on the disk). `remedy` is what to do, one sentence. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly remedy?: string,
    readonly exitCode: ExitCode = EXIT.usage,
  ) {
    super(message);
  }
}
