/** The texts of `--help`. */

import type { Command, Option } from "./command";
import { SHARED_OPTIONS } from "./sharedOptions";
import { table } from "./table";
import type { Style } from "./terminal";

const EXIT_CODES = [
  ["0", "everything asked for was answered"],
  ["1", "wrong usage: an unknown option, host, group or variable; nothing to read. Nothing was written"],
  ["2", "something in the input is wrong or cannot be known: what was printed or written may be incomplete"],
  ["3", "a file cannot be written, or a defect of this program"],
];

export function programHelp(commands: readonly Command[], style: Style): string {
  return lines([
    `${style.bold("kubespray-inventory")} COMMAND [OPTIONS]`,
    "",
    "Resolves a kubespray inventory exactly as Ansible does, without Ansible.",
    "",
    style.bold("Commands"),
    ...table(commands.map((command) => [`  ${style.cyan(command.name)}`, command.summary])),
    "",
    style.bold("Options of every command"),
    ...optionLines([...SHARED_OPTIONS, { name: "version", help: "what this is, and which version of it" }], style),
    "",
    "Where neither a kubespray tree nor an inventory is given or found in the current folder, the embedded example is used.",
    "`kubespray-inventory COMMAND --help` says more about each.",
    "",
    style.bold("Exit codes"),
    ...table(EXIT_CODES.map(([code, meaning]) => [`  ${code}`, meaning as string])),
  ]);
}

export function commandHelp(command: Command, style: Style): string {
  return lines([
    `${style.bold(`kubespray-inventory ${command.name}`)}${command.usage} [OPTIONS]`,
    "",
    `${command.summary}.`,
    ...(command.options.length > 0 ? ["", style.bold("Options"), ...optionLines(command.options, style)] : []),
    "",
    style.bold("Options of every command"),
    ...optionLines(SHARED_OPTIONS, style),
    ...(command.notes ? ["", command.notes.trim()] : []),
    "",
    style.bold("Exit codes"),
    ...table(EXIT_CODES.map(([code, meaning]) => [`  ${code}`, meaning as string])),
  ]);
}

function optionLines(options: readonly Option[], style: Style): string[] {
  return table(
    options.map((option) => {
      const short = option.short ? `-${option.short}, ` : "    ";
      return [`  ${short}${style.cyan(`--${option.name}`)}${option.value ? ` ${option.value}` : ""}`, option.help];
    }),
  );
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}
