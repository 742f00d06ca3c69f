import { bundle } from "./bundle/bundle";
import { fileServer } from "./fileServer/fileServer";
import { imageSync } from "./imageSync/imageSync";
import { hauler } from "./interop/hauler";
import { lists } from "./interop/lists";
import { sbom } from "./interop/sbom";
import { zarf } from "./interop/zarf";
import { kubesprayImage } from "./kubesprayImage/kubesprayImage";
import { layers } from "./layers/layers";
import type { Manifest } from "./manifest";
import { overrides } from "./overrides/overrides";
import { registryCa } from "./registryCa/registryCa";
import { registryMirrors } from "./registryMirrors/registryMirrors";

/** Every kind that can be generated, in the order in which an operator needs them. */
export const MANIFESTS: readonly Manifest[] = [
  overrides,
  bundle,
  fileServer,
  imageSync,
  registryMirrors,
  kubesprayImage,
  registryCa,
  layers,
  lists,
  hauler,
  zarf,
  sbom,
];

export function manifestOf(kind: string): Manifest | undefined {
  return MANIFESTS.find((manifest) => manifest.kind === kind);
}
