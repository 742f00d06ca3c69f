import { type FilePath, type FileSystem, whyNotRead } from "../../files/fileSystem";
import { type Memo, noMemo } from "../../files/memo";
import { baseName } from "../../files/paths";
import type { Generation } from "../../jinja/context";
import { Failure } from "../../python/failure";
import type { Value } from "../../python/values";
import type { Problem } from "../../text/problem";
import type { VarsEntry, VarsFile } from "../../yaml/varsFile";
import { brokenValue } from "../layers";
import type { Definition, Layer, LayerKind } from "../model";
import { notUtf8 } from "../notUtf8";
import { findVarsFiles } from "./findVarsFiles";
import { openedVarsFile } from "./openedVarsFile";

/** The variable files of one snapshot: each is read once, whoever asks for it. */
export interface VarsFiles {
  /** What Ansible loads for NAME from a folder such as group_vars, weak to strong; every file is checked as a whole. */
  layers(folder: FilePath, name: string, kind: LayerKind): readonly Layer[];
  /** One file, as role defaults and vars are read; undefined where it cannot be read. `check`: look for errors in all of it now. */
  layer(file: FilePath, kind: LayerKind, owner: string, check?: boolean): Layer | undefined;
  /** Entries with their documentation and style. */
  open(file: FilePath): VarsFile | undefined;
  /** All that were asked for so far; undefined for those that cannot be read. */
  readonly opened: ReadonlyMap<FilePath, VarsFile | undefined>;
  /** What was wrong with the files asked for so far. */
  readonly problems: readonly Problem[];
}

/** `memo` keeps the opened files of one snapshot for the next. */
export function createVarsFiles(files: FileSystem, generation: Generation, memo: Memo = noMemo): VarsFiles {
  return new SnapshotVarsFiles(files, generation, memo);
}

class SnapshotVarsFiles implements VarsFiles {
  readonly problems: Problem[] = [];
  readonly #opened = new Map<FilePath, VarsFile | undefined>();
  readonly #checked = new Map<FilePath, string | undefined>();
  readonly #folders = new Map<FilePath, boolean>();
  readonly #passedOver = new Set<FilePath>();
  readonly #layers: WeakMap<VarsFile, Map<string, Layer>>;

  constructor(
    private readonly files: FileSystem,
    private readonly generation: Generation,
    private readonly memo: Memo,
  ) {
    this.#layers = memo.of("vars-layers", "", "", () => new WeakMap());
  }

  get opened(): ReadonlyMap<FilePath, VarsFile | undefined> {
    return this.#opened;
  }

  layers(folder: FilePath, name: string, kind: LayerKind): readonly Layer[] {
    let exists = this.#folders.get(folder);
    if (exists === undefined) {
      exists = this.files.kind(folder) === "directory";
      this.#folders.set(folder, exists);
    }
    if (!exists) return [];
    const passedOver = (file: FilePath, why: string) => this.#passOver(file, why);
    return findVarsFiles(folder, name, this.files, passedOver).flatMap((file) => this.layer(file, kind, name, true) ?? []);
  }

  /** Ansible says nothing of these. */
  #passOver(file: FilePath, why: string): void {
    if (this.#passedOver.has(file)) return;
    this.#passedOver.add(file);
    this.problems.push({ severity: "warning", code: "vars-passed-over", message: `Passed over, as Ansible does: ${why}.`, file });
  }

  layer(file: FilePath, kind: LayerKind, owner: string, check = false): Layer | undefined {
    const opened = this.open(file);
    const why = check || opened === undefined || opened.problems.length > 0 ? this.#check(file, opened) : undefined;
    if (opened === undefined)
      return why === undefined ? undefined : { kind, owner, file, get: () => undefined, names: () => [], opaque: why };
    return this.#layerOf(opened, kind, owner, file, why);
  }

  /** A layer of a file that did not change is the one of the snapshot before, with the definitions that were looked up in it. */
  #layerOf(opened: VarsFile, kind: LayerKind, owner: string, file: FilePath, why: string | undefined): Layer {
    let layers = this.#layers.get(opened);
    if (layers === undefined) {
      layers = new Map();
      this.#layers.set(opened, layers);
    }
    const key = `${kind}\0${owner}\0${file}\0${why ?? ""}`;
    let layer = layers.get(key);
    if (layer === undefined) {
      layer = new VarsFileLayer(opened, kind, owner, file, why);
      layers.set(key, layer);
    }
    return layer;
  }

  open(file: FilePath): VarsFile | undefined {
    if (this.#opened.has(file)) return this.#opened.get(file);
    const read = this.files.read(file);
    let opened: VarsFile | undefined;
    if (read.ok) {
      const encoding = notUtf8(read);
      opened = openedVarsFile(this.memo, file, read.text, this.generation);
      for (const problem of encoding ? [encoding, ...opened.problems] : opened.problems) this.problems.push({ ...problem, file });
    } else if (read.reason !== "missing") {
      this.problems.push({
        severity: "error",
        code: "vars-file",
        message: `The variables in this file are missing: ${whyNotRead(read)}.`,
        file,
      });
      this.#checked.set(file, `${baseName(file)} cannot be read.`);
    }
    this.#opened.set(file, opened);
    return opened;
  }

  /** Why more may stand in the file than can be seen. */
  #check(file: FilePath, opened: VarsFile | undefined): string | undefined {
    if (opened === undefined || this.#checked.has(file)) return this.#checked.get(file);
    const known = new Set(opened.problems);
    const broken = opened.check();
    if (broken !== undefined && !known.has(broken)) this.problems.push({ ...broken, file });
    const why = broken && `${baseName(file)}: ${broken.message}`;
    this.#checked.set(file, why);
    return why;
  }
}

class VarsFileLayer implements Layer {
  readonly #definitions = new Map<string, Definition>();
  readonly opaque?: string;

  constructor(
    private readonly opened: VarsFile,
    readonly kind: LayerKind,
    readonly owner: string,
    readonly file: FilePath,
    opaque: string | undefined,
  ) {
    if (opaque !== undefined) this.opaque = opaque;
  }

  get(name: string): Definition | undefined {
    // Most layers that are asked for a name lack it.
    const entry = this.opened.entries.get(name);
    if (entry === undefined || !entry.isText) return undefined;
    const known = this.#definitions.get(name);
    if (known !== undefined) return known;
    const { keySpan, valueSpan, line } = entry;
    const definition: Definition = {
      name,
      layer: this.kind,
      owner: this.owner,
      file: this.file,
      keySpan,
      valueSpan,
      line,
      raw: () => rawOf(entry),
    };
    this.#definitions.set(name, definition);
    return definition;
  }

  /** A key that is no text (`1: x`) can be named by no template. */
  *names(): Iterable<string> {
    for (const [name, entry] of this.opened.entries) if (entry.isText) yield name;
  }
}

function rawOf(entry: VarsEntry): Value {
  try {
    return entry.value();
  } catch (error) {
    if (error instanceof Failure) return brokenValue(error);
    throw error;
  }
}
