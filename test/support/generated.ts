/** What a generator makes of a small inventory written inline (see fixture.ts), or of a real one on disk. Faulty options throw, as its own refusals do. */
import { diskFileSystem } from "../../server/src/files/disk";
import type { FilePath, FileSystem } from "../../server/src/files/fileSystem";
import { overlayFileSystem } from "../../server/src/files/overlay";
import type { Model } from "../../server/src/kubespray/model";
import { openModel } from "../../server/src/kubespray/openModel";
import { type GivenOptions, optionFaults, optionValues } from "../../server/src/manifests/frame/optionValues";
import { shownPath } from "../../server/src/manifests/frame/shownPath";
import type { Generated, Manifest, ManifestRequest } from "../../server/src/manifests/manifest";
import { fixture, TREE } from "./fixture";

export function generated(manifest: Manifest, text: string, given: GivenOptions = {}, { locale = "en" } = {}): Generated {
  const { context, fs } = fixture(text === "" ? "-- file: nothing.txt\n" : text);
  return generate(manifest, context.model, fs, TREE, given, locale);
}

/** Of an inventory on disk with a tree on disk. */
export function generatedOnDisk(
  manifest: Manifest,
  tree: string,
  inventory: string,
  given: GivenOptions = {},
  { locale = "en" } = {},
): Generated {
  const fs = diskFileSystem();
  const model = openModel({ fs, inventory: inventory as FilePath, kubespray: tree as FilePath });
  return generate(manifest, model, fs, tree as FilePath, given, locale);
}

function generate(manifest: Manifest, model: Model, fs: FileSystem, kubespray: FilePath, given: GivenOptions, locale: string): Generated {
  const [fault] = optionFaults(manifest.options, given);
  if (fault !== undefined) throw new Error(`--${fault.option.name}: ${fault.wording.en}`);
  const request: ManifestRequest = {
    model,
    fs,
    options: optionValues(manifest.options, given),
    locale,
    display: (path) => shownPath(model, path),
    variant: (texts) =>
      openModel({ fs: overlayFileSystem(fs, texts), inventory: model.inventory.file ?? model.inventory.folder, kubespray }),
  };
  return manifest.generate(request);
}
