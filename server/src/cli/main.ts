import { name, version } from "../../../package.json";
import { redact } from "../text/redact";
import { check } from "./check";
import { didYouMean } from "./closest";
import type { Command } from "./command";
import { downloads } from "./downloads";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { explain } from "./explain";
import { generate } from "./generate";
import { commandHelp, programHelp } from "./help";
import { lists } from "./lists";
import { withoutOptimizer } from "./optimizer";
import { parseCall } from "./parseCall";
import { printable, processTerminal, type Terminal } from "./terminal";
import { vars } from "./vars";

/** The command line: picks the subcommand and turns whatever goes wrong into one message, one remedy and an exit code. */

const COMMANDS: readonly Command[] = [lists, check, generate, explain, vars, downloads];

withoutOptimizer();
// Not process.exit: what was written to a pipe must still get out.
const terminal = processTerminal();
process.exitCode = main(process.argv.slice(2), terminal);

function main(args: readonly string[], terminal: Terminal): ExitCode {
  try {
    return dispatch(args, terminal);
  } catch (error) {
    if (error instanceof CommandError) {
      report(error.message, error.remedy, terminal);
      return error.exitCode;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report("This is a defect of kubespray-inventory, not of your inventory.", "Please report it with the lines below.", terminal);
    terminal.error(`${printable(redact(detail))}\n`);
    return EXIT.failed;
  }
}

function dispatch(args: readonly string[], terminal: Terminal): ExitCode {
  const [first, ...rest] = args;
  if (first === undefined) {
    terminal.error(programHelp(COMMANDS, terminal.errorStyle));
    return EXIT.usage;
  }
  if (first === "--version" || first === "-V") {
    terminal.out(`${name} ${version}\n`);
    return EXIT.ok;
  }
  const asksForHelp = first === "--help" || first === "-h" || first === "help";
  const wanted = first === "help" ? rest[0] : first;
  if (asksForHelp && (first !== "help" || wanted === undefined)) {
    terminal.out(programHelp(COMMANDS, terminal.outStyle));
    return EXIT.ok;
  }
  const found = COMMANDS.find((one) => one.name === wanted);
  if (!found) {
    const names = COMMANDS.map((one) => one.name);
    throw new CommandError(`There is no command ${wanted}.`, didYouMean(wanted ?? "", names) ?? `The commands are ${names.join(", ")}.`);
  }
  const given = first === "help" ? rest.slice(1) : rest;
  const { command, args: left } = found.narrow?.(given, terminal) ?? { command: found, args: given };
  if (first === "help" || rest.includes("--help") || rest.includes("-h")) {
    terminal.out(commandHelp(command, terminal.outStyle));
    return EXIT.ok;
  }
  return command.run(parseCall(command, left), terminal);
}

function report(message: string, remedy: string | undefined, terminal: Terminal): void {
  const { red, dim } = terminal.errorStyle;
  terminal.error(`${red("error:")} ${printable(redact(message))}\n`);
  if (remedy !== undefined) terminal.error(dim(`  ${printable(redact(remedy))}\n`));
}
