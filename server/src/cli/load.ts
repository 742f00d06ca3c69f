import { resolve } from "node:path";
import { diskFileSystem } from "../files/disk";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { overlayFileSystem } from "../files/overlay";
import { join, toFilePath } from "../files/paths";
import { isKubesprayTree } from "../kubespray/findTree";
import type { Model } from "../kubespray/model";
import { type ModelOptions, openModel } from "../kubespray/openModel";
import { closest, didYouMean } from "./closest";
import type { Call } from "./command";
import { displayPath } from "./displayPath";
import { CommandError } from "./exitCodes";
import { type CallProblem, readExtraVars } from "./extraVars";
import { nearbyInventory } from "./nearbyInventory";
import { withOptimizer } from "./optimizer";
import { choice } from "./parseCall";
import { count } from "./table";
import type { Terminal } from "./terminal";

/** From the options on the command line to the model that every subcommand asks. */

/** So many hosts take longer than optimized code takes to make. */
const MANY_HOSTS = 20;

export interface Loaded {
  readonly model: Model;
  readonly fs: FileSystem;
  /** True where the embedded example stands in for an inventory of the user's. */
  readonly example: boolean;
  /** Names of the variables given with -e. */
  readonly extraVars: readonly string[];
  /** What was wrong before the model was there. */
  readonly problems: readonly CallProblem[];
  display(path: string): string;
  /** The same with these texts in place of, or beside, its files. */
  variant(texts: ReadonlyMap<FilePath, string>): Model;
}

/** Throws CommandError where there is nothing to read. Says on standard error when something was chosen for the user. */
export function load(call: Call, terminal: Terminal): Loaded {
  const fs = diskFileSystem();
  const display = (path: string) => displayPath(path, terminal.cwd);
  const facts = givenPath(call, "facts", terminal);
  const slips = ["kubespray", "inventory", "facts"].flatMap((option) => mistyped(fs, call, option, terminal));
  const chosen = choose(fs, givenPath(call, "kubespray", terminal), givenPath(call, "inventory", terminal), terminal, display);
  const { values, problems } = readExtraVars(fs, call.texts("extra-vars"), terminal);
  const generation = call.text("generation") === undefined ? undefined : choice(call, "generation", ["classic", "native"] as const);
  const options: ModelOptions = {
    fs,
    clock: processorTime,
    inventory: chosen.inventory,
    ...(chosen.kubespray !== undefined && { kubespray: chosen.kubespray }),
    ...(facts !== undefined && { facts }),
    ...(generation && { generation }),
    ...(values.size > 0 && { extraVars: values }),
    env: (name) => terminal.environment[name],
  };
  const model = openModel(options);
  const variant = (texts: ReadonlyMap<FilePath, string>) => openModel({ ...options, fs: overlayFileSystem(fs, texts) });
  if (model.hosts.length > MANY_HOSTS) withOptimizer();
  return { model, fs, example: chosen.example, extraVars: [...values.keys()], problems: [...slips, ...problems], display, variant };
}

/** Milliseconds of the processor: a bound measured in these is the same on a busy machine. */
function processorTime(): number {
  return process.cpuUsage().user / 1000;
}

/** A path that the user gave. */
function givenPath(call: Call, option: string, terminal: Terminal): FilePath | undefined {
  const given = call.text(option);
  if (given === "") throw new CommandError(`--${option} is empty.`, "Give it a path, or leave it out.");
  return given === undefined ? undefined : toFilePath(resolve(terminal.cwd, given));
}

/** A mistyped path: what it may have meant. That it is absent the model says, which still answers what it can. */
function mistyped(fs: FileSystem, call: Call, option: string, terminal: Terminal): CallProblem[] {
  const path = givenPath(call, option, terminal);
  if (path === undefined || fs.kind(path) !== undefined) return [];
  const at = path.lastIndexOf("/");
  const names = (fs.list(path.slice(0, at) || "/") ?? []).map((entry) => entry.name);
  const near = closest(path.slice(at + 1), names);
  if (near.length === 0) return [];
  const given = `--${option} ${call.text(option)}`;
  const message = `${given}: there is no such file or folder. Did you mean ${near.join(", ")}?`;
  const zh = `${given}：没有此文件或目录。是否应为 ${near.join("、")}？`;
  return [{ severity: "error", code: "no-such-path", message, wording: { en: message, zh } }];
}

interface Chosen {
  readonly kubespray?: FilePath;
  readonly inventory: FilePath;
  readonly example: boolean;
}

function choose(
  fs: FileSystem,
  kubespray: FilePath | undefined,
  inventory: FilePath | undefined,
  terminal: Terminal,
  display: (path: string) => string,
): Chosen {
  const tree = kubespray === undefined ? {} : { kubespray };
  if (inventory !== undefined) return { ...tree, inventory, example: false };
  const cwd = toFilePath(terminal.cwd);
  const here = nearbyInventory(fs, cwd);
  if (here !== undefined) {
    if (!usualPlace(here.slice(cwd.length + 1))) terminal.error(`The only inventory found here is ${display(here)}.\n`);
    return { ...tree, inventory: here, example: here === toFilePath(resolve(__dirname, "../example/inventory")) };
  }
  // A checkout without an inventory of the user's: its own sample tells more than the example does.
  const checkout = kubespray ?? (isKubesprayTree(fs, cwd) ? cwd : undefined);
  if (checkout === undefined) {
    const example = toFilePath(resolve(__dirname, "../example"));
    terminal.error("No inventory is given or found here: this is the embedded example. Name yours with --inventory.\n");
    return { kubespray: join(example, "kubespray"), inventory: join(example, "inventory"), example: true };
  }
  const own = (checkout === cwd ? undefined : nearbyInventory(fs, checkout)) ?? sample(fs, checkout);
  if (own === undefined) throw new CommandError("No inventory is given or found here.", "Name one with --inventory FILE_OR_DIR.");
  terminal.error(`No inventory is given or found here: this is ${display(own)}. Name yours with --inventory.\n`);
  return { kubespray: checkout, inventory: own, example: false };
}

/** The folder itself, `inventory`, or a folder in that: where everyone looks first. */
function usualPlace(relative: string): boolean {
  return /^(?:inventory(?:\/[^/]+)?)?$/.test(relative);
}

function sample(fs: FileSystem, kubespray: FilePath): FilePath | undefined {
  const path = join(kubespray, "inventory/sample");
  return fs.kind(path) === "directory" ? path : undefined;
}

/** Throws CommandError for a host that the inventory does not have, naming those that are close. */
export function checkHost(model: Model, host: string): void {
  if (model.hosts.includes(host)) return;
  throw new CommandError(`The inventory has no host ${host}.`, didYouMean(host, model.hosts) ?? `It has ${some(model.hosts, "host")}.`);
}

export function checkGroup(model: Model, group: string): void {
  const groups = new Set(["all", ...model.hosts.flatMap((host) => model.groupsOf(host))]);
  if (groups.has(group) || model.hostsOf(group).length > 0) return;
  throw new CommandError(
    `The inventory has no group ${group} with a host in it.`,
    didYouMean(group, groups) ?? `It has ${some([...groups], "group")}.`,
  );
}

function some(names: readonly string[], what: string): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown} and ${count(names.length - 8, `other ${what}`)}` : names.length === 0 ? `no ${what}s` : shown;
}

/** The hosts that `--host` and `--group` leave; both may be given. Throws CommandError for unknown ones. */
export function chosenHosts(model: Model, call: Call): readonly string[] {
  const host = call.text("host");
  const group = call.text("group");
  if (host !== undefined) checkHost(model, host);
  if (group !== undefined) checkGroup(model, group);
  const members = group === undefined || group === "all" ? model.hosts : model.hostsOf(group);
  return host === undefined ? members : members.filter((one) => one === host);
}
