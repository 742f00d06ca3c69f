import { parseArgs } from "node:util";
import { MANIFESTS, manifestOf } from "../manifests/manifests";
import { say } from "../text/wording";
import { didYouMean } from "./closest";
import { type Call, type Command, type Narrowed, parseConfig } from "./command";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { generateAll, generateKind, toOption } from "./generateKind";
import { LOCALE_OPTION, localeOf } from "./locale";
import { SHARED_OPTIONS } from "./sharedOptions";
import { table } from "./table";
import type { Terminal } from "./terminal";

/**
 * `generate KIND`: picks the kind. Each kind is a command of its own, with its own options and its own help, made from what the kind says
 * of itself (generateKind.ts).
 */
export const generate: Command = {
  name: "generate",
  usage: " KIND|all",
  summary: "Writes what an air-gapped site needs: one kind of manifest, or all of them into one folder",
  options: [{ name: "list", help: "the kinds, one to a line, and nothing else" }, LOCALE_OPTION],
  notes: `Kinds, each with options of its own (kubespray-inventory generate KIND --help):
${table([...MANIFESTS.map(({ kind, summary }) => [`  ${kind}`, say(summary, "en")]), ["  all", "all of them, with a README for the far end and checksums"]]).join("\n")}`,
  narrow,
  run,
};

function run(call: Call, terminal: Terminal): ExitCode {
  const locale = localeOf(call, terminal);
  if (call.flag("list")) {
    const rows = MANIFESTS.map(({ kind, summary }) => [kind, say(summary, locale)]);
    terminal.out(`${table(rows).join("\n")}\n`);
    return EXIT.ok;
  }
  throw new CommandError("generate needs a KIND.", `The kinds are ${[...KINDS, "all"].join(", ")}.`);
}

const KINDS = MANIFESTS.map(({ kind }) => kind);

/** The first word that is no value of an option. */
function narrow(args: readonly string[], terminal: Terminal): Narrowed | undefined {
  const locale = localeOf(undefined, terminal, args);
  const all = generateAll(locale);
  const options = parseConfig([
    ...all.options,
    ...MANIFESTS.flatMap((one) => one.options.map((option) => toOption(option, locale))),
    ...SHARED_OPTIONS,
  ]);
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const word = tokens.find((token) => token.kind === "positional");
  if (word?.kind !== "positional") return undefined;
  const left = args.filter((_, i) => i !== word.index);
  if (word.value === "all") return { command: all, args: left };
  const manifest = manifestOf(word.value);
  if (manifest) return { command: generateKind(manifest, locale), args: left };
  throw new CommandError(
    `There is no kind ${word.value}.`,
    didYouMean(word.value, [...KINDS, "all"]) ?? `The kinds are ${[...KINDS, "all"].join(", ")}.`,
  );
}
