import type { Wording } from "../../text/wording";
import { type Generated, type GeneratedFile, type Manifest, ManifestError } from "../manifest";
import { type GivenOptions, optionFaults, optionValues } from "./optionValues";
import type { Surroundings } from "./surroundings";

/** What became of one kind: its files, or why there are none. */
export type Made = MadeFiles | NotMade;

export interface MadeFiles {
  readonly manifest: Manifest;
  readonly ok: true;
  readonly generated: Generated;
}

export interface NotMade {
  readonly manifest: Manifest;
  readonly ok: false;
  readonly wording: Wording;
  readonly remedy?: Wording;
  /** Set where the program is at fault and not what it was given. */
  readonly defect?: unknown;
}

/** Runs one generator. Never throws: a kind that breaks costs itself alone. */
export function makeManifest(manifest: Manifest, given: GivenOptions, { origins, ...own }: Surroundings): Made {
  const request = manifest.withdrawn === undefined && origins !== undefined ? { ...own, ...origins } : own;
  const [fault] = optionFaults(manifest.options, given);
  if (fault !== undefined) {
    const { option, wording } = fault;
    return { manifest, ok: false, wording: { en: `--${option.name}: ${wording.en}`, zh: `--${option.name}：${wording.zh}` } };
  }
  try {
    const generated = manifest.generate({ ...request, options: optionValues(manifest.options, given) });
    checkFiles(generated.files);
    return { manifest, ok: true, generated };
  } catch (error) {
    if (error instanceof ManifestError) {
      const { wording, remedy } = error;
      return { manifest, ok: false, wording, ...(remedy !== undefined && { remedy }) };
    }
    const detail = error instanceof Error ? error.message : String(error);
    const wording = { en: `a defect of this program: ${detail}`, zh: `本程序的缺陷：${detail}` };
    return { manifest, ok: false, wording, defect: error };
  }
}

/** Below the folder that it is written to, on any system, and nothing that a shell or a checksum list reads as something else. */
export function isSafePath(path: string): boolean {
  const parts = path.split("/");
  return !/[\u0000-\u001f\u007f-\u009f\\:*?"<>|]/.test(path) && parts.every((part) => part !== "" && !/^(?:\.{1,2}$|-)/.test(part));
}

function checkFiles(files: readonly GeneratedFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (!isSafePath(path)) throw new Error(`a file may not have the name ${JSON.stringify(path)}`);
    if (seen.has(path)) throw new Error(`two files have the name ${path}`);
    seen.add(path);
  }
}
