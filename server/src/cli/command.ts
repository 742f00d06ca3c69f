import type { ParseArgsConfig } from "node:util";
import type { ExitCode } from "./exitCodes";
import type { Terminal } from "./terminal";

/** A subcommand: one file each, listed in main.ts. */
export interface Command {
  readonly name: string;
  /** How it is called, after the program's name. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Its own options, beside those that all share (sharedOptions.ts). */
  readonly options: readonly Option[];
  /** What `--help` says below the options. */
  readonly notes?: string;
  run(call: Call, terminal: Terminal): ExitCode;
  /** For a command whose options depend on its first word: the command that these arguments mean, and what is left of them. */
  narrow?(args: readonly string[], terminal: Terminal): Narrowed | undefined;
}

export interface Narrowed {
  readonly command: Command;
  readonly args: readonly string[];
}

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; absent: a switch. */
  readonly value?: string;
  /** Other spellings of `name`, not shown. */
  readonly aliases?: readonly string[];
  readonly multiple?: boolean;
  /** What to do for who gives two values to what takes one. */
  readonly forTwo?: string;
  readonly help: string;
}

/** Options and words as given. */
export interface Call {
  readonly words: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** For node:util's parseArgs. */
export function parseConfig(options: readonly Option[]): NonNullable<ParseArgsConfig["options"]> {
  const config: NonNullable<ParseArgsConfig["options"]> = {};
  for (const option of options) {
    const type = option.value === undefined ? ("boolean" as const) : ("string" as const);
    const entry = { type, multiple: option.multiple ?? false };
    config[option.name] = option.short === undefined ? entry : { ...entry, short: option.short };
    for (const alias of option.aliases ?? []) config[alias] = entry;
  }
  return config;
}
