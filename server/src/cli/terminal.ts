import { EXIT } from "./exitCodes";

/** Where a subcommand reads its surroundings and writes its answers, so that nothing else touches `process`. */
export interface Terminal {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Appends to standard output: answers, and nothing else. */
  out(text: string): void;
  /** Appends to standard error: problems and remarks. */
  error(text: string): void;
  readonly outStyle: Style;
  readonly errorStyle: Style;
}

/** Adds colour, or nothing where it is not wanted. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/**
 * The real terminal. A reader that goes away (`... | head`) ends the program quietly, a full disk with a message. Colour only on a terminal, unless FORCE_COLOR says
 * so; NO_COLOR and TERM=dumb turn it off (no-color.org; FORCE_COLOR as Node itself reads it).
 */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
      if (stream === process.stdout) process.stderr.write(`error: The answer cannot be written to standard output: ${error.message}\n`);
      process.exit(EXIT.failed);
    });
  }
  return {
    cwd: process.cwd(),
    environment: process.env,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    outStyle: style(wantsColour(process.stdout.isTTY === true, process.env)),
    errorStyle: style(wantsColour(process.stderr.isTTY === true, process.env)),
  };
}

export function wantsColour(isTerminal: boolean, environment: Terminal["environment"]): boolean {
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (environment.NO_COLOR || environment.TERM === "dumb") return false;
  return isTerminal;
}

export function style(colour: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    colour && text !== "" ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

/** Control characters from an inventory must not reach the terminal: an escape sequence could hide or forge text. Newline and tab stay. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
