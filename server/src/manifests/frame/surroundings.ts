import type { FilePath } from "../../files/fileSystem";
import type { Manifest, ManifestRequest, Note } from "../manifest";
import { shownPath } from "./shownPath";

/**
 * What all kinds are given. An inventory that already leads to the mirrors, because a kind wrote that into it, is no base for what fetches
 * from the origins: all other kinds see it without those lines, and the reader is told so.
 */
export interface Surroundings extends Omit<ManifestRequest, "options"> {
  readonly origins?: Pick<ManifestRequest, "model" | "variant">;
  /** What the answer rests on beside inventory and tree. */
  readonly besides?: Besides;
}

export interface Besides {
  /** Names of the variables that were given with -e; their values may be secret. */
  readonly extraVars: readonly string[];
  /** For "To make it again": `-e VARS`. */
  readonly options: readonly string[];
}

export interface Surrounded {
  readonly request: Surroundings;
  readonly notes: readonly Note[];
}

export function surroundings(given: Omit<Surroundings, "origins" | "display">, kinds: readonly Manifest[]): Surrounded {
  const { model, fs, variant } = given;
  const display = (path: FilePath) => shownPath(model, path);
  const texts = new Map(kinds.flatMap((kind) => [...(kind.withdrawn?.(model, fs) ?? [])]));
  if (texts.size === 0) return { request: { ...given, display }, notes: [] };
  const origins = {
    model: variant(texts),
    variant: (more: ReadonlyMap<FilePath, string>) => variant(new Map([...texts, ...more])),
  };
  return { request: { ...given, display, origins }, notes: [...texts.keys()].map(noteOf) };
}

function noteOf(file: FilePath): Note {
  return {
    severity: "info",
    message: {
      en: "the generated lines here lead to your mirrors; what is generated now is about the origins that these stand for",
      zh: "此处生成的行指向镜像站；本次生成的内容针对它们所代表的原始来源",
    },
    file,
  };
}
