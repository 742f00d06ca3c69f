import type { FilePath, FileSystem } from "../files/fileSystem";
import type { Model } from "../kubespray/model";
import type { Problem } from "../text/problem";
import type { Wording } from "../text/wording";

export { say, type Wording } from "../text/wording";

/**
 * What every generator is given and gives back. A manifest is one pure function from the model of an inventory to texts: the caller shows
 * them and writes them. All kinds are listed in manifests.ts.
 */
export interface Manifest {
  /** The word of `generate KIND` and of the command. */
  readonly kind: string;
  readonly title: Wording;
  /** One sentence: what it is for. */
  readonly summary: Wording;
  /** What the command asks for and the CLI takes; defaults are what most want. */
  readonly options: readonly ManifestOption[];
  /** Where its files go, below the chosen folder, when all kinds are generated into one: "" for that folder itself. */
  readonly folder: string;
  /** Where its files belong when it is generated alone and that is a place of the inventory's own; absent: a folder of the user's choice. */
  home?(model: Model): FilePath;
  /** Kinds that it can stand in for: another way to the same end, which the README of all kinds keeps apart. */
  readonly insteadOf?: readonly string[];
  /** Texts of the inventory without what this kind wrote into it an earlier time, where it did: all other kinds see it without. */
  withdrawn?(model: Model, fs: FileSystem): ReadonlyMap<FilePath, string>;
  /** Throws ManifestError where the options or the inventory leave nothing to make. */
  generate(request: ManifestRequest): Generated;
}

export interface ManifestOption {
  /** Kebab-case: `--file-server`; the same name in `ManifestRequest.options`. */
  readonly name: string;
  /** `text`: one value. `list`: may be given several times. `choice`: one of `choices`. `flag`: a switch. */
  readonly type: "text" | "list" | "choice" | "flag";
  readonly choices?: readonly { readonly value: string; readonly help: Wording }[];
  /** A text or choice that is taken where nothing is given. */
  readonly default?: string;
  readonly required?: boolean;
  readonly help: Wording;
  /** `https://files.example.com`: stands for the value in help texts and input boxes. */
  readonly example?: string;
  /** What is wrong with a value, or undefined; the same check in CLI and command. */
  check?(value: string): Wording | undefined;
}

/** Option values, checked and with defaults filled in. */
export interface OptionValues {
  /** Undefined where the user gave none and there is no default. */
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  flag(name: string): boolean;
}

export interface ManifestRequest {
  readonly model: Model;
  /** Open documents first, disk second. */
  readonly fs: FileSystem;
  readonly options: OptionValues;
  /** `en`, `zh-cn`: of notes and of texts that are for people alone; comments in generated files follow it too. */
  readonly locale: string;
  /** A sentence of the engine's (a gap) in the language of `locale`; as it is where that is absent. */
  translate?(message: string): string;
  /** A path as it may be shown in a file that travels: from the inventory's or the tree's folder on, never a machine's own. */
  display(path: FilePath): string;
  /** The same inventory as it would be with these texts in place of, or beside, its files: to prove what a manifest does. */
  variant(texts: ReadonlyMap<FilePath, string>): Model;
}

export interface GeneratedFile {
  /** Relative, forward slashes, no `..`. */
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
  /** The file whose text this one takes over, comments and order included: written to that path it loses nothing, and needs no leave. */
  readonly carriesOn?: FilePath;
}

export interface Generated {
  /** In a stable order. */
  readonly files: readonly GeneratedFile[];
  /** What the reader has to know: what could not be routed, what is left to do by hand. */
  readonly notes: readonly Note[];
  /** What may be missing, as in Lists.gaps: a manifest with any is incomplete (exit code 2). */
  readonly gaps: readonly Problem[];
  /** What the operator does with the files, in this order: for the README that "generate all" writes. */
  readonly steps?: readonly Step[];
}

export interface Step {
  /** `connected`: where the internet can be reached. `site`: where it cannot. */
  readonly where: "connected" | "site";
  readonly text: Wording;
  /**
   * Shell commands, run in the folder that holds this kind's files. INVENTORY stands for the hosts file and KUBESPRAY for the folder of the
   * kubespray tree, both as full paths: the README says so.
   */
  readonly command?: string;
  /** Programs without which it cannot be done, `curl/wget` where one of them is enough: the README names them first. */
  readonly needs?: readonly string[];
}

export interface Note {
  readonly severity: "warning" | "info";
  readonly message: Wording;
  readonly file?: FilePath;
  /** 1-based. */
  readonly line?: number;
}

/** The options or the inventory leave nothing to make: what is wrong and what to do. */
export class ManifestError extends Error {
  constructor(
    readonly wording: Wording,
    readonly remedy?: Wording,
  ) {
    super(wording.en);
  }
}
