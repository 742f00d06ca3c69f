import type { Call } from "./command";
import { CommandError } from "./exitCodes";
import type { Terminal } from "./terminal";

/** The language of texts that are made for people: `--locale`, else what the environment asks programs to speak (POSIX: LC_ALL before LANG). */

const LOCALES = ["en", "zh-cn"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_OPTION = {
  name: "locale",
  value: "LOCALE",
  help: "language of README, notes and comments: en or zh-cn (default: as LANG says)",
};

/** Before the arguments are read for good, `args` are looked through for the option. Throws CommandError for another language. */
export function localeOf(call: Call | undefined, { environment }: Terminal, args: readonly string[] = []): Locale {
  const given = call?.text("locale") ?? inArguments(args);
  if (given === undefined) {
    const system = [environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find(Boolean) ?? "";
    return /^zh/i.test(system) ? "zh-cn" : "en";
  }
  const found = LOCALES.find((one) => one === given.toLowerCase().replace("_", "-") || one.startsWith(`${given.toLowerCase()}-`));
  if (found === undefined) throw new CommandError(`--locale ${given}: it must be one of ${LOCALES.join(", ")}.`);
  return found;
}

function inArguments(args: readonly string[]): string | undefined {
  const at = args.findIndex((one) => one === "--locale" || one.startsWith("--locale="));
  if (at < 0) return undefined;
  const one = args[at] as string;
  return one === "--locale" ? args[at + 1] : one.slice("--locale=".length);
}
