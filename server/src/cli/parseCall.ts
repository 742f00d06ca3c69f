import { parseArgs } from "node:util";
import { didYouMean } from "./closest";
import { type Call, type Command, type Option, parseConfig } from "./command";
import { CommandError } from "./exitCodes";
import { SHARED_OPTIONS } from "./sharedOptions";

/** Reads a subcommand's arguments. Throws CommandError for what it does not know, naming the option that is nearest. */
export function parseCall(command: Command, args: readonly string[]): Call {
  const options = [...command.options, ...SHARED_OPTIONS];
  const help = `\`kubespray-inventory ${command.name} --help\` lists the options.`;
  let parsed: { values: Record<string, unknown>; positionals: string[]; tokens: readonly Given[] };
  try {
    parsed = parseArgs({ args: [...args], options: parseConfig(options), allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const wrong = /Unknown option '(-+)([^']*)'/.exec(message);
    const dashed = /argument is ambiguous[\s\S]*'(--[a-z-]+)=-XYZ'/.exec(message);
    if (dashed) throw new CommandError(`${dashed[1]} has no value.`, `One that begins with - is written ${dashed[1]}=-VALUE.`);
    if (!wrong) throw new CommandError(firstSentence(message), help);
    const near = didYouMean(
      wrong[2] as string,
      options.map((option) => option.name),
    );
    throw new CommandError(`There is no option ${wrong[1]}${wrong[2]}.`, near?.replace(/([a-z-]+)(?=[,?])/g, "--$1") ?? help);
  }
  if (command.usage === "" && parsed.positionals.length > 0) {
    throw new CommandError(`${command.name} takes options only, not ${parsed.positionals.join(" ")}.`, help);
  }
  for (const option of options) checkOnce(option, parsed.tokens, help);
  return {
    words: parsed.positionals,
    text: (name) => spellings(options, name).reduce<string | undefined>((found, key) => found ?? asText(parsed.values[key]), undefined),
    texts: (name) => spellings(options, name).flatMap((key) => (parsed.values[key] as string[] | undefined) ?? []),
    flag: (name) => parsed.values[name] === true,
  };
}

interface Given {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | undefined;
}

/** The last of two values would silently win, where Ansible (`-i`) takes both. */
function checkOnce({ name, aliases = [], multiple, forTwo }: Option, given: readonly Given[], help: string): void {
  if (multiple) return;
  const values = given.flatMap((one) =>
    one.kind === "option" && one.value !== undefined && [name, ...aliases].includes(one.name ?? "") ? [one.value] : [],
  );
  const [first, other] = new Set(values);
  if (other !== undefined) throw new CommandError(`--${name} takes one value, not ${first} and ${other}.`, forTwo ?? help);
}

function spellings(options: readonly Option[], name: string): readonly string[] {
  return [name, ...(options.find((option) => option.name === name)?.aliases ?? [])];
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function firstSentence(message: string): string {
  return `${message.split(/\. |\n/)[0]?.replace(/\.$/, "")}.`;
}

/** One of a few words, as `--format` takes. */
export function choice<T extends string>(call: Call, name: string, allowed: readonly T[]): T {
  const given = call.text(name) ?? (allowed[0] as T);
  const found = allowed.find((one) => one === given);
  if (found === undefined) throw new CommandError(`--${name} ${given}: it must be one of ${allowed.join(", ")}.`);
  return found;
}
