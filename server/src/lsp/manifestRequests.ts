import { translated } from "../features/wording/translated";
import type { FilePath, FileSystem } from "../files/fileSystem";
import { fileChanges } from "../manifests/frame/fileChanges";
import { sentences } from "../manifests/frame/kitReadme";
import { makeKit } from "../manifests/frame/makeKit";
import { type Made, makeManifest } from "../manifests/frame/makeManifest";
import { sharedOptions, valueFault } from "../manifests/frame/optionValues";
import { surroundings } from "../manifests/frame/surroundings";
import type { Generated, ManifestOption, Note } from "../manifests/manifest";
import { MANIFESTS, manifestOf } from "../manifests/manifests";
import type {
  CheckAnswerParams,
  GeneratedManifests,
  GenerateManifestsParams,
  ManifestInfo,
  ManifestOptionInfo,
  ManifestsParams,
} from "../protocol";
import { redact } from "../text/redact";
import { say } from "../text/wording";
import { type Log, pause } from "./guard";
import { inventoryOf } from "./listRequests";
import { mayBeMissing } from "./missing";
import { pathOf, uriOf } from "./uris";
import type { WorkspaceSnapshot } from "./workspaceSnapshot";

/** The requests about manifests: which kinds there are and what each asks for, whether an answer will do, and what would be written. */

export function manifestKindsRequest(snapshot: WorkspaceSnapshot, params: ManifestsParams): readonly ManifestInfo[] {
  const inventory = inventoryOf(snapshot, params);
  const { locale } = snapshot;
  return MANIFESTS.map((manifest) => {
    const home = inventory && manifest.home?.(snapshot.context(inventory).model);
    return {
      kind: manifest.kind,
      title: say(manifest.title, locale),
      summary: say(manifest.summary, locale),
      options: manifest.options.map((option) => optionInfo(option, locale)),
      folder: manifest.folder,
      ...(home !== undefined && { home: uriOf(home) }),
    };
  });
}

function optionInfo({ name, type, choices, required, help, example, ...option }: ManifestOption, locale: string): ManifestOptionInfo {
  return {
    name,
    type,
    help: say(help, locale),
    required: required === true && option.default === undefined && type !== "flag",
    ...(choices && { choices: choices.map((one) => ({ value: one.value, help: say(one.help, locale) })) }),
    ...(option.default !== undefined && { default: option.default }),
    ...(example !== undefined && { example }),
  };
}

/** What is wrong with an answer, in the user's language; null where it will do. */
export function checkAnswerRequest({ name, value }: CheckAnswerParams, locale: string): string | null {
  const option = sharedOptions(MANIFESTS).find((one) => one.name === name);
  const fault = option && valueFault(option, value);
  return fault === undefined ? null : say(fault, locale);
}

interface Running {
  readonly isCancelled: () => boolean;
  readonly disk: FileSystem;
  readonly log: Log;
}

/** undefined: the work was called off, or there is no inventory. */
export async function generateManifestsRequest(
  snapshot: WorkspaceSnapshot,
  params: GenerateManifestsParams,
  { isCancelled, disk, log }: Running,
): Promise<GeneratedManifests | undefined> {
  const inventory = inventoryOf(snapshot, params);
  const folder = pathOf(params.folder);
  if (!inventory || folder === undefined) return undefined;
  const { model, fs, locale, variant } = snapshot.context(inventory);
  const translate = (message: string) => translated(message, locale);
  const { request, notes: before } = surroundings({ model, fs, locale, translate, variant: variant ?? noVariant }, MANIFESTS);
  const asked = request.origins?.model ?? model;
  for (const host of asked.hosts) {
    await pause();
    if (isCancelled()) return undefined;
    asked.plan(host);
  }
  const made: Made[] = [];
  for (const kind of params.kinds) {
    await pause();
    if (isCancelled()) return undefined;
    const manifest = manifestOf(kind);
    if (!manifest) continue;
    const one = makeManifest(manifest, params.answers, request);
    if (!one.ok && one.defect !== undefined) log(`generate ${kind}: ${stackOf(one.defect)}`);
    made.push(one);
  }
  if (params.kit) return answer(makeKit(made, params.answers, request));
  const [one] = made;
  if (one === undefined) return undefined;
  if (one.ok) return answer(one.generated, one.manifest.withdrawn !== undefined);
  return { files: [], changes: [], notes: [], gaps: [], error: redact(sentences([one.wording, one.remedy], locale)) };

  function answer({ files, notes, gaps }: Generated, asItIs = false): GeneratedManifests {
    return {
      files: files.map(({ path, text, executable }) => ({ name: path, text, ...(executable && { executable }) })),
      changes: fileChanges(disk, folder as FilePath, files).map(({ file, target, ...change }) => ({
        name: file.path,
        uri: uriOf(target),
        ...change,
      })),
      notes: [...(asItIs ? [] : before), ...notes]
        .sort((a, b) => Number(a.severity === "info") - Number(b.severity === "info"))
        .map((note) => redact(noteText(note, snapshot, locale))),
      gaps: mayBeMissing(model, gaps, snapshot).map((gap) => redact(gap)),
    };
  }
}

function noteText({ message, file, line }: Note, snapshot: WorkspaceSnapshot, locale: string): string {
  const place = file === undefined ? "" : `${snapshot.label(file)}${line === undefined ? "" : `:${line}`}: `;
  return `${place}${say(message, locale)}`;
}

function noVariant(): never {
  throw new Error("this session offers no variants of an inventory");
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
