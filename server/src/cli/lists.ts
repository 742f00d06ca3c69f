import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { architectures } from "../features/architectures";
import { createMemo } from "../files/memo";
import type { ListEntry, Lists } from "../kubespray/model";
import { formatLists, type ListFormat, type ListKind, unlistable } from "../manifests/interop/formatLists";
import { redact } from "../text/redact";
import type { Call, Command } from "./command";
import { displayPath } from "./displayPath";
import { CommandError, EXIT, type ExitCode } from "./exitCodes";
import { checkGroup, checkHost, type Loaded, load } from "./load";
import { choice } from "./parseCall";
import { reportProblems } from "./problems";
import { type NewFile, replaceFiles } from "./replaceFiles";
import { count, table } from "./table";
import { printable, type Terminal } from "./terminal";

/** `lists`: the files and images that an inventory downloads, as files.list and images.list. */
export const lists: Command = {
  name: "lists",
  usage: "",
  summary: "Writes files.list and images.list: all that this inventory downloads",
  options: [
    { name: "out", short: "o", value: "DIR", help: "where to write; - prints to standard output instead (default: offline)" },
    { name: "all", help: "everything the release can download, enabled in this inventory or not" },
    { name: "host", value: "HOST", help: "what this host downloads" },
    { name: "group", value: "GROUP", help: "what the hosts of this group download" },
    { name: "arch", aliases: ["architecture"], value: "ARCH", help: "only this architecture: amd64, arm64, ..." },
    { name: "only", value: "KIND", help: "files or images alone" },
    { name: "format", value: "FORMAT", help: "text (two lists, default), json or csv (one file: lists.json, lists.csv)" },
    { name: "force", help: "replace an existing list by one that is incomplete and lacks some of its lines" },
    { name: "quiet", short: "q", help: "do not show the lists, only write them" },
  ],
  notes: `The lists are replaced together or not at all. A list that may be incomplete (exit code 2) does not replace one that has lines
which the new one lacks, unless --force is given.

  kubespray-inventory lists --only files --out - | wget -x -P files -i -`,
  run,
};

function run(call: Call, terminal: Terminal): ExitCode {
  const format = choice(call, "format", ["text", "json", "csv"] as const);
  const only = call.text("only") === undefined ? undefined : choice(call, "only", ["files", "images"] as const);
  const kinds: readonly ListKind[] = only === undefined ? ["files", "images"] : [only];
  const out = call.text("out") ?? "offline";
  if (out === "") throw new CommandError("--out is empty.", "Give it a folder, or leave it out.");
  const loaded = load(call, terminal);
  const asked = ask(call, loaded);
  const found = format === "text" ? { ...asked, gaps: [...asked.gaps, ...unlistable(asked, kinds)] } : asked;
  if (found.gaps.length === 0 && found.files.length + found.images.length === 0) sayWhyEmpty(call, terminal);
  const files = formatLists(found, format, kinds, loaded);
  const wrong = reportProblems(loaded, found.gaps, terminal);
  if (out === "-") {
    for (const file of files) terminal.out(file.text);
    return wrong ? EXIT.incomplete : EXIT.ok;
  }
  if (!call.flag("quiet")) terminal.out(show(found, kinds, loaded, terminal));
  write(resolve(terminal.cwd, out), files, { mayLack: !wrong || call.flag("force"), format, wrong }, terminal);
  return wrong ? EXIT.incomplete : EXIT.ok;
}

function ask(call: Call, loaded: Loaded): Lists {
  const { model } = loaded;
  const host = call.text("host");
  const group = call.text("group");
  const architecture = call.text("arch");
  if (host !== undefined) checkHost(model, host);
  if (group !== undefined) checkGroup(model, group);
  if (architecture !== undefined) checkArchitecture(loaded, architecture);
  return model.lists({
    all: call.flag("all"),
    ...(host !== undefined && { host }),
    ...(group !== undefined && { group }),
    ...(architecture !== undefined && { architecture }),
  });
}

/** As the table of downloads calls it: amd64, arm64, ... A host whose architecture is not known may have any. */
function checkArchitecture({ model, fs }: Loaded, architecture: string): void {
  const context = { model, fs, memo: createMemo(), locale: "en" };
  const known = architectures(context, model.hosts);
  if (known.has(architecture) || known.has("") || known.size === 0) return;
  throw new CommandError(
    `No host has the architecture ${architecture}.`,
    `They have ${[...known.keys()].join(", ")}. Facts say otherwise (--facts, or facts.json beside the hosts file): ansible_architecture.`,
  );
}

/** Empty lists without anything wrong: the options leave no host that downloads. */
function sayWhyEmpty(call: Call, terminal: Terminal): void {
  const narrowed = ["host", "group", "arch"].filter((option) => call.text(option) !== undefined);
  const options = narrowed.map((option) => `--${option} ${call.text(option)}`).join(" ");
  if (narrowed.length > 0) terminal.error(`No host with ${printable(options)} downloads anything.\n`);
}

function show(found: Lists, kinds: readonly ListKind[], { model, display, example }: Loaded, terminal: Terminal): string {
  const { bold, dim } = terminal.outStyle;
  const release = model.kubespray?.release.name ?? (example ? "a small stand-in for v2.16" : "release not known");
  const lines = [
    `${dim("inventory")}  ${display(model.inventory.file ?? model.inventory.folder)}, ${model.inventory.imaginary === undefined ? count(model.hosts.length, "host") : "imaginary hosts"}`,
    `${dim("kubespray")}  ${model.kubespray ? `${display(model.kubespray.root)}, ${release}` : "not found"}`,
  ];
  for (const kind of kinds) {
    const entries = found[kind];
    lines.push("", bold(`${kind} (${entries.length})`));
    lines.push(...table(entries.map((entry) => [`  ${printable(redact(entry.text))}`, dim(whoTakes(entry, model.hosts.length))])));
  }
  return `${lines.join("\n")}\n`;
}

function whoTakes(entry: ListEntry, hosts: number): string {
  if (!entry.selected) return "not enabled here";
  if (hosts > 1 && entry.hosts.length === hosts) return "all hosts";
  const shown = entry.hosts.slice(0, 4).join(" ");
  return entry.hosts.length > 4 ? `${shown} and ${entry.hosts.length - 4} more` : shown;
}

interface Rules {
  /** False: a file that has lines which the new one lacks stays. */
  readonly mayLack: boolean;
  readonly format: ListFormat;
  readonly wrong: boolean;
}

function write(folder: string, files: readonly NewFile[], rules: Rules, terminal: Terminal): void {
  const { bold, dim, red, green, yellow } = terminal.outStyle;
  const changes = files.map((file) => compare(join(folder, file.name), file, rules.format));
  const name = (file: NewFile) => displayPath(join(folder, file.name), terminal.cwd);
  terminal.out("\n");
  if (!rules.mayLack && changes.some((change) => change.lost > 0)) {
    const kept = files.map(name).join(" and ");
    const lost = changes.reduce((sum, change) => sum + change.lost, 0);
    terminal.out(`${red("Kept:")} ${kept}\n`);
    terminal.error(`The new list may be incomplete and lacks ${count(lost, "line")} of the one that is there, which was kept.\n`);
    terminal.error(terminal.errorStyle.dim("  Mend what is said above, or replace it all the same with --force.\n"));
    return;
  }
  replaceFiles(folder, files);
  for (const [i, file] of files.entries()) {
    const { existed, gained, lost } = changes[i] as Change;
    const difference = !existed
      ? ""
      : gained + lost === 0
        ? dim("  unchanged")
        : `  ${green(`+${gained}`)} ${red(`-${lost}`)} lines against the one before`;
    terminal.out(`${rules.wrong ? yellow("Written, may be incomplete:") : "Written:"} ${bold(name(file))}${difference}\n`);
  }
}

interface Change {
  readonly existed: boolean;
  readonly gained: number;
  readonly lost: number;
}

/** Against the file that is there. JSON and CSV are compared line by line too, which is enough to see that something goes missing. */
function compare(path: string, file: NewFile, format: ListFormat): Change {
  const before = readLines(path);
  const after = lineSet(file.text);
  if (before === undefined) return { existed: false, gained: after.size, lost: 0 };
  const entries = (lines: Set<string>) =>
    format === "json" ? new Set([...lines].filter((line) => /^ +"(url|image)":/.test(line))) : lines;
  const old = entries(before);
  const now = entries(after);
  return { existed: true, gained: missing(now, old), lost: missing(old, now) };
}

function readLines(path: string): Set<string> | undefined {
  try {
    return lineSet(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function lineSet(text: string): Set<string> {
  return new Set(text.split(/\r?\n/).filter(Boolean));
}

/** How many of `from` are not in `other`. */
function missing(from: Set<string>, other: Set<string>): number {
  let n = 0;
  for (const line of from) if (!other.has(line)) n++;
  return n;
}
