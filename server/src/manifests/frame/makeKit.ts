import { sha256 } from "../../jinja/plugins/filters/sha";
import type { Wording } from "../../text/wording";
import type { Generated, GeneratedFile } from "../manifest";
import { kitReadme, sentences } from "./kitReadme";
import type { Made, NotMade } from "./makeManifest";
import type { GivenOptions } from "./optionValues";
import type { Surroundings } from "./surroundings";

/**
 * "Generate all": what all kinds have made, each in its own folder of one kit, with a README for whoever unpacks it where there is no
 * internet, and the checksums of all files. Knows no kind: a new one is in the kit by being in manifests.ts. A kind that could not be made
 * is told in the README with its reason, and costs the others nothing.
 */
export interface Kit extends Generated {
  /** As the README counts them: the same kinds, those whose files another kind had taken among the ones not made. */
  readonly made: readonly Made[];
}

export function makeKit(given: readonly Made[], options: GivenOptions, request: Surroundings): Kit {
  const files: GeneratedFile[] = [];
  const made = given.map((one) => (one.ok ? place(one, files) : one));
  const whole = made.filter((one) => one.ok);
  const readme = { path: "README.md", text: kitReadme({ made, options, request }) };
  const all = [readme, ...files];
  const notes = whole.flatMap(({ generated, manifest }) =>
    generated.notes.map((note) => ({
      ...note,
      message: { en: `${manifest.kind}: ${note.message.en}`, zh: `${manifest.kind}：${note.message.zh}` },
    })),
  );
  return {
    made,
    files: [...all, { path: CHECKSUMS, text: checksums(all) }],
    notes,
    gaps: [
      ...whole.flatMap(({ generated }) => generated.gaps),
      ...made.flatMap((one) =>
        one.ok
          ? []
          : [
              {
                severity: "error" as const,
                code: "manifest-not-made",
                message: sentences([notMade(one), one.remedy], request.locale),
              },
            ],
      ),
    ],
  };
}

function notMade({ manifest: { kind }, wording }: NotMade): Wording {
  return { en: `${kind} was not made: ${wording.en}`, zh: `${kind} 未能生成：${wording.zh}` };
}

export const CHECKSUMS = "SHA256SUMS";

/** Adds its files to the kit; a name that is taken by another text is a defect of one of the two kinds. */
function place(one: Extract<Made, { readonly ok: true }>, files: GeneratedFile[]): Made {
  const { folder } = one.manifest;
  const placed = one.generated.files.map((file) => ({ ...file, path: folder === "" ? file.path : `${folder}/${file.path}` }));
  for (const file of placed) {
    const other = files.find(({ path }) => path === file.path);
    if (other === undefined && file.path !== "README.md" && file.path !== CHECKSUMS) continue;
    if (other?.text === file.text) continue;
    const wording = { en: `another kind writes ${file.path} too`, zh: `另一类文件也要写入 ${file.path}` };
    return { manifest: one.manifest, ok: false, wording, defect: new Error(wording.en) };
  }
  files.push(...placed.filter((file) => !files.some(({ path }) => path === file.path)));
  return one;
}

/** For `sha256sum -c`. */
function checksums(files: readonly GeneratedFile[]): string {
  const encoder = new TextEncoder();
  const hex = (text: string) => [...sha256(encoder.encode(text))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return files.map(({ path, text }) => `${hex(text)}  ${path}\n`).join("");
}
