import { diskFileSystem } from "../files/disk";
import type { FilePath } from "../files/fileSystem";
import { type FileChange, fileChanges } from "../manifests/frame/fileChanges";
import { leftOvers } from "../manifests/frame/leftOvers";
import type { GeneratedFile } from "../manifests/manifest";
import { displayPath } from "./displayPath";
import { CommandError } from "./exitCodes";
import { replaceFiles } from "./replaceFiles";
import { count, table } from "./table";
import { printable, type Terminal } from "./terminal";

/** Writes generated files and says of each what became of it; what this program has not made is left alone unless it is told otherwise. */

export interface WriteRules {
  readonly dryRun: boolean;
  readonly force: boolean;
  /** The files may be incomplete. */
  readonly wrong: boolean;
}

/** Throws CommandError where something is in the way or cannot be written; nothing has changed then. */
export function writeGenerated(folder: FilePath, files: readonly GeneratedFile[], rules: WriteRules, terminal: Terminal): void {
  const { bold, yellow } = terminal.outStyle;
  const disk = diskFileSystem();
  const changes = fileChanges(disk, folder, files);
  const old = leftOvers(disk, folder, files);
  const show = (change: FileChange) => displayPath(change.target, terminal.cwd);
  const inTheWay = rules.force ? [] : changes.filter(({ state }) => state === "foreign");
  const rows = table(changes.map((change) => [`  ${printable(show(change))}`, stateWords(change, terminal)])).map((row) => `${row}\n`);
  if (rules.dryRun) {
    terminal.out(`${bold("Would be written:")}\n${rows.join("")}`);
  } else if (inTheWay.length === 0) {
    const news = changes.filter(({ state, file }) => state !== "unchanged" || file.executable);
    replaceFiles(
      folder,
      news.map(({ file: { path, text, executable = false } }) => ({ name: path, text, executable })),
    );
    terminal.out(`${rules.wrong ? yellow("Written, may be incomplete:") : bold("Written:")}\n${rows.join("")}`);
  }
  if (old.length > 0 && inTheWay.length === 0) {
    const lines = old.map((path) => `  ${printable(displayPath(path, terminal.cwd))}\n`);
    terminal.out(
      `${yellow("From an earlier run, and no longer part of this one (delete them, or they are carried along):")}\n${lines.join("")}`,
    );
  }
  if (inTheWay.length > 0) {
    const names = inTheWay.slice(0, 8).map(show).join(", ");
    const others = inTheWay.length > 8 ? ` and ${inTheWay.length - 8} more` : "";
    const they = inTheWay.length === 1 ? "it does" : "they do";
    throw new CommandError(
      `${count(inTheWay.length, "file")} would be replaced that this program has not made: ${names}${others}.`,
      `Nothing was written, for ${they} not say "Made by kubespray-inventory" in the first lines. Name another folder with --out, or replace all the same with --force.`,
    );
  }
}

function stateWords({ state, gained, lost, file }: FileChange, terminal: Terminal): string {
  const { dim, green, red, yellow } = terminal.outStyle;
  const lines = `${green(`+${gained}`)} ${red(`-${lost}`)} lines`;
  switch (state) {
    case "new":
      return `${count(gained, "line")}${file.executable ? ", executable" : ""}`;
    case "unchanged":
      return dim("unchanged");
    case "changed":
      return `${lines} against the one before`;
    case "foreign":
      return `${lines} against ${yellow("one that this program has not made")}`;
  }
}
