import { resolve } from "node:path";
import { translated } from "../features/wording/translated";
import { toFilePath } from "../files/paths";
import { makeKit } from "../manifests/frame/makeKit";
import { type Made, makeManifest, type NotMade } from "../manifests/frame/makeManifest";
import { type GivenOptions, optionFaults, sharedOptions } from "../manifests/frame/optionValues";
import { type Besides, type Surrounded, surroundings } from "../manifests/frame/surroundings";
import type { Generated, Manifest, ManifestOption } from "../manifests/manifest";
import { MANIFESTS } from "../manifests/manifests";
import { say } from "../text/wording";
import { didYouMean } from "./closest";
import type { Call, Command, Option } from "./command";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { type Loaded, load } from "./load";
import { LOCALE_OPTION, type Locale, localeOf } from "./locale";
import { reportProblems } from "./problems";
import { reportNotes } from "./reportNotes";
import type { Terminal } from "./terminal";
import { writeGenerated } from "./writeGenerated";

/** One kind of manifest, or all of them, as a command: options, help and checks follow from what the kinds say of themselves. */
export function generateKind(manifest: Manifest, locale: Locale): Command {
  return {
    name: `generate ${manifest.kind}`,
    usage: "",
    summary: sentence(say(manifest.summary, locale)),
    options: [
      ...manifest.options.map((option) => toOption(option, locale)),
      outOption(manifest.home === undefined ? folderOf(manifest) : "the place in the inventory where it belongs"),
      ...FRAME,
    ],
    notes: `${choiceNotes(manifest.options, locale)}${RULES}`,
    run(call, terminal) {
      const given = givenOptions(call, manifest.options);
      checkOptions(manifest.options, given, locale);
      const loaded = load(call, terminal);
      const { request, notes } = about(loaded, localeOf(call, terminal));
      const made = makeManifest(manifest, given, request);
      if (!made.ok) throw notMade(made, loaded, terminal, locale);
      const home = manifest.home?.(loaded.model);
      const all = manifest.withdrawn === undefined ? [...notes, ...made.generated.notes] : made.generated.notes;
      return finish({ ...made.generated, notes: all }, home ?? folderOf(manifest), { call, loaded, terminal });
    },
  };
}

export function generateAll(locale: Locale): Command {
  const options = sharedOptions(MANIFESTS);
  return {
    name: "generate all",
    usage: "",
    summary: "Writes all kinds into one folder, each in its own, with a README for the far end and checksums",
    options: [
      ...options.map((option) => toOption(option, locale)),
      { name: "skip", value: "KIND", multiple: true, help: "leave this kind out; may be repeated" },
      outOption("offline"),
      ...FRAME,
    ],
    notes: `${choiceNotes(options, locale)}An option goes to every kind that has one of this name. A kind that cannot be made is named in the README, with its reason, and
the exit code is 2; the others are made all the same.
${RULES}`,
    run(call, terminal) {
      const kinds = chosenKinds(call.texts("skip"));
      const given = givenOptions(call, options);
      checkOptions(sharedOptions(kinds), given, locale, kinds);
      const loaded = load(call, terminal);
      const { request, notes } = about(loaded, localeOf(call, terminal), besides(call, loaded));
      const kit = makeKit(
        kinds.map((manifest): Made => makeManifest(manifest, given, request)),
        given,
        request,
      );
      const code = finish({ ...kit, notes: [...notes, ...kit.notes] }, "offline", { call, loaded, terminal });
      const defect = kit.made.find((one) => !one.ok && one.defect !== undefined);
      return defect === undefined ? code : EXIT.failed;
    },
  };
}

export function toOption(option: ManifestOption, locale: Locale): Option {
  const { name, type, help, example, choices, required } = option;
  const parts = [sentence(say(help, locale)), ...(required ? [locale === "en" ? "needed" : "必填"] : [])];
  if (option.default !== undefined) parts.push(locale === "en" ? `default: ${option.default}` : `默认：${option.default}`);
  else if (type === "text" && example !== undefined) parts.push(locale === "en" ? `such as ${example}` : `例如 ${example}`);
  if (type === "list") parts.push(locale === "en" ? "may be repeated" : "可多次给出");
  const [first = "", ...more] = parts;
  const text = more.length === 0 ? first : `${first} (${more.join("; ")})`;
  if (type === "flag") return { name, help: text };
  return { name, value: choices === undefined ? valueWord(option) : "WORD", multiple: type === "list", help: text };
}

/** What stands for a value in the help: `URL`, `DIR`, ... as the example looks. */
function valueWord({ example }: ManifestOption): string {
  return example !== undefined && /^[a-z]+:\/\//.test(example) ? "URL" : "TEXT";
}

function choiceNotes(options: readonly ManifestOption[], locale: Locale): string {
  return options
    .flatMap(({ name, choices }) =>
      choices === undefined
        ? []
        : [`--${name}:\n${choices.map(({ value, help }) => `  ${value.padEnd(12)}  ${say(help, locale)}\n`).join("")}\n`],
    )
    .join("");
}

const FRAME: readonly Option[] = [
  { name: "dry-run", short: "n", help: "write nothing, say what would be written" },
  { name: "force", help: "replace files too that this program has not made" },
  LOCALE_OPTION,
];

const RULES = `All files are replaced together or not at all. A file that this program has not made is not replaced unless --force is given; then
nothing is written and the exit code is 1.`;

function outOption(usual: string): Option {
  return { name: "out", short: "o", value: "DIR", help: `where to write; - prints a single file to standard output (default: ${usual})` };
}

function folderOf({ folder }: Manifest): string {
  return folder === "" ? "offline" : `offline/${folder}`;
}

function sentence(text: string): string {
  return text.replace(/[.。]$/, "");
}

function givenOptions(call: Call, options: readonly ManifestOption[]): GivenOptions {
  return Object.fromEntries(
    options.flatMap(({ name, type }): [string, GivenOptions[string]][] => {
      if (type === "flag") return call.flag(name) ? [[name, true]] : [];
      if (type === "list") return call.texts(name).length > 0 ? [[name, call.texts(name)]] : [];
      const value = call.text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Throws CommandError for the first wrong value, or for all that is missing at once. */
function checkOptions(options: readonly ManifestOption[], given: GivenOptions, locale: Locale, kinds: readonly Manifest[] = []): void {
  const faults = optionFaults(options, given);
  const wrong = faults.find(({ value }) => value !== undefined);
  if (wrong !== undefined) {
    const words = wrong.option.choices?.map(({ value }) => value) ?? [];
    const remedy = didYouMean(wrong.value as string, words);
    throw new CommandError(`--${wrong.option.name} ${wrong.value}: ${say(wrong.wording, locale)}.`, remedy);
  }
  const missing = faults.map(({ option }) => option);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `--${name}`).join(" and ");
  const example = missing.map(({ name, example }) => `--${name} ${example ?? "TEXT"}`).join(" ");
  const needing = kinds.filter((kind) => kind.options.some(({ name, required }) => required && missing.some((one) => one.name === name)));
  const skip =
    needing.length === 0
      ? ""
      : `, or leave out what needs ${missing.length === 1 ? "it" : "them"}: ${needing.map(({ kind }) => `--skip ${kind}`).join(" ")}`;
  throw new CommandError(`${names} ${missing.length === 1 ? "is" : "are"} needed.`, `For example ${example}${skip}`);
}

function chosenKinds(skipped: readonly string[]): readonly Manifest[] {
  const known = MANIFESTS.map(({ kind }) => kind);
  for (const kind of skipped) {
    if (!known.includes(kind))
      throw new CommandError(`--skip ${kind}: there is no such kind.`, didYouMean(kind, known) ?? `The kinds are ${known.join(", ")}.`);
  }
  return MANIFESTS.filter(({ kind }) => !skipped.includes(kind));
}

function about({ model, fs, variant }: Loaded, locale: Locale, besides?: Besides): Surrounded {
  const translate = (message: string) => translated(message, locale);
  return surroundings({ model, fs, locale, variant, translate, ...(besides && { besides }) }, MANIFESTS);
}

function besides(call: Call, { extraVars }: Loaded): Besides {
  const generation = call.text("generation");
  const options = [
    ...(extraVars.length > 0 ? ["-e VARS"] : []),
    ...(call.text("facts") === undefined ? [] : ["--facts FILE"]),
    ...(generation === undefined ? [] : [`--generation ${generation}`]),
  ];
  return { extraVars, options };
}

/** What was wrong with the inventory on the way usually says why. */
function notMade({ wording, remedy, defect }: NotMade, loaded: Loaded, terminal: Terminal, locale: Locale): unknown {
  if (defect !== undefined) return defect;
  reportProblems(loaded, [], terminal);
  return new CommandError(say(wording, locale), remedy && say(remedy, locale));
}

interface Finishing {
  readonly call: Call;
  readonly loaded: Loaded;
  readonly terminal: Terminal;
}

function finish({ files, notes, gaps }: Generated, usual: string, { call, loaded, terminal }: Finishing): ExitCode {
  const out = call.text("out") ?? usual;
  if (out === "") throw new CommandError("--out is empty.", "Give it a folder, or leave it out.");
  const wrong = reportProblems(loaded, gaps, terminal);
  reportNotes(notes, localeOf(call, terminal), loaded, terminal);
  if (out === "-") {
    const [only, ...more] = files;
    if (only === undefined || more.length > 0)
      throw new CommandError(`--out - prints one file, and these are ${files.length}.`, "Name a folder with --out DIR.");
    terminal.out(only.text);
  } else {
    const folder = toFilePath(resolve(terminal.cwd, out));
    writeGenerated(folder, files, { dryRun: call.flag("dry-run"), force: call.flag("force"), wrong }, terminal);
  }
  return wrong ? EXIT.incomplete : EXIT.ok;
}
